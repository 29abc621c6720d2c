import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { tsx } from "../config/services.ts";
import { isSameProcess, processIdentity } from "./identity.ts";
import { runningFromPidFiles, stopLeftovers, writePidFile } from "./pid-files.ts";

let folder: string;
const started: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tiffin-pids-"));
});
afterEach(() => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

function start(command: string, args: string[]): number {
  const child = spawn(command, args, { detached: true, stdio: "ignore" });
  started.push(child);
  if (child.pid === undefined) throw new Error("not started");
  return child.pid;
}
const isRunning = (pid: number) => processIdentity(pid) !== undefined;

test("a process that an earlier start left running is found and stopped", async () => {
  const pid = start("sleep", ["300"]);
  writePidFile(folder, "redis", pid, "SIGTERM");
  expect(runningFromPidFiles(folder).map((file) => file.name)).toEqual(["redis"]);
  expect(await stopLeftovers(folder)).toEqual(["redis"]);
  expect(isRunning(pid)).toBe(false);
  expect(readdirSync(folder)).toEqual([]);
});

test("one that ignores its signal is killed with its whole group", async () => {
  const note = join(folder, "grandchild");
  const pid = start("/bin/sh", ["-c", `trap '' TERM; sleep 300 & echo $! > ${note}; wait; sleep 300`]);
  await expect.poll(() => existsSync(note) && Number(readFileSync(note, "utf8"))).toBeGreaterThan(1);
  const grandchild = Number(readFileSync(note, "utf8"));
  writePidFile(folder, "gateway", pid, "SIGTERM");
  await stopLeftovers(folder, 300);
  await expect.poll(() => [isRunning(pid), isRunning(grandchild)]).toEqual([false, false]);
});

test("a stranger who was given the pid of a dead process is left alone", async () => {
  const pid = start("sleep", ["300"]);
  const file = { name: "redis", pid, identity: "another-boot:12345", stopSignal: "SIGTERM" };
  writeFileSync(join(folder, "redis.json"), JSON.stringify(file));
  expect(await stopLeftovers(folder)).toEqual([]);
  expect(isRunning(pid)).toBe(true);
  expect(isSameProcess(pid, "another-boot:12345")).toBe(false);
});

test("a record that is garbage is forgotten", () => {
  writeFileSync(join(folder, "redis.json"), "\u0000not json");
  expect(runningFromPidFiles(folder)).toEqual([]);
  expect(readdirSync(folder)).toEqual([]);
});

test("children of a killed parent are stopped and its folder is removed by the watchdog", async () => {
  const pidFile = join(folder, "child.pid");
  const scratch = mkdtempSync(join(tmpdir(), "tiffin-scratch-"));
  const parent = start(process.execPath, [
    "--import",
    tsx(),
    "--input-type=module",
    "-e",
    `import { spawn } from "node:child_process"; import { writeFileSync } from "node:fs";
     const { startWatchdog } = await import(${JSON.stringify(pathToFileURL(join(import.meta.dirname, "watchdog.ts")).href)});
     const watchdog = startWatchdog();
     watchdog.removeAtEnd(${JSON.stringify(scratch)});
     const child = spawn("sleep", ["300"], { detached: true, stdio: "ignore" });
     watchdog.watch(child.pid, "SIGTERM");
     setTimeout(() => writeFileSync(${JSON.stringify(pidFile)}, String(child.pid)), 200);
     setInterval(() => {}, 1000);`,
  ]);
  await expect.poll(() => existsSync(pidFile), { timeout: 20_000 }).toBe(true);
  const child = Number(readFileSync(pidFile, "utf8"));
  expect(isRunning(child)).toBe(true);
  process.kill(parent, "SIGKILL");
  await expect.poll(() => isRunning(child), { timeout: 10_000 }).toBe(false);
  await expect.poll(() => existsSync(scratch), { timeout: 10_000 }).toBe(false);
});
