// Installs npm's packages when what is there is not what package-lock.json asks for.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
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
  if (readOr(markOf(root), "") === hashOfLock(root)) return true;
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.startsWith("node_modules/") && !path.includes("/node_modules/")) return true; // the workspaces themselves
    const installed = found[path];
    if (entry.extraneous === true) return true; // left in the lock file by npm, and never installed
    if (installed === undefined) return entry.optional === true || entry.devOptional === true || entry.peer === true;
    return installed.version === entry.version && installed.link === entry.link;
  });
}

/** Two commands at once install once: npm in the same folder twice destroys the other's work. */
export async function install(root, { log = console.log } = {}) {
  if (isInstalled(root)) return;
  const release = await lock(root, log);
  try {
    if (!isInstalled(root)) await installNow(root, log);
  } finally {
    release();
  }
}

async function installNow(root, log) {
  await quietly("Installing npm packages", log, () => npm(root, ["ci", "--include=dev", "--no-audit", "--no-fund"]));
  writeFileSync(markOf(root), hashOfLock(root));
}

/** A file with our pid beside the checkout's other untracked files; one of a process that is gone does not count. */
async function lock(root, log) {
  const path = join(root, ".npm-install.lock");
  for (let told = false; ; told = true) {
    try {
      writeFileSync(path, String(process.pid), { flag: "wx" });
      const release = () => rmSync(path, { force: true });
      process.once("exit", release);
      return release;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    if (!isRunning(Number(readOr(path, "0")))) rmSync(path, { force: true });
    else {
      if (!told) log("  … Waiting for another command that installs npm packages");
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}

function isRunning(pid) {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

function readOr(path, otherwise) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return otherwise;
  }
}

/** Says which lock file was installed last: npm's own record leaves out what it found unnecessary. */
function markOf(root) {
  return join(root, "node_modules", ".tiffin-installed");
}

function hashOfLock(root) {
  return createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
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
