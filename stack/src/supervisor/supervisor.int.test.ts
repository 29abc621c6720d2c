import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { processIdentity } from "../process/identity.ts";
import { anyFreePort } from "../process/ports.ts";
import type { ProcessSpec } from "../process/run-process.ts";
import { startWatchdog, type Watchdog } from "../process/watchdog.ts";
import { restartDelay } from "./backoff.ts";
import { Supervisor } from "./supervisor.ts";

let folder: string;
let watchdog: Watchdog;
let supervisor: Supervisor;
let said: string[];
let pidsChanged: number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tiffin-supervisor-"));
  watchdog = startWatchdog();
  said = [];
  pidsChanged = 0;
  supervisor = new Supervisor({
    run: join(folder, "run"),
    logOf: (name) => join(folder, `${name}.log`),
    watchdog,
    say: (line) => said.push(line),
    onPidsChanged: () => (pidsChanged += 1),
    delay: (falls) => restartDelay(falls) / 20,
  });
});
afterEach(async () => {
  supervisor.closeDoors();
  await supervisor.stop(Object.keys(supervisor.pids()), 2000);
  watchdog.release();
  rmSync(folder, { recursive: true, force: true });
});

/** A small HTTP server, preceded by any other statements. */
async function server(name: string, before = ""): Promise<ProcessSpec & { url: string }> {
  const port = await anyFreePort();
  const url = `http://127.0.0.1:${port}/`;
  const program = `${before}; require("node:http").createServer((q, r) => r.end("ok")).listen(${port}, "127.0.0.1")`;
  return {
    name,
    url,
    command: process.execPath,
    args: ["-e", program],
    env: { FOLDER: folder },
    isReady: async () => (await fetch(url)).ok,
  };
}
const pidOf = (name: string) => supervisor.pids()[name] ?? 0;

test("a child that dies is restarted, visibly, with another pid", async () => {
  const gateway = await server("gateway");
  await supervisor.start(gateway);
  const first = pidOf("gateway");
  process.kill(first, "SIGKILL");
  await expect.poll(() => said.join("\n"), { timeout: 10_000 }).toContain("gateway is back");
  expect(said[0]).toMatch(/gateway ended \(SIGKILL\), restarting in/);
  expect(pidOf("gateway")).not.toBe(first);
  expect(pidsChanged).toBe(1);
  expect((await fetch(gateway.url)).ok).toBe(true);
});

test("a child that keeps dying is restarted at ever longer intervals", async () => {
  // Lives once, to be started; from then on it ends as soon as it begins.
  const spec = await server(
    "worker",
    `const fs = require("node:fs"), mark = process.env.FOLDER + "/mark"; if (fs.existsSync(mark)) process.exit(7); fs.writeFileSync(mark, "")`,
  );
  await supervisor.start(spec);
  process.kill(pidOf("worker"), "SIGKILL");
  await expect.poll(() => waits().length, { timeout: 20_000 }).toBeGreaterThanOrEqual(4);
  expect(waits().toSorted((a, b) => a - b)).toEqual(waits());
  expect(said.join("\n")).toContain("exit 7");

  function waits(): number[] {
    return said.flatMap((line) => /restarting in ([\d.]+) s/.exec(line)?.[1] ?? []).map(Number);
  }
});

test("the wait before a restart doubles up to half a minute", () => {
  expect([1, 2, 3, 7, 8, 100].map(restartDelay)).toEqual([500, 1000, 2000, 30_000, 30_000, 30_000]);
});

test("a child that cannot start fails with the end of its log, after as many tries as were given", async () => {
  const spec = await server("gateway", `console.error("SANDBOX_URL is missing"); process.exit(3)`);
  await expect(supervisor.start(spec, { tries: 2 })).rejects.toThrow(
    /ended at once \(exit 3\)[\s\S]*SANDBOX_URL is missing/,
  );
  expect(readFileSync(join(folder, "gateway.log"), "utf8").match(/is missing/g)).toHaveLength(2);
  expect(supervisor.pids()).toEqual({});
});

test("a child that never becomes ready is stopped and says so", async () => {
  const spec = { ...(await server("soketi")), isReady: async () => false };
  await expect(supervisor.start(spec, { timeoutMs: 300 })).rejects.toThrow("soketi was not ready after 0.3 s");
  expect(supervisor.pids()).toEqual({});
});

test("stopping lets a child drain, takes its record away, and restarts nothing", async () => {
  const spec = await server(
    "worker",
    `process.on("SIGTERM", () => setTimeout(() => { console.log("drained"); process.exit(0) }, 100))`,
  );
  await supervisor.start(spec);
  const pid = pidOf("worker");
  expect(readdirSync(join(folder, "run"))).toEqual(["worker.json"]);
  supervisor.closeDoors();
  await supervisor.stop(["worker"]);
  expect(readFileSync(join(folder, "worker.log"), "utf8")).toContain("drained");
  expect(processIdentity(pid)).toBeUndefined();
  expect(readdirSync(join(folder, "run"))).toEqual([]);
  expect(said).toEqual([]);
});

test("a child that does not stop in time is killed together with what it started", async () => {
  const spec = await server(
    "worker",
    `process.on("SIGTERM", () => {}); const c = require("node:child_process").spawn("sleep", ["300"]); require("node:fs").writeFileSync(process.env.FOLDER + "/grandchild", String(c.pid))`,
  );
  await supervisor.start(spec);
  const grandchild = Number(readFileSync(join(folder, "grandchild"), "utf8"));
  await supervisor.stop(["worker"], 200);
  await expect.poll(() => processIdentity(grandchild)).toBeUndefined();
});

test("a program that is not there is an error, not a crash", async () => {
  writeFileSync(join(folder, "no.log"), "");
  const spec: ProcessSpec = {
    name: "no",
    command: join(folder, "no-such-program"),
    args: [],
    env: {},
    isReady: async () => true,
  };
  await expect(supervisor.start(spec)).rejects.toThrow("no could not be started");
});
