import { createTestDatabase } from "@tiffin/db/testing";
import type { TestDatabase } from "@tiffin/db/testing";
import { replaceStreets } from "@tiffin/db/queries/city-streets";
import { cities } from "@tiffin/db/schema/cities";
import type { StreetGraph } from "@tiffin/domain/geo/streets";
import { defaultPricingPolicy } from "@tiffin/domain/pricing/policy";
import { v7 as uuid } from "uuid";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { Streets } from "./city-routes.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase(inject("postgresUrl"));
});
afterAll(() => database.close());

const map = { type: "FeatureCollection", features: [] } as const;
/** Two junctions 1,086 m apart, joined by a street or by one that goes far around. */
function graph(around: boolean): StreetGraph {
  const street = {
    lengthMeters: around ? 3_320 : 1_086,
    speedKmh: 30,
    class: "residential",
    name: "Street",
    via: around
      ? ([
          [77, 13.01],
          [77.01, 13.01],
        ] as [number, number][])
      : [],
  } as const;
  return {
    nodes: [
      [77, 13],
      [77.01, 13],
    ],
    edges: [
      { ...street, from: 0, to: 1 },
      { ...street, from: 1, to: 0, via: street.via.toReversed() },
    ],
  };
}

it("routes as the crow flies until a city has streets, then over them, then over the new ones", async () => {
  const { db } = database;
  const cityId = uuid();
  const city = { id: cityId, slug: "squareville", name: "Squareville", timeZone: "Asia/Kolkata", currency: "INR" };
  await db.insert(cities).values({ ...city, lat: 13, lng: 77, pricing: defaultPricingPolicy });
  const streets = new Streets({ checkEveryMs: 1_000 });
  const [from, to] = [
    { lat: 13, lng: 77 },
    { lat: 13, lng: 77.01 },
  ];
  const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1, 12, 0, seconds));
  const meters = async (seconds: number) => (await streets.of(db, cityId, at(seconds))).route(from, to).distanceMeters;

  expect(await meters(0)).toBe(1463);
  await replaceStreets(db, { cityId, graph: graph(false), map, attribution: null }, at(0));
  expect(await Promise.all([meters(2), meters(2)])).toEqual([1083, 1083]);
  expect(await replaceStreets(db, { cityId, graph: graph(true), map, attribution: null }, at(3))).toBe(2);
  // Within a second the process trusts what it has.
  expect(await meters(2)).toBe(1083);
  expect(await meters(4)).toBeGreaterThan(3_200);
});
