// Installs npm's packages when what is there is not what package-lock.json asks for.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { quietly } from "./quietly.mjs";

/**
 * Does node_modules hold what the lock file asks for? npm keeps a lock file of what it installed, written last:
 * after an interrupted `npm ci` it is not there.
 */
export function isInstalled(root) {
  const wanted = packagesOf(join(root, "package-lock.json"));
  const found = packagesOf(join(root, "node_modules", ".package-lock.json"));
  if (wanted === undefined)
    throw new Error(`${join(root, "package-lock.json")} is missing or not JSON: restore it from git`);
  if (found === undefined) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.startsWith("node_modules/") && !path.includes("/node_modules/")) return true; // the workspaces themselves
    const installed = found[path];
    if (installed === undefined) return entry.optional === true || entry.devOptional === true || entry.peer === true;
    return installed.version === entry.version && installed.link === entry.link;
  });
}

export async function install(root, { log = console.log } = {}) {
  if (isInstalled(root)) return;
  await quietly("Installing npm packages", log, () => npm(root, ["ci", "--include=dev", "--no-audit", "--no-fund"]));
}

function npm(root, args) {
  const viaNpm = process.env.npm_execpath && process.env.npm_execpath.endsWith(".js");
  const [command, before] = viaNpm ? [process.execPath, [process.env.npm_execpath]] : ["npm", []];
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...before, ...args], { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => {
        output = (output + chunk).slice(-8000);
      });
    }
    child.once("error", (error) => reject(new Error(`npm could not be started: ${error.message}`)));
    child.once("close", (code) => {
      if (code === 0) return resolve();
      const lines = output
        .split("\n")
        .filter((line) => /npm (error|ERR!)/.test(line) && !/complete log|debug-0/.test(line));
      return reject(
        new Error(`npm ci failed:\n${(lines.length > 0 ? lines : output.trim().split("\n")).slice(-8).join("\n")}`),
      );
    });
  });
}

function packagesOf(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8")).packages;
  } catch {
    return undefined;
  }
}
