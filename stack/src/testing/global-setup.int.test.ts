import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { Redis } from "ioredis";
import postgres from "postgres";
import { expect, inject, test } from "vitest";

const run = promisify(execFile);

test("integration tests get a Postgres that can replicate logically", async () => {
  const sql = postgres(inject("postgresUrl"), { max: 1 });
  const [row] = await sql`SHOW wal_level`;
  expect(row).toEqual({ wal_level: "logical" });
  const [template] = await sql`SELECT datname FROM pg_database WHERE datname = 'tiffin_template'`;
  expect(template).toBeDefined();
  await sql.end();
});

test("integration tests get a Redis of their own", async () => {
  const redis = new Redis(inject("redisUrl"));
  expect(await redis.ping()).toBe("PONG");
  redis.disconnect();
  const { stdout } = await run("redis-cli", ["--no-auth-warning", "-u", inject("redisUrl"), "ping"]);
  expect(stdout.trim()).toBe("PONG");
});

test("integration tests get a Soketi behind the launcher", async () => {
  const { host, port } = inject("soketi");
  expect((await fetch(`http://${host}:${port}/readyz`)).status).toBe(200);
});
