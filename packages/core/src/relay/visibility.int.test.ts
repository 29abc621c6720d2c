import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, inject, it } from "vitest";
import type { Transaction } from "@tiffin/db/client";
import { createTestDatabase, type TestDatabase } from "@tiffin/db/testing";
import { VisibilityGate } from "./visibility.ts";

let database: TestDatabase;
let gate: VisibilityGate;
beforeEach(async () => {
  database = await createTestDatabase(inject("postgresUrl"));
  gate = new VisibilityGate(database.db);
});
afterEach(async () => {
  gate.stop();
  await database.close();
});

/** A transaction that is written but that nobody sees yet, as one that waits for its standby. */
function openTransaction(): Promise<{ xid: number; commit(): Promise<void> }> {
  return new Promise((resolve, reject) => {
    const ended = database.db.transaction(async (tx) => {
      const xid = await idOf(tx);
      await new Promise<void>((commit) => {
        resolve({
          xid,
          async commit() {
            commit();
            await ended;
          },
        });
      });
    });
    ended.catch(reject);
  });
}

async function idOf(tx: Transaction): Promise<number> {
  const [row] = await tx.execute<{ xid: string }>(sql`select pg_current_xact_id()::xid::text as xid`);
  return Number(row?.xid);
}

it("lets a transaction by once others see it, and those behind it in their order", async () => {
  const passed: string[] = [];
  const [first, second] = [await openTransaction(), await openTransaction()];
  gate.pass(first.xid, () => passed.push("first"));
  gate.pass(second.xid, () => passed.push("second"));
  await second.commit();
  await sleep(50);
  expect(passed).toEqual([]);
  await first.commit();
  await expect.poll(() => passed).toEqual(["first", "second"]);
});

it("lets by at once what everybody sees already", async () => {
  const old = await openTransaction();
  await old.commit();
  const passed: string[] = [];
  gate.pass(old.xid, () => passed.push("old"));
  await expect.poll(() => passed).toEqual(["old"]);
});

it("lets nothing by once it was stopped", async () => {
  const passed: string[] = [];
  const open = await openTransaction();
  gate.pass(open.xid, () => passed.push("late"));
  gate.stop();
  await open.commit();
  await sleep(50);
  expect(passed).toEqual([]);
});
