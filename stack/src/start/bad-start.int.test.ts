import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { checkout } from "../config/checkout.ts";
import { loadSecrets } from "../config/secrets.ts";
import { varFolder } from "../config/var-folder.ts";
import { runningFromPidFiles } from "../process/pid-files.ts";
import { ensureDatabase, preparePostgres } from "../servers/postgres.ts";
import { claimFolder, releaseFolder } from "./supervisor-file.ts";

let home: string;
let folder: ReturnType<typeof varFolder>;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "tiffin-bad-"));
  chmodSync(home, 0o755);
  folder = varFolder({ TIFFIN_VAR: join(home, "var") });
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** `npm start` as a person would call it; answers its exit code and everything it printed. */
function npmStart(
  env: Record<string, string> = {},
  args = ["--no-web", "--no-life"],
): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(checkout, "stack/start.mjs"), ...args], {
      env: { PATH: process.env["PATH"], HOME: home, TIFFIN_VAR: folder.root, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output }));
  });
}

/** The reason, which is the last line. */
const reason = (output: string) => output.trim().split("\n").at(-1) ?? "";
const nothingRuns = () => expect(runningFromPidFiles(folder.run)).toEqual([]);

test("an old Node is named, with the ones that do", async () => {
  const { code, output } = await npmStart({ TIFFIN_PRETEND_NODE: "18.20.4" });
  expect(code).toBe(1);
  expect(output.trim()).toMatch(/^Tiffin needs Node 20\.19 or later, 22 or 24; this is Node 18\.20\.4\./);
  expect(output.trim().split("\n")).toHaveLength(1);
});

test("a machine without redis-server, where we may not install it, says what to do", async () => {
  const bin = join(home, "bin");
  mkdirSync(bin);
  symlinkSync(process.execPath, join(bin, "node"));
  const { code, output } = await npmStart({ PATH: bin });
  expect(code).toBe(1);
  expect(output.trim()).toMatch(/^redis-server is not installed: .*REDIS_URL/);
});

test("an option that does not exist is answered with those that do", async () => {
  const { code, output } = await npmStart({}, ["--frehs"]);
  expect(code).toBe(1);
  expect(output).toContain("--frehs");
  expect(output).toContain("--fresh ");
});

test("a var that is a file is not a place to write to", async () => {
  writeFileSync(folder.root, "");
  const { code, output } = await npmStart();
  expect(code).toBe(1);
  expect(reason(output)).toMatch(/var: something that is not a folder is in the way\. .*TIFFIN_VAR/);
});

test.each([
  ["garbage", "\u0000\u0001 not json"],
  ["an empty file", ""],
  ["secrets with one missing", JSON.stringify({ postgresPassword: "0123456789abcdef" })],
])("damaged secrets (%s) are named and not replaced", async (_name, content) => {
  mkdirSync(folder.root);
  writeFileSync(folder.secretsFile, content);
  const { code, output } = await npmStart();
  expect(code).toBe(1);
  expect(reason(output)).toMatch(/secrets\.json is damaged .*--fresh/);
  nothingRuns();
});

test("garbage in stack.json, in pid files and in the supervisor's record stops nobody from starting", async () => {
  mkdirSync(folder.run, { recursive: true });
  for (const path of [folder.stackFile, folder.supervisorFile, join(folder.run, "redis.json")])
    writeFileSync(path, "{{{");
  const { code, output } = await npmStart({
    DATABASE_URL: "postgres://nobody:x@127.0.0.1:9/none",
    REDIS_URL: inject("redisUrl"),
  });
  expect(code).toBe(1);
  expect(reason(output)).toBe(
    "Tiffin did not start: DATABASE_URL: no Postgres answers at postgres://nobody:…@127.0.0.1:9/none",
  );
  expect(readdirSync(folder.root)).not.toContain("supervisor.json");
  nothingRuns();
});

test("a folder that is no database is left as it is", async () => {
  mkdirSync(folder.postgres, { recursive: true });
  writeFileSync(join(folder.postgres, "holiday.txt"), "photos");
  const { code, output } = await npmStart({ REDIS_URL: inject("redisUrl") });
  expect(code).toBe(1);
  expect(reason(output)).toMatch(/postgres holds no Postgres database.*--fresh/);
  expect(readdirSync(folder.postgres)).toEqual(["holiday.txt"]);
  nothingRuns();
});

test("a database of another Postgres is not touched", async () => {
  mkdirSync(folder.postgres, { recursive: true });
  writeFileSync(join(folder.postgres, "PG_VERSION"), "14\n");
  const { code, output } = await npmStart({ REDIS_URL: inject("redisUrl") });
  expect(code).toBe(1);
  expect(reason(output)).toMatch(/was written by Postgres 14, this is Postgres 18/);
});

test("a broken database says what Postgres says, and everything else is stopped again", async () => {
  mkdirSync(folder.root);
  const secrets = loadSecrets(folder.secretsFile);
  await preparePostgres({
    folder: folder.postgres,
    port: 1,
    user: "tiffin",
    password: secrets.postgresPassword,
    unsafeFast: true,
  });
  writeFileSync(join(folder.postgres, "global/pg_control"), "broken");
  const { code, output } = await npmStart();
  expect(code).toBe(1);
  expect(reason(output)).toMatch(/The database in .* cannot be started: .*pg_control.*--fresh/);
  expect(readdirSync(folder.run)).toEqual([]);
});

test("a database that is newer than the code is refused before anything is written", async () => {
  const url = new URL(inject("postgresUrl"));
  const name = `newer_${process.pid}`;
  await ensureDatabase(url.href, name);
  url.pathname = `/${name}`;
  const sql = postgres(url.href, { max: 1 });
  await sql`CREATE SCHEMA drizzle`;
  await sql`CREATE TABLE drizzle.__drizzle_migrations (id serial PRIMARY KEY, hash text NOT NULL, created_at bigint)`;
  await sql`INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES ('from the future', 99999999999999)`;
  const { code, output } = await npmStart({ DATABASE_URL: url.href, REDIS_URL: inject("redisUrl") });
  expect(code).toBe(1);
  expect(reason(output)).toMatch(/migrated by a newer version of Tiffin/);
  expect(await sql`SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'`).toHaveLength(0);
  await sql.end();
  nothingRuns();
});

test("a second start in the same place says that one runs", async () => {
  mkdirSync(folder.root);
  claimFolder(folder.supervisorFile); // this process stands for the running stack
  const { code, output } = await npmStart();
  expect(code).toBe(1);
  expect(reason(output)).toContain(`Tiffin already runs here (process ${process.pid}, since `);
  releaseFolder(folder.supervisorFile);
});

test("--detach passes the reason on", async () => {
  mkdirSync(folder.root);
  writeFileSync(folder.secretsFile, "{}");
  const { code, output } = await npmStart({}, ["--detach"]);
  expect(code).toBe(1);
  expect(reason(output)).toMatch(/^Tiffin did not start: .*secrets\.json is damaged/);
});
