import { spawn, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { Inngest, type InngestFunction } from "inngest";
import { serve } from "inngest/node";
import postgres from "postgres";
import { startEngine, type Engine } from "../engine.ts";
import { readConfig, type EngineConfig } from "../env.ts";
import { createLog } from "../log.ts";

const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

export interface TestDatabase {
  readonly url: string;
  readonly sql: postgres.Sql;
  drop(): Promise<void>;
}

/** A database of its own, empty: the engine brings its schema. */
export async function createDatabase(adminUrl: string): Promise<TestDatabase> {
  const admin = postgres(adminUrl, { max: 1, onnotice: () => {} });
  const name = `workflows_${randomUUID().replaceAll("-", "")}`;
  await admin.unsafe(`CREATE DATABASE ${name}`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  const sql = postgres(url.href, { max: 2, onnotice: () => {} });
  return {
    url: url.href,
    sql,
    drop: async () => {
      await sql.end({ timeout: 1 });
      await admin.unsafe(`DROP DATABASE ${name} WITH (FORCE)`);
      await admin.end();
    },
  };
}

/** Fast retries, so that a test of the third attempt does not take minutes. */
export const testEnv = {
  PORT: "0",
  LOG_LEVEL: "silent",
  WORKFLOWS_RETRY_BASE_MS: "50",
  WORKFLOWS_RETRY_MAX_MS: "200",
  WORKFLOWS_LEASE_MS: "1500",
  WORKFLOWS_DATABASE_CONNECTIONS: "6",
};

export async function startTestEngine(
  databaseUrl: string,
  env: Record<string, string> = {},
  overrides: Partial<EngineConfig> = {},
): Promise<Engine> {
  const config = { ...readConfig({ ...testEnv, DATABASE_URL: databaseUrl, ...env }), ...overrides };
  return startEngine(config, createLog(config.logLevel));
}

export interface ChildEngine {
  readonly url: string;
  readonly process: ChildProcess;
  kill(signal: NodeJS.Signals): Promise<number | null>;
}

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** The engine as it really runs: a process that can be killed. */
export async function spawnEngine(databaseUrl: string, env: Record<string, string> = {}): Promise<ChildEngine> {
  const child = spawn(process.execPath, ["--import", "tsx", "stack/workflows/main.ts"], {
    cwd: root,
    env: { PATH: process.env["PATH"], ...testEnv, LOG_LEVEL: "info", DATABASE_URL: databaseUrl, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const url = await lineMatching(child, /listens on (http:\/\/[^"\s]+)/);
  return { url, process: child, kill: (signal) => kill(child, signal) };
}

export async function kill(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const gone = new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)));
  child.kill(signal);
  return gone;
}

/** The first capture of the first line of output that matches. */
export function lineMatching(child: ChildProcess, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      const match = pattern.exec(text);
      if (match !== null) resolve(match[1] ?? match[0]);
    });
    child.once("exit", (code) => reject(new Error(`the process ended with ${code}: ${text}`)));
  });
}

export const devClient = (id: string, engineUrl: string): Inngest =>
  new Inngest({ id, isDev: true, baseUrl: engineUrl, logger: quiet });

export interface TestApp {
  readonly url: string;
  /** What the engine said to the registration. */
  readonly registered: { readonly status: number; readonly message: string };
  close(): Promise<void>;
}

/** The real SDK's serve() on an HTTP server of its own, registered with the engine. */
export async function startApp(
  client: Inngest,
  functions: InngestFunction.Any[],
  options: { port?: number; signingKey?: string; register?: boolean } = {},
): Promise<TestApp> {
  const handler = serve({ client, functions });
  const server = http.createServer((request, response) => {
    void Promise.resolve(handler(request, response)).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/inngest`;
  const registered = { status: 0, message: "" };
  if (options.register !== false) {
    const response = await fetch(url, { method: "PUT" });
    const body = (await response.json()) as { message?: string };
    Object.assign(registered, { status: response.status, message: body.message ?? "" });
  }
  return {
    url,
    registered,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Waits for something to become true; fails with the last value seen. */
export async function until<T>(what: () => T | Promise<T>, ok: (value: T) => boolean, timeoutMs = 20_000): Promise<T> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const value = await what();
    if (ok(value)) return value;
    if (Date.now() > end) throw new Error(`timed out; the last value was ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export interface RunView {
  readonly id: string;
  readonly function_id: string;
  readonly status: string;
  readonly output: unknown;
  readonly error: { name: string; message: string } | null;
}

export function runsOf(database: TestDatabase, functionId: string): Promise<RunView[]> {
  return database.sql<RunView[]>`
    SELECT id, function_id, status, output, error FROM workflows.runs WHERE function_id = ${functionId} ORDER BY id`;
}

/** The function's runs, once there are `count` of them and none is under way. */
export function endedRuns(
  database: TestDatabase,
  functionId: string,
  count = 1,
  timeoutMs?: number,
): Promise<RunView[]> {
  return until(
    () => runsOf(database, functionId),
    (runs) => runs.length >= count && runs.every(({ status }) => status !== "running"),
    timeoutMs,
  );
}

export async function endedRun(database: TestDatabase, functionId: string, timeoutMs?: number): Promise<RunView> {
  const [run] = await endedRuns(database, functionId, 1, timeoutMs);
  if (run === undefined) throw new Error("no run");
  return run;
}

/** Until a run of the function waits for this event (and nothing of it is being executed). */
export async function untilWaiting(database: TestDatabase, eventName: string, count = 1): Promise<void> {
  await until(
    async () => {
      const [row] = await database.sql<{ count: number }[]>`
        SELECT count(*)::int AS count FROM workflows.waits WHERE event_name = ${eventName} AND step_id IS NOT NULL`;
      return row?.count ?? 0;
    },
    (waiting) => waiting >= count,
  );
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
