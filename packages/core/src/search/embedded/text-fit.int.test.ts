import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { newId } from "@tiffin/db/ids";
import { restaurants } from "@tiffin/db/schema/catalog";
import { createTestDatabase, type TestDatabase } from "@tiffin/db/testing";
import { insertKitchen } from "@tiffin/db/testing/fixtures";
import type { SearchDocument } from "@tiffin/domain/search/document";
import type { SearchEngine } from "../port.ts";
import { CENTRE, MONDAY_NOON, restaurant } from "../testing/sample-town.ts";
import { createEmbeddedEngine } from "./embedded-engine.ts";

/** Whom the words mean most, all else being equal: everybody lives in the same house. */
let database: TestDatabase;
let engine: SearchEngine;
let town: SearchDocument[];

beforeAll(async () => {
  database = await createTestDatabase(inject("postgresUrl"));
  const { db } = database;
  const { cityId } = await insertKitchen(db);
  const at = (name: string, changes: Parameters<typeof restaurant>[3]) => restaurant(cityId, name, 500, changes);
  town = [
    at("Hotel Karim", { cuisines: ["Biryani", "Mughlai"], dishNames: ["Mutton Biryani", "Egg Biryani", "Haleem"] }),
    at("Punjab Grill", { cuisines: ["North Indian", "Biryani"], dishNames: ["Veg Biryani", "Dal Makhani"] }),
    at("Coastal Kitchen", { cuisines: ["Seafood"], dishNames: ["Fish Thali", "Prawn Biryani", "Neer Dosa"] }),
    at("Udupi Bhavan", { cuisines: ["South Indian"], dishNames: ["Masala Dosa", "Rava Dosa", "Set Dosa", "Idli"] }),
    at("Burger King", { cuisines: ["Burger"], dishNames: ["Whopper"], address: "3, Lake Road, Jyothi Nagar" }),
    at("Jyothi Sweets", { cuisines: ["Mithai"], dishNames: ["Laddu"], address: "1, Fort Road" }),
  ];
  for (const { id, name, location } of town) {
    await db.insert(restaurants).values({ id, cityId, name, ...location, sourceId: newId() });
  }
  engine = createEmbeddedEngine(db);
  await engine.upsert(town);
});
afterAll(() => database.close());

async function bestFirst(text: string): Promise<string[]> {
  const { candidates } = await engine.search({
    near: CENTRE,
    radiusMeters: 5_000,
    text,
    filters: {},
    sort: "relevance",
    offset: 0,
    limit: 10,
    now: MONDAY_NOON,
  });
  return [...candidates]
    .sort((a, b) => b.textScore - a.textScore)
    .map(({ id }) => town.find((document) => document.id === id)!.name);
}

describe("the text's fit", () => {
  test.each(["biryani", "biriyani", "viryani", "बिरयानी"])(
    "%s: the house that lists it first, then who lists it too, then who has a dish of it",
    async (text) => {
      expect(await bestFirst(text)).toEqual(["Hotel Karim", "Punjab Grill", "Coastal Kitchen"]);
    },
  );

  test("who has many dishes of it goes before who has one", async () => {
    expect(await bestFirst("dosa")).toEqual(["Udupi Bhavan", "Coastal Kitchen"]);
    expect(await bestFirst("dosas")).toEqual(["Udupi Bhavan", "Coastal Kitchen"]);
  });

  test("a kind of meal means its dishes", async () => {
    expect((await bestFirst("breakfast"))[0]).toBe("Udupi Bhavan");
    expect(await bestFirst("mithai")).toContain("Jyothi Sweets");
  });

  test.each([
    ["burgerking", "Burger King"],
    ["burgar king", "Burger King"],
    ["fishthali", "Coastal Kitchen"],
  ])("typed as one, or with slips: %s", async (text, name) => {
    expect(await bestFirst(text)).toEqual([name]);
  });

  test("an address counts together with other words, and not alone", async () => {
    expect(await bestFirst("burger jyothi nagar")).toEqual(["Burger King"]);
    expect(await bestFirst("jyothi")).toEqual(["Jyothi Sweets"]);
    expect(await bestFirst("jyothi nagar")).toEqual(["Burger King"]);
  });
});
