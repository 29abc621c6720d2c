import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, it, vi } from "vitest";
import { closeDatabase, openDatabase, type Database } from "./client.ts";
import { createTestDatabase, type TestDatabase } from "./testing.ts";
import { openCuttable, type CuttableServer } from "./testing/cuttable-server.ts";

/**
 * What the patch of postgres.js in `patches` is for: without it these end the process, hang for ever, or write where
 * nobody had asked for it. A rejection that nobody handles fails the run of itself.
 */
let database: TestDatabase;
let server: CuttableServer;
let db: Database;
beforeAll(async () => {
  database = await createTestDatabase(inject("postgresUrl"));
  await database.db.execute(sql`create table notes (text text)`);
});
afterAll(() => database.close());
beforeEach(async () => {
  server = await openCuttable(database.url);
  db = openDatabase(server.url, { applicationName: "lost-connection", maxConnections: 2 });
});
afterEach(async () => {
  await closeDatabase(db);
  await server.close();
});

const one = () => db.execute(sql`select 1 as one`);
const serves = () => vi.waitFor(async () => expect(await one()).toEqual([{ one: 1 }]), { timeout: 5_000 });
/** How they ended, once all of them have. */
const endsOf = async (work: readonly PromiseLike<unknown>[]) =>
  new Set((await Promise.allSettled(work)).map(({ status }) => status));

it("ends the statements whose connection is lost, and serves the next", async () => {
  for (let round = 0; round < 10; round += 1) {
    const heard = server.hears("pg_sleep");
    const asleep = endsOf([db.execute(sql`select pg_sleep(60)`)]);
    const waiting = endsOf(Array.from({ length: 20 }, one));
    await heard;
    server.cut();
    expect(await asleep).toEqual(new Set(["rejected"]));
    await waiting;
    await serves();
  }
});

it("ends a statement that is said in the turn in which its connection is lost", async () => {
  for (let round = 0; round < 10; round += 1) {
    const lost = db.transaction(async (tx) => {
      await tx.execute(sql`select 1`);
      server.cut();
      const said: Promise<unknown>[] = [];
      for (let turn = 0; turn < 50; turn += 1) {
        said.push(endsOf([tx.execute(sql`select ${turn}::int`)]));
        await nextTurn();
      }
      await Promise.all(said);
    });
    await expect(lost).rejects.toThrow(/CONNECTION_CLOSED|ECONNRESET|EPIPE|Failed query/);
    await serves();
  }
});

it("refuses what a transaction says after its connection was lost, and no other connection does it", async () => {
  let ends: Promise<Set<string>> | undefined;
  const lost = db.transaction(async (tx) => {
    await tx.execute(sql`insert into notes values ('in time')`);
    server.cut();
    await sleep(200);
    await serves();
    ends = endsOf([1, 2, 3].map(() => tx.execute(sql`insert into notes values ('late')`)));
  });
  await expect(lost).rejects.toThrow(/CONNECTION_CLOSED|ECONNRESET|EPIPE|Failed query/);
  await vi.waitUntil(() => ends);
  expect(await ends).toEqual(new Set(["rejected"]));
  expect(await db.execute(sql`select * from notes`)).toEqual([]);
});

it("asks for the types of arrays again when the connection was lost while it asked", async () => {
  const heard = server.hears("pg_catalog.pg_type");
  const asked = endsOf([one(), one(), one()]);
  await heard;
  server.refuse();
  server.cut();
  await sleep(300);
  await server.accept();
  await asked;
  expect(await db.execute(sql`select ${sql.param(["a", "b"])}::text[] as list`)).toEqual([{ list: ["a", "b"] }]);
});
