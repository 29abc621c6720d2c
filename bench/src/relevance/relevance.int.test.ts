import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { createKitchenLoads } from "@tiffin/core/catalog";
import { routesOver } from "@tiffin/core/location";
import { closeRedis, openRedis, type RedisClient } from "@tiffin/core/redis";
import {
  announceIndexChange,
  createEmbeddedEngine,
  createSearchMemory,
  reindexCity,
  searchRestaurants,
  type SearchServices,
} from "@tiffin/core/search";
import { demoId } from "@tiffin/db/seed/demo-ids";
import { seedDemo } from "@tiffin/db/seed/seed-demo";
import { createTestDatabase, type TestDatabase } from "@tiffin/db/testing";
import { restaurantSearchSchema } from "@tiffin/domain/wire/restaurants";
import { readCatalogue, type CatalogueEntry } from "./catalogue.ts";
import { evaluate, figuresOf, worstOf } from "./evaluate.ts";
import { RADIUS_KM } from "./judge.ts";
import { loadJudgedQueries } from "./judged-queries.ts";
import { RELEVANCE_AIMS } from "./run-relevance.ts";

/**
 * Relevance over the demo city, in every run of the tests, and at hours when few kitchens are open: judgments don't know
 * the hour, so what is open may decide between good matches but must not push them out.
 */
const cityId = demoId("city", 1);
let database: TestDatabase;
let redis: RedisClient;
let services: SearchServices;
let catalogue: ReadonlyMap<string, readonly CatalogueEntry[]>;

beforeAll(async () => {
  database = await createTestDatabase(inject("postgresUrl"));
  const { db } = database;
  await seedDemo(database.url);
  redis = openRedis(inject("redisUrl"), { name: "relevance-test" });
  services = {
    db,
    searchEngine: createEmbeddedEngine(db),
    searchMemory: createSearchMemory(db, redis),
    cursorSecret: "secret",
    findTravel: (_city, to, from) => Promise.resolve(routesOver(undefined).outlook(to, from)),
    kitchenLoads: createKitchenLoads(db),
  };
  await reindexCity(db, services.searchEngine, cityId);
  catalogue = await readCatalogue(database.url, ["nandipur"]);
});
afterAll(async () => {
  services.searchMemory.close();
  await closeRedis(redis);
  await database.close();
});

describe("the judged searches over the demo city", () => {
  test.each([
    ["at lunch", "2026-11-25T07:30:00Z", 0],
    ["on Saturday evening", "2026-11-28T15:00:00Z", 0],
    ["early in the morning", "2026-11-25T02:00:00Z", 0.03],
    ["at three in the night", "2026-11-25T21:30:00Z", 0.06],
  ])("%s", async (_hour, time, leeway) => {
    const now = new Date(time);
    // What was found at another hour isn't found again.
    await announceIndexChange(redis, [cityId]);
    services.searchMemory.pages.clear();
    const results = await evaluate(loadJudgedQueries(), catalogue, async ({ text, place, filters }) => {
      const { cuisine, ...others } = filters;
      const search = restaurantSearchSchema.parse({
        lat: place.lat,
        lng: place.lng,
        q: text,
        radiusKm: RADIUS_KM,
        limit: 10,
        ...others,
        ...(cuisine === undefined ? {} : { cuisine: [cuisine] }),
      });
      const { items } = await searchRestaurants(services, search, null, now);
      return items.map(({ id }) => id);
    });
    const { all, misspelt } = figuresOf(results);
    const worst = worstOf(results, 5).map((query) => `${query.ndcg.toFixed(2)} ${query.text}`);
    expect(all.queries).toBeGreaterThanOrEqual(100);
    expect(all.ndcg10, `the worst: ${worst.join(", ")}`).toBeGreaterThanOrEqual(RELEVANCE_AIMS.ndcg10 - leeway);
    expect(misspelt.success5).toBeGreaterThanOrEqual(RELEVANCE_AIMS.misspeltSuccess5);
  });
});
