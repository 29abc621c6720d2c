import { asc } from "drizzle-orm";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { takeWebhookEvent } from "@tiffin/db/queries/payments";
import { webhookEvents } from "@tiffin/db/schema/payments";
import { createTestDatabase, type TestDatabase } from "@tiffin/db/testing";
import { keepEcho } from "./echoes.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase(inject("postgresUrl"));
});
afterAll(() => database.close());

const echo = (eventId: string) => ({
  provider: "sandbox",
  eventId,
  type: "payment.authorized",
  payload: { id: eventId },
  processedAt: new Date("2026-03-01T12:00:00Z"),
});

it("echoes that come at once are written together, each one once", async () => {
  const { db } = database;
  await takeWebhookEvent(db, { ...echo("begun"), processedAt: null });
  await takeWebhookEvent(db, { ...echo("done"), processedAt: new Date("2026-02-01T12:00:00Z") });

  await Promise.all(["new", "new", "other", "begun", "done"].map((id) => keepEcho(db, echo(id))));

  const { eventId, processedAt, payload } = webhookEvents;
  expect(await db.select({ eventId, processedAt, payload }).from(webhookEvents).orderBy(asc(eventId))).toEqual([
    { eventId: "begun", processedAt: new Date("2026-03-01T12:00:00Z"), payload: { id: "begun" } },
    { eventId: "done", processedAt: new Date("2026-02-01T12:00:00Z"), payload: { id: "done" } },
    { eventId: "new", processedAt: new Date("2026-03-01T12:00:00Z"), payload: { id: "new" } },
    { eventId: "other", processedAt: new Date("2026-03-01T12:00:00Z"), payload: { id: "other" } },
  ]);
});

it("whoever has an echo kept hears when it could not be", async () => {
  await expect(keepEcho(database.db, { ...echo("x"), provider: "nobody\0" })).rejects.toThrow(
    /unsupported Unicode|invalid byte sequence|\\u0000/,
  );
  await keepEcho(database.db, echo("after"));
});
