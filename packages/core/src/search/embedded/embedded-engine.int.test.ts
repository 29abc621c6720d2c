import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { newId } from "@tiffin/db/ids";
import { restaurants } from "@tiffin/db/schema/catalog";
import { createTestDatabase, type TestDatabase } from "@tiffin/db/testing";
import { insertKitchen } from "@tiffin/db/testing/fixtures";
import { destination } from "@tiffin/domain/geo/distance";
import type { SearchDocument } from "@tiffin/domain/search/document";
import type { EngineQuery, SearchEngine } from "../port.ts";
import { CENTRE, MONDAY_NOON, restaurant } from "../testing/sample-town.ts";
import { describeSearchEngine } from "../testing/search.contract.ts";
import { createEmbeddedEngine } from "./embedded-engine.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase(inject("postgresUrl"));
});
afterAll(() => database.close());

/** Its documents refer to the catalogue's rows. */
function withCatalogue(engine: SearchEngine, cityId: string): SearchEngine {
  const upsert: SearchEngine["upsert"] = async (documents) => {
    await database.db
      .insert(restaurants)
      .values(documents.map(({ id, name, location }) => ({ id, cityId, name, ...location, sourceId: newId() })))
      .onConflictDoNothing();
    await engine.upsert(documents);
  };
  return { ...engine, upsert };
}

describeSearchEngine("Postgres", async () => {
  const { cityId } = await insertKitchen(database.db);
  return { engine: withCatalogue(createEmbeddedEngine(database.db), cityId), cityId };
});

describe("more matches than are put in exact order at once", () => {
  const MANY = 1_300;
  const place = destination(CENTRE, 180, 300_000);
  let engine: SearchEngine;
  let documents: SearchDocument[];

  beforeAll(async () => {
    const { cityId } = await insertKitchen(database.db);
    engine = withCatalogue(createEmbeddedEngine(database.db), cityId);
    documents = Array.from({ length: MANY }, (_, index) => ({
      ...restaurant(cityId, `Kitchen ${index}`, 0, {
        dishNames: index % 3 === 0 ? ["Paneer Tikka"] : ["Paneer Roll", "Chicken Tikka"],
      }),
      location: destination(place, index % 360, 10 + index * 3),
    }));
    await engine.upsert(documents);
  });

  const ask = (changes: Partial<EngineQuery> = {}) =>
    engine.search({
      near: place,
      radiusMeters: 5_000,
      text: "paneer tikka",
      filters: {},
      sort: "relevance",
      offset: 0,
      limit: 400,
      now: MONDAY_NOON,
      ...changes,
    });

  test("pages meet each of them once, whatever their size", async () => {
    for (const limit of [400, 333, 1_000]) {
      const ids: string[] = [];
      for (let offset = 0; offset < MANY; offset += limit) {
        const { candidates, total } = await ask({ offset, limit });
        expect(total).toBe(MANY);
        ids.push(...candidates.map(({ id }) => id));
      }
      expect(ids).toHaveLength(MANY);
      expect(new Set(ids)).toEqual(new Set(documents.map(({ id }) => id)));
    }
  });

  test("those that fit best and are near come first, the nearest first among equals", async () => {
    const { candidates } = await ask({ limit: 330 });
    expect(new Set(candidates.map(({ textScore }) => textScore)).size).toBe(1);
    const meters = candidates.map(({ distanceMeters }) => distanceMeters);
    expect(meters).toEqual([...meters].sort((a, b) => a - b));
    const tikka = new Set(documents.filter(({ dishes }) => dishes.length === 1).map(({ id }) => id));
    expect(candidates.every(({ id }) => tikka.has(id))).toBe(true);
  });
});
