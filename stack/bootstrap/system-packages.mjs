// What npm does not ship: redis-server, and a Chromium for the browser tests.
import { spawn, spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { quietly } from "./quietly.mjs";

const packages = {
  redis: {
    title: "redis-server",
    programs: ["redis-server"],
    apt: ["redis-server"],
    others: {
      dnf: "dnf install redis",
      yum: "yum install redis",
      apk: "apk add redis",
      pacman: "pacman -S redis",
      zypper: "zypper install redis",
      brew: "brew install redis",
    },
    otherwise: "or set REDIS_URL to a server of your own",
  },
  chromium: {
    title: "Chromium",
    programs: ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
    apt: ["chromium"],
    others: {
      dnf: "dnf install chromium",
      yum: "yum install chromium",
      apk: "apk add chromium",
      pacman: "pacman -S chromium",
      zypper: "zypper install chromium",
      brew: "brew install --cask chromium",
    },
    otherwise: "or set CHROMIUM_PATH to a Chromium or Chrome",
  },
};

/** Its path, or undefined when it is not installed. */
export function findProgram(kind, path = process.env.PATH || "") {
  for (const program of packages[kind].programs) {
    for (const folder of path.split(delimiter)) {
      if (folder !== "" && isExecutable(join(folder, program))) return join(folder, program);
    }
  }
  return undefined;
}

/** Installs it when we may, else throws a line that says which command to run. */
export async function ensureProgram(kind, { log = console.log } = {}) {
  if (findProgram(kind) !== undefined) return;
  const { title, apt } = packages[kind];
  const isRoot = process.getuid !== undefined && process.getuid() === 0;
  if (isRoot && which("apt-get")) {
    await quietly(`Installing ${title} with apt-get`, log, () => aptInstall(apt));
    if (findProgram(kind) !== undefined) return;
  }
  throw new Error(missing(kind, isRoot));
}

export function missing(kind, isRoot) {
  const { title, apt, others, otherwise } = packages[kind];
  const manager = which("apt-get") ? "apt-get" : Object.keys(others).find(which);
  const sudo = isRoot || manager === "brew" ? "" : "sudo ";
  if (manager === undefined) return `${title} is not installed: install it with your package manager, ${otherwise}.`;
  const command = manager === "apt-get" ? `apt-get install ${apt.join(" ")}` : others[manager];
  return `${title} is not installed: run \`${sudo}${command}\`, ${otherwise}.`;
}

async function aptInstall(names) {
  // Debian starts what it installs. This machine's own server on 6379 is not what was asked for.
  const policy = "/usr/sbin/policy-rc.d";
  const isOurs = !existsSync(policy);
  if (isOurs) writeFileSync(policy, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  try {
    await apt(["update", "-q"]).catch(() => {}); // an old list may still do
    await apt(["install", "-y", "-q", "--no-install-recommends", ...names]);
  } finally {
    if (isOurs) rmSync(policy, { force: true });
  }
}

function apt(args) {
  return new Promise((resolve, reject) => {
    const child = spawn("apt-get", args, {
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
      stdio: ["ignore", "ignore", "pipe"],
    });
    let errors = "";
    child.stderr.on("data", (chunk) => {
      errors = (errors + chunk).slice(-4000);
    });
    child.once("error", reject);
    child.once("close", (code) =>
      code === 0
        ? resolve()
        : reject(new Error(`apt-get ${args[0]} failed: ${errors.trim().split("\n").slice(-3).join(" · ")}`)),
    );
  });
}

function which(program) {
  return spawnSync("/bin/sh", ["-c", `command -v ${program}`], { stdio: "ignore" }).status === 0;
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
