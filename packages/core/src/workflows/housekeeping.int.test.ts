import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { newId } from "@tiffin/db/ids";
import { insertDeliveries } from "@tiffin/db/queries/push";
import { pushDeliveries, pushSubscriptions } from "@tiffin/db/schema/push";
import { outbox } from "@tiffin/db/schema/outbox";
import { createTestDatabase, type TestDatabase } from "@tiffin/db/testing";
import { insertKitchen } from "@tiffin/db/testing/fixtures";
import { pruneDecisions, writeDecision } from "../dispatch/index.ts";
import { dropOldRows } from "./housekeeping.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase(inject("postgresUrl"));
});
afterAll(() => database.close());

const now = new Date();
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);
const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));

it("one run drops all that is old, however many batches it takes, and nothing younger", async () => {
  const { db } = database;
  const { cityId, staffId } = await insertKitchen(db);
  const message = (days: number) => ({
    id: newId(),
    topic: "rider/available" as const,
    subjectId: staffId,
    payload: { riderId: staffId, cityId },
    createdAt: daysAgo(days),
  });
  const subscriptionId = newId();
  await db.insert(pushSubscriptions).values({
    id: subscriptionId,
    userId: staffId,
    endpoint: "https://push.example/1",
    p256dh: "key",
    auth: "secret",
    app: "restaurant",
  });
  const delivery = (days: number, step: string) => ({
    step,
    subscriptionId,
    message: {} as (typeof pushDeliveries.$inferInsert)["message"],
    topic: "topic",
    urgency: "normal" as const,
    expiresAt: daysAgo(days),
    dueAt: daysAgo(days),
    createdAt: daysAgo(days),
  });
  await db.insert(outbox).values([...times(25, () => message(20)), message(1)]);
  await insertDeliveries(db, [...times(25, (index) => delivery(20, `old:${index}`)), delivery(1, "young")]);

  expect(await dropOldRows(db, 7, now, 10)).toMatchObject({ outbox: 25, pushes: 25 });
  expect(await db.select().from(outbox)).toHaveLength(1);
  expect(await db.select().from(pushDeliveries)).toMatchObject([{ step: "young" }]);
});

it("the records of matching rounds go in one run, too", async () => {
  const { db } = database;
  const { cityId } = await insertKitchen(db);
  const decide = (days: number) =>
    writeDecision(db, {
      id: newId(),
      cityId,
      decidedAt: daysAgo(days),
      input: null,
      outcome: { offers: [], left: [] },
    });
  for (const days of [...times(25, () => 20), 1]) await decide(days);
  expect(await pruneDecisions(db, daysAgo(7), 10)).toBe(25);
  expect(await pruneDecisions(db, daysAgo(7), 10)).toBe(0);
});
