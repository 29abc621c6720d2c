import { eq } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import type { Database } from "@tiffin/db/client";
import { newId } from "@tiffin/db/ids";
import { restaurants } from "@tiffin/db/schema/catalog";
import { cities } from "@tiffin/db/schema/cities";
import { createTestDatabase, type TestDatabase } from "@tiffin/db/testing";
import { insertKitchen } from "@tiffin/db/testing/fixtures";
import { isAccepting } from "@tiffin/domain/opening-hours/accepting";
import { isOpenAt } from "@tiffin/domain/opening-hours/opening-hours";
import { CENTRE, restaurant } from "../testing/sample-town.ts";
import { createEmbeddedEngine } from "./embedded-engine.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase(inject("postgresUrl"));
});
afterAll(() => database.close());

const ZONES = ["Asia/Kolkata", "Asia/Kathmandu", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"];
/** The hours around which something happens: holidays, midnights, the night in which Europe and America set clocks. */
const FROM = Date.parse("2026-10-23T00:00:00Z");
const TO = Date.parse("2026-11-02T12:00:00Z");

const range = fc
  .record({
    weekday: fc.integer({ min: 1, max: 7 }),
    opensMinute: fc.oneof(fc.constantFrom(0, 120, 150, 180, 1_080, 1_320), fc.integer({ min: 0, max: 1_439 })),
    lasts: fc.oneof(fc.constantFrom(60, 120, 480, 1_440), fc.integer({ min: 1, max: 1_440 })),
  })
  .map(({ weekday, opensMinute, lasts }) => ({ weekday, opensMinute, closesMinute: opensMinute + lasts }));
const instant = fc.oneof(
  fc.integer({ min: FROM / 60_000, max: TO / 60_000 }).map((minute) => new Date(minute * 60_000)),
  fc
    .constantFrom("2026-10-25T00:59:59Z", "2026-10-25T01:00:00Z", "2026-11-01T05:59:59Z", "2026-11-01T06:00:00Z")
    .map((text) => new Date(text)),
);
const kitchen = fc.record({
  timeZone: fc.constantFrom(...ZONES),
  hours: fc.array(range, { minLength: 1, maxLength: 14 }),
  closures: fc.uniqueArray(
    fc.integer({ min: 0, max: 10 }).map((day) => new Date(FROM + day * 86_400_000).toISOString().slice(0, 10)),
    { maxLength: 3 },
  ),
  acceptingOrders: fc.constantFrom(true, true, true, false),
  pausedUntil: fc.option(
    instant.map((at) => at.toISOString()),
    { freq: 2 },
  ),
});

async function cityIn(db: Database, timeZone: string): Promise<string> {
  const { cityId } = await insertKitchen(db);
  await db.update(cities).set({ timeZone }).where(eq(cities.id, cityId));
  return cityId;
}

test("search and the order desk agree on who is open, at every minute of a week with all its troubles", async () => {
  const { db } = database;
  const cityIds = await Promise.all(ZONES.map((timeZone) => cityIn(db, timeZone)));
  const engine = createEmbeddedEngine(db);
  const documents = fc
    .sample(kitchen, 200)
    .map((changes, i) => restaurant(cityIds[ZONES.indexOf(changes.timeZone)]!, `Kitchen ${i}`, i * 10, changes));
  await db
    .insert(restaurants)
    .values(documents.map(({ id, cityId, name, location }) => ({ id, cityId, name, ...location, sourceId: newId() })));
  await engine.upsert(documents);

  for (const now of fc.sample(instant, 60)) {
    const expected = documents.filter((each) => isOpenAt(each, now) && isAccepting(each, now)).map(({ id }) => id);
    const ask = (openNow: boolean) =>
      engine.search({
        near: CENTRE,
        radiusMeters: 20_000,
        filters: openNow ? { openNow } : {},
        sort: "distance",
        offset: 0,
        limit: 200,
        now,
      });
    const [all, open] = await Promise.all([ask(false), ask(true)]);
    expect(all.total).toBe(documents.length);
    expect(all.candidates.filter(({ isOpen }) => isOpen).map(({ id }) => id)).toEqual(expected);
    expect(open.candidates.map(({ id }) => id)).toEqual(expected);
    expect(all.facets.openNow.true ?? 0).toBe(expected.length);
  }
});
