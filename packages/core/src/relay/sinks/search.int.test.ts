import { setTimeout as sleep } from "node:timers/promises";
import { eq, sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { newId } from "@tiffin/db/ids";
import { appendOutbox } from "@tiffin/db/queries/outbox";
import { closures, menuItems, menuSections, openingHours, restaurants } from "@tiffin/db/schema/catalog";
import { cities } from "@tiffin/db/schema/cities";
import { createTestDatabase, type TestDatabase } from "@tiffin/db/testing";
import { insertKitchen, type FixtureKitchen } from "@tiffin/db/testing/fixtures";
import {
  catalogueIds,
  createSearchEngine,
  indexRestaurants,
  knownIds,
  type RebuildableEngine,
} from "../../search/index.ts";
import { insertManyRestaurants } from "../../search/testing/many-restaurants.ts";
import { createRelay, type Relay } from "../relay.ts";
import { searchSink } from "./search.ts";

let database: TestDatabase;
let engine: RebuildableEngine;
let kitchen: FixtureKitchen;
let relay: Relay;
let told: string[];
let batches: number[];
let heard: string[];
beforeEach(async () => {
  database = await createTestDatabase(inject("postgresUrl"));
  const { db, url } = database;
  engine = createSearchEngine({ engine: "embedded" }, db);
  kitchen = await insertKitchen(db);
  [told, batches, heard] = [[], [], []];
  relay = createRelay({
    db,
    databaseUrl: url,
    electionMs: 100,
    log: { info: () => {}, warn: () => {}, error: () => {} },
    sinks: [
      searchSink({
        async index(ids, cityIds) {
          batches.push(ids.length);
          await indexRestaurants(db, engine, ids, { cityIds, onIndexed: (of) => void told.push(...of) });
        },
        restaurantsOf: (cityId) => catalogueIds(db, cityId),
        allRestaurants: () => knownIds(db, engine),
      }),
      {
        name: "outbox",
        wants: (change) => change.kind === "outbox",
        deliver: async (changes) => void heard.push(...changes.map((change) => change.kind)),
      },
    ],
  });
  void relay.run();
  while (!relay.status(new Date()).leader) await sleep(20);
  await touch();
});
afterEach(async () => {
  await relay.stop();
  await database.close();
});

const patience = { timeout: 30_000, interval: 20 };
const touch = () =>
  database.db.update(restaurants).set({ updatedAt: new Date() }).where(eq(restaurants.id, kitchen.restaurantId));
const document = async (id = kitchen.restaurantId) => (await engine.documents([id]))[0];
/** What the index says of the kitchen; null when it has none. */
const says =
  <T>(read: (of: NonNullable<Awaited<ReturnType<typeof document>>>) => T) =>
  async () => {
    const found = await document();
    return found === undefined ? null : read(found);
  };
const tell = () =>
  appendOutbox(database.db, newId(), { topic: "rider/available", data: { riderId: newId(), cityId: newId() } });

describe("the search index follows the catalogue", () => {
  it("whatever row of a restaurant is written, by plain SQL too", async () => {
    const { db } = database;
    const { restaurantId, menuItemIds } = kitchen;
    await expect
      .poll(
        says(({ name }) => name),
        patience,
      )
      .toBe("Udupi Krishna Bhavan");
    await db.execute(sql`update restaurants set name = 'Udupi Palace' where id = ${restaurantId}`);
    await expect
      .poll(
        says(({ name }) => name),
        patience,
      )
      .toBe("Udupi Palace");
    await db.update(menuItems).set({ name: "Mysore Masala Dosa" }).where(eq(menuItems.id, menuItemIds[0]));
    await expect
      .poll(
        says(({ dishes }) => dishes.map((dish) => dish.name)),
        patience,
      )
      .toContain("Mysore Masala Dosa");
    await db.delete(menuItems).where(eq(menuItems.id, menuItemIds[0]));
    await expect
      .poll(
        says(({ dishes }) => dishes.length),
        patience,
      )
      .toBe(1);
    await db.delete(menuSections).where(eq(menuSections.restaurantId, restaurantId));
    await expect
      .poll(
        says(({ orderable }) => orderable),
        patience,
      )
      .toBe(false);
    await db.insert(closures).values({ id: newId(), restaurantId, day: "2030-01-26" });
    await expect
      .poll(
        says((of) => of.closures),
        patience,
      )
      .toEqual(["2030-01-26"]);
    await db.delete(closures).where(eq(closures.restaurantId, restaurantId));
    await expect
      .poll(
        says((of) => of.closures),
        patience,
      )
      .toEqual([]);
    await db.delete(openingHours).where(eq(openingHours.restaurantId, restaurantId));
    await expect
      .poll(
        says(({ hours }) => hours),
        patience,
      )
      .toEqual([]);
    expect(new Set(told)).toEqual(new Set([kitchen.cityId]));
  });

  it("forgets deleted restaurants and says whose results they were in", async () => {
    const { db } = database;
    await expect
      .poll(
        says(({ name }) => name),
        patience,
      )
      .toBe("Udupi Krishna Bhavan");
    await db.update(restaurants).set({ deletedAt: new Date() }).where(eq(restaurants.id, kitchen.restaurantId));
    await expect.poll(() => document(), patience).toBeUndefined();
    await db.update(restaurants).set({ deletedAt: null }).where(eq(restaurants.id, kitchen.restaurantId));
    await expect
      .poll(
        says(({ name }) => name),
        patience,
      )
      .toBe("Udupi Krishna Bhavan");
    await expect.poll(() => relay.status(new Date()).sinks[0]?.waiting, patience).toBe(0);
    told.length = 0;
    await db.delete(restaurants).where(eq(restaurants.id, kitchen.restaurantId));
    await expect.poll(() => told, patience).toContain(kitchen.cityId);
    expect(await document()).toBeUndefined();
  });

  it("tells both cities of a restaurant that moves", async () => {
    const other = await insertKitchen(database.db);
    await expect
      .poll(
        says(({ cityId }) => cityId),
        patience,
      )
      .toBe(kitchen.cityId);
    told.length = 0;
    await database.db.update(restaurants).set({ cityId: other.cityId }).where(eq(restaurants.id, kitchen.restaurantId));
    await expect
      .poll(
        says(({ cityId }) => cityId),
        patience,
      )
      .toBe(other.cityId);
    await expect.poll(() => told, patience).toEqual(expect.arrayContaining([kitchen.cityId, other.cityId]));
  });

  it("indexes a city's restaurants again when its clock or money changes, not when its prices do", async () => {
    const { db } = database;
    await expect
      .poll(
        says(({ timeZone }) => timeZone),
        patience,
      )
      .toBe("Asia/Kolkata");
    await expect.poll(() => relay.status(new Date()).sinks[0]?.waiting, patience).toBe(0);
    const before = batches.length;
    await db.update(cities).set({ radiusMeters: 20_000 }).where(eq(cities.id, kitchen.cityId));
    await db.update(cities).set({ timeZone: "Asia/Dubai", currency: "AED" }).where(eq(cities.id, kitchen.cityId));
    await expect
      .poll(
        says(({ timeZone, currency }) => [timeZone, currency]),
        patience,
      )
      .toEqual(["Asia/Dubai", "AED"]);
    expect(batches.slice(before)).toEqual([1]);
  });

  it("sees a table that was emptied", async () => {
    await expect
      .poll(
        says(({ hours }) => hours.length),
        patience,
      )
      .toBe(7);
    await database.db.execute(sql`truncate opening_hours`);
    await expect
      .poll(
        says(({ hours }) => hours),
        patience,
      )
      .toEqual([]);
  });

  it("takes thousands of rows that one statement changed, each once, and lets others by", async () => {
    const { db } = database;
    await insertManyRestaurants(db, kitchen.cityId, 3_000);
    await db.update(restaurants).set({ costForTwo: 30_000 });
    await db.update(restaurants).set({ costForTwo: 40_000 });
    // Behind the three of them in the log: an order's message, and one kitchen's change.
    await tell();
    await db.update(restaurants).set({ name: "Udupi Palace" }).where(eq(restaurants.id, kitchen.restaurantId));
    await expect.poll(() => heard, patience).toEqual(["outbox"]);
    await expect
      .poll(
        says(({ name }) => name),
        patience,
      )
      .toBe("Udupi Palace");
    const waiting = relay.status(new Date()).sinks[0]?.waiting ?? 0;
    await expect.poll(() => relay.status(new Date()).sinks[0]?.waiting, { timeout: 60_000 }).toBe(0);
    const [row] = await db.execute<{ stale: number }>(
      sql`select count(*)::int as stale from search_documents where cost_for_two is distinct from 40000`,
    );
    expect(row?.stale).toBe(0);
    // Three writes of 3,000 rows and none was indexed three times.
    expect(batches.reduce((sum, size) => sum + size, 0)).toBeLessThan(6_500);
    expect(waiting).toBeGreaterThan(0);
    expect(Math.max(...batches)).toBeLessThanOrEqual(250);
  });
});
