import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, it } from "vitest";
import { anyOf } from "./any-of.ts";
import { closeDatabase, openDatabase, type Database } from "./client.ts";
import { newId } from "./ids.ts";
import { orders } from "./schema/orders.ts";
import { createTestDatabase, type TestDatabase } from "./testing.ts";
import { openCuttable, type CuttableServer } from "./testing/cuttable-server.ts";

/** What the patch of postgres.js in `patches` saves: each time that something is sent is a wait for the answer. */
let database: TestDatabase;
let server: CuttableServer;
let db: Database;
beforeAll(async () => {
  database = await createTestDatabase(inject("postgresUrl"));
});
afterAll(() => database.close());
beforeEach(async () => {
  server = await openCuttable(database.url);
  db = openDatabase(server.url, { applicationName: "round-trips", maxConnections: 1 });
  await db.execute(sql`select 1`);
});
afterEach(async () => {
  await closeDatabase(db);
  await server.close();
});

async function sendings(act: () => Promise<unknown>): Promise<number> {
  const before = server.sent;
  await act();
  return server.sent - before;
}

it("what a transaction says first travels with its begin", async () => {
  const twice = () =>
    db.transaction(async (tx) => {
      await tx.execute(sql`select 1`);
      await tx.execute(sql`select 2`);
    });
  expect(await sendings(twice)).toBe(3);
});

it("a transaction that says nothing, or fails at its first word, leaves the connection as it was", async () => {
  await db.transaction(() => Promise.resolve());
  const failing = db.transaction((tx) => tx.execute(sql`select 1 / 0`));
  await expect(failing).rejects.toMatchObject({ cause: { message: "division by zero" } });
  await expect(db.transaction(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
  const [{ status } = {}] = await db.execute(sql`select pg_current_xact_id_if_assigned() is null as status`);
  expect(status).toBe(true);
});

it("nobody else's statement gets into a transaction that has just begun", async () => {
  const [mine, others] = await Promise.all([
    db.transaction(async (tx) => {
      const [first] = await tx.execute(sql`select pg_current_xact_id()::text as id`);
      const [second] = await tx.execute(sql`select pg_current_xact_id()::text as id`);
      return [first?.["id"], second?.["id"]];
    }),
    Promise.all(
      Array.from({ length: 20 }, async () => {
        const [row] = await db.execute(sql`select pg_current_xact_id()::text as id`);
        return row?.["id"];
      }),
    ),
  ]);
  expect(mine[0]).toBe(mine[1]);
  expect(new Set([mine[0], ...others]).size).toBe(21);
});

it("a statement with a list of ids is sent once, however often its text has been seen", async () => {
  const byIds = () =>
    db
      .select({ id: orders.id })
      .from(orders)
      .where(anyOf(orders.id, [newId(), newId()]));
  for (let n = 0; n < 5; n += 1) expect(await sendings(byIds)).toBe(1);
});

it("values go in as they read: text, numbers, truth, nothing, JSON", async () => {
  const [row] = await db.execute(sql`
    select ${"a,{}\"b\\'"}::text as text, ${42}::int as number, ${true}::boolean as truth, ${null}::text as nothing,
      ${JSON.stringify({ a: ["b"] })}::jsonb as json`);
  expect(row).toEqual({ text: "a,{}\"b\\'", number: 42, truth: true, nothing: null, json: { a: ["b"] } });
});
