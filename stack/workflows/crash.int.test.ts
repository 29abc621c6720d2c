import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import {
  createDatabase,
  endedRun,
  endedRuns,
  kill,
  lineMatching,
  spawnEngine,
  testEnv,
  until,
  untilWaiting,
  type ChildEngine,
  type TestDatabase,
} from "./testing/harness.ts";

const crashApp = fileURLToPath(new URL("./testing/crash-app.ts", import.meta.url));
const root = fileURLToPath(new URL("../..", import.meta.url));
let database: TestDatabase;
let folder: string;
let children: ChildProcess[];

beforeEach(async () => {
  database = await createDatabase(inject("postgresUrl"));
  folder = mkdtempSync(join(tmpdir(), "workflows-crash-"));
  children = [];
});
afterEach(async () => {
  await Promise.all(children.map((child) => kill(child, "SIGKILL")));
  rmSync(folder, { recursive: true, force: true });
  await database.drop();
});

async function engine(env: Record<string, string> = {}): Promise<ChildEngine> {
  const started = await spawnEngine(database.url, { LOG_LEVEL: "info", ...env });
  children.push(started.process);
  return started;
}

async function app(engineUrl: string, port = 0): Promise<{ process: ChildProcess; port: number; url: string }> {
  const child = spawn(process.execPath, ["--import", "tsx", crashApp, engineUrl, folder, String(port)], {
    cwd: root,
    env: { PATH: process.env["PATH"] },
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  const listening = Number(await lineMatching(child, /app on (\d+) /));
  return { process: child, port: listening, url: `http://127.0.0.1:${listening}/api/inngest` };
}

const register = (url: string): Promise<Response> => fetch(url, { method: "PUT" });
const send = (engineUrl: string, name: string, id: string): Promise<Response> =>
  fetch(`${engineUrl}/e/test`, { method: "POST", body: JSON.stringify({ id: `${name}-${id}`, name, data: { id } }) });
const hold = (): void => writeFileSync(join(folder, "hold"), "");
const release = (): void => rmSync(join(folder, "hold"), { force: true });
const begun = (): string[] => {
  const file = join(folder, "steps");
  return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
};
const count = (line: string): number => begun().filter((entry) => entry === line).length;
const portOf = (url: string): string => new URL(url).port;

describe("kill -9", () => {
  test("of the engine while a run waits: the next engine goes on where it was, and repeats no step", async () => {
    const first = await engine();
    const { url } = await app(first.url);
    await register(url);
    await send(first.url, "crash/asked", "a");
    await untilWaiting(database, "crash/go");
    await first.kill("SIGKILL");
    const second = await engine({ PORT: portOf(first.url) });
    await send(second.url, "crash/go", "a");
    expect(await endedRun(database, "crash-order")).toMatchObject({ status: "completed", output: 6 });
    expect(begun()).toEqual(["a one", "a two", "a three"]);
  });

  test("of the engine in the middle of a step: what was memoised stays, the step under way runs again", async () => {
    const first = await engine();
    const { url } = await app(first.url);
    await register(url);
    hold();
    await send(first.url, "crash/asked", "a");
    await until(
      () => count("a two"),
      (times) => times === 1,
    );
    await first.kill("SIGKILL");
    // Another port, so that the orphaned call cannot checkpoint: its result is lost with its engine.
    const second = await engine();
    await until(
      () => count("a two"),
      (times) => times === 2,
    );
    release();
    await untilWaiting(database, "crash/go");
    await send(second.url, "crash/go", "a");
    expect(await endedRun(database, "crash-order")).toMatchObject({ status: "completed", output: 6 });
    expect([count("a one"), count("a two"), count("a three")]).toEqual([1, 2, 1]);
  });

  test("of the engine, restarted on the same address: it takes the dead one's jobs at once, lease or not", async () => {
    const first = await engine({ WORKFLOWS_LEASE_MS: "600000" });
    const { url } = await app(first.url);
    await register(url);
    hold();
    await send(first.url, "crash/asked", "a");
    await until(
      () => count("a two"),
      (times) => times === 1,
    );
    await first.kill("SIGKILL");
    const second = await engine({ PORT: portOf(first.url), WORKFLOWS_LEASE_MS: "600000" });
    await until(
      () => count("a two"),
      (times) => times === 2,
    );
    // Both calls end now. The orphan's checkpoint carries the old lease and is refused.
    release();
    await untilWaiting(database, "crash/go");
    await send(second.url, "crash/go", "a");
    expect(await endedRun(database, "crash-order")).toMatchObject({ status: "completed", output: 6 });
    expect([count("a one"), count("a two"), count("a three")]).toEqual([1, 2, 1]);
  });

  test("of the app in the middle of a step: the run waits for the app, and does not use up its tries", async () => {
    const running = await engine();
    const first = await app(running.url);
    await register(first.url);
    hold();
    await send(running.url, "crash/asked", "a");
    await until(
      () => count("a two"),
      (times) => times === 1,
    );
    await kill(first.process, "SIGKILL");
    release();
    await app(running.url, first.port);
    await untilWaiting(database, "crash/go");
    await send(running.url, "crash/go", "a");
    expect(await endedRun(database, "crash-order")).toMatchObject({ status: "completed", output: 6 });
    expect([count("a one"), count("a two"), count("a three")]).toEqual([1, 2, 1]);
  });

  test("of the app, which comes back on another port: registering moves its runs there", async () => {
    const running = await engine();
    const first = await app(running.url);
    await register(first.url);
    await kill(first.process, "SIGKILL");
    await send(running.url, "crash/asked", "a");
    const second = await app(running.url);
    await register(second.url);
    await untilWaiting(database, "crash/go");
    await send(running.url, "crash/go", "a");
    expect(await endedRun(database, "crash-order")).toMatchObject({ status: "completed", output: 6 });
  });
});

describe("two engines on one database", () => {
  test("each run's steps are run once, and when one engine is killed the other takes over", async () => {
    const [one, two] = await Promise.all([engine({ WORKFLOWS_CAPACITY: "4" }), engine({ WORKFLOWS_CAPACITY: "4" })]);
    const { url } = await app(one.url);
    await register(url);
    const ids = Array.from({ length: 12 }, (_, n) => `r${n}`);
    await Promise.all(ids.map((id, n) => send(n % 2 === 0 ? one.url : two.url, "crash/asked", id)));
    await untilWaiting(database, "crash/go", ids.length);
    expect(begun().sort()).toEqual(ids.flatMap((id) => [`${id} one`, `${id} two`]).sort());
    await Promise.all(ids.slice(0, 8).map((id) => send(one.url, "crash/go", id)));
    await one.kill("SIGKILL");
    await Promise.all(ids.slice(8).map((id) => send(two.url, "crash/go", id)));
    const runs = await endedRuns(database, "crash-order", ids.length);
    expect(runs.map(({ output }) => output)).toEqual(ids.map(() => 6));
    for (const id of ids) expect([count(`${id} one`), count(`${id} two`)]).toEqual([1, 1]);
  });
});

describe("SIGTERM", () => {
  test("lets the step under way finish, and exits 0", async () => {
    const running = await engine();
    const { url } = await app(running.url);
    await register(url);
    hold();
    await send(running.url, "crash/asked", "a");
    await until(
      () => count("a two"),
      (times) => times === 1,
    );
    const exit = kill(running.process, "SIGTERM");
    setTimeout(release, 300);
    expect(await exit).toBe(0);
    // It was finished and stored before the exit: the next engine does not repeat it.
    const next = await engine();
    await untilWaiting(database, "crash/go");
    await send(next.url, "crash/go", "a");
    expect(await endedRun(database, "crash-order")).toMatchObject({ status: "completed", output: 6 });
    expect(count("a two")).toBe(1);
  });

  test("gives back a step that takes too long, which then runs again elsewhere", async () => {
    const running = await engine();
    const { url } = await app(running.url);
    await register(url);
    hold();
    await send(running.url, "crash/asked", "a");
    await until(
      () => count("a two"),
      (times) => times === 1,
    );
    expect(await kill(running.process, "SIGTERM")).toBe(0);
    const [job] = await database.sql`
      SELECT leased_by, due_at <= now() AS due, crashes, attempt FROM workflows.jobs`;
    expect(job).toEqual({ leased_by: null, due: true, crashes: 0, attempt: 0 });
  });
});

describe("at boot", () => {
  const failing = (env: Record<string, string>): Promise<{ code: number | null; text: string }> =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, ["--import", "tsx", "stack/workflows/main.ts"], {
        cwd: root,
        env: { PATH: process.env["PATH"], ...testEnv, ...env },
        stdio: ["ignore", "ignore", "pipe"],
      });
      let text = "";
      child.stderr.on("data", (chunk: Buffer) => {
        text += chunk.toString();
      });
      child.once("exit", (code) => resolve({ code, text }));
    });

  test("a schema that is newer than the code is refused in one line", async () => {
    const running = await engine();
    await running.kill("SIGTERM");
    await database.sql`INSERT INTO workflows.migrations (version, name) VALUES (9999, '9999_future.sql')`;
    expect(await failing({ DATABASE_URL: database.url })).toEqual({
      code: 1,
      text: expect.stringMatching(
        /^workflows: The workflows schema is at version 9999, this engine knows \d+: start the newer version\.\n$/,
      ),
    });
  });

  test("a missing or wrong setting is named", async () => {
    expect(await failing({})).toEqual({ code: 1, text: expect.stringMatching(/^workflows: DATABASE_URL: .+\n$/) });
    expect(await failing({ DATABASE_URL: database.url, PORT: "no" })).toEqual({
      code: 1,
      text: expect.stringMatching(/^workflows: PORT: .+\n$/),
    });
    expect(await failing({ DATABASE_URL: "postgres://nobody@127.0.0.1:1/none" })).toEqual({
      code: 1,
      text: expect.stringMatching(/^workflows: cannot start: .+\n$/),
    });
  });
});
