import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { createEmbeddedEngine, indexMissing } from "@tiffin/core/search";
import { seedDemo, type DemoAccounts } from "@tiffin/db/seed/seed-demo";
import { createTestDatabase, type TestDatabase } from "@tiffin/db/testing";
import type { RestaurantPage, Suggestions } from "@tiffin/domain/wire/restaurants";
import { bearerOf } from "../testing/people.ts";
import { startTestGateway, type TestGateway } from "../testing/test-gateway.ts";

let database: TestDatabase;
let gateway: TestGateway;
let demo: DemoAccounts;
let customer: { authorization: string };
let ops: { authorization: string };

beforeAll(async () => {
  database = await createTestDatabase(inject("postgresUrl"));
  demo = await seedDemo(database.url);
  await indexMissing(database.db, createEmbeddedEngine(database.db));
  gateway = await startTestGateway({ databaseUrl: database.url, redisUrl: inject("redisUrl") });
  customer = await bearerOf(gateway, demo.customers[0]?.phone ?? "");
  ops = await bearerOf(gateway, demo.ops[0]?.phone ?? "");
});
afterAll(async () => {
  await gateway.stop();
  await database.close();
});

type Params = Record<string, string>;

function ask(params: Params, headers = customer, path = "/v1/restaurants"): Promise<Response> {
  return gateway.fetch(`${path}?${new URLSearchParams(params).toString()}`, { headers });
}

async function find(params: Params = {}): Promise<RestaurantPage> {
  const { lat, lng } = demo.city;
  const response = await ask({ lat: String(lat), lng: String(lng), ...params });
  expect([params, response.status]).toEqual([params, 200]);
  return (await response.json()) as RestaurantPage;
}

describe("every count of the facets is what the filter then finds", () => {
  const narrowed: Params = { q: "biryani", radiusKm: "4" };

  test("for cuisines, ratings, cost, pure vegetarian and open kitchens", async () => {
    const { facets } = await find(narrowed);
    const counts: [Params, number | undefined][] = [
      ...Object.entries(facets.cuisines).map(([cuisine, count]): [Params, number] => [{ cuisine }, count]),
      ...Object.entries(facets.rating).map(([minRating, count]): [Params, number] => [{ minRating }, count]),
      ...Object.entries(facets.costForTwo).map(([cost, count]): [Params, number] => [{ maxCostForTwo: cost }, count]),
      [{ veg: "true" }, facets.veg["true"]],
      [{ openNow: "true" }, facets.openNow["true"]],
    ];
    expect(counts.length).toBeGreaterThan(12);
    for (const [filter, count] of counts) {
      expect([filter, (await find({ ...narrowed, ...filter })).total]).toEqual([filter, count]);
    }
  });
});

describe("what can't be meant is refused, and the field is named", () => {
  const here = { lat: "13.86", lng: "76.78" };

  test.each<[Params, string]>([
    [{ lng: "76.78" }, "lat"],
    [{ lat: "13.86" }, "lng"],
    [{ ...here, lat: "91" }, "lat"],
    [{ ...here, lng: "-180.5" }, "lng"],
    [{ ...here, lat: "here" }, "lat"],
    [{ ...here, radiusKm: "25.1" }, "radiusKm"],
    [{ ...here, radiusKm: "0" }, "radiusKm"],
    [{ ...here, q: "x".repeat(500) }, "q"],
    [{ ...here, q: "bir\u0000yani" }, "q"],
    [{ ...here, q: "bir\nyani" }, "q"],
    [{ ...here, cuisine: "x".repeat(61) }, "cuisine.0"],
    [{ ...here, minRating: "6" }, "minRating"],
    [{ ...here, maxCostForTwo: "-1" }, "maxCostForTwo"],
    [{ ...here, veg: "perhaps" }, "veg"],
    [{ ...here, sort: "best" }, "sort"],
    [{ ...here, limit: "10000" }, "limit"],
    [{ ...here, limit: "0" }, "limit"],
    [{ ...here, facets: "colour" }, "facets"],
    [{ ...here, cursor: "eyJvZmZzZXQiOjk5fQ" }, "cursor"],
  ])("%o", async (params, field) => {
    const response = await ask(params);
    expect(response.status).toBe(400);
    expect(response.headers.get("content-type")).toContain("application/problem+json");
    const problem = (await response.json()) as { code: string; errors: { path: string }[] };
    expect(problem.code).toBe("VALIDATION_FAILED");
    expect(problem.errors.map(({ path }) => path)).toEqual([field]);
  });

  test("a cursor of another search, too", async () => {
    const { nextCursor } = await find({ limit: "2" });
    const { lat, lng } = demo.city;
    const response = await ask({ lat: String(lat), lng: String(lng), q: "dosa", cursor: nextCursor ?? "" });
    expect(response.status).toBe(400);
  });
});

test.each([
  `x" OR isPureVeg = true OR name = "`,
  "'; drop table restaurants; --",
  "biryani:* & !a",
  "%_\\",
  "_geoRadius(0,0,1)",
])("%s is a name that nobody has, as a text and as a filter", async (value) => {
  expect((await find({ cuisine: value.replaceAll(",", " ") })).total).toBe(0);
  expect((await find({ q: value })).total).toBeLessThan((await find()).total + 1);
});

describe("how a score is made", () => {
  const question = () => ({ lat: String(demo.city.lat), lng: String(demo.city.lng), q: "dosa", explain: "true" });

  test("is told to ops, part by part", async () => {
    const page = (await (await ask(question(), ops)).json()) as RestaurantPage;
    const scores = page.items.map(({ explain }) => explain?.score ?? Number.NaN);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    const { parts, score } = page.items[0]!.explain!;
    expect(Object.values(parts).reduce((sum, { value, weight }) => sum + value * weight, 0)).toBeCloseTo(score, 6);
    expect(parts.text.value).toBeGreaterThan(0.5);
  });

  test("is nobody else's business", async () => {
    expect((await ask(question())).status).toBe(403);
    expect((await find({ q: "dosa" })).items[0]).not.toHaveProperty("explain");
  });
});

test("suggestions come as somebody types, with a slip as well", async () => {
  const { lat, lng } = demo.city;
  const response = await ask({ lat: String(lat), lng: String(lng), q: "briyan" }, customer, "/v1/restaurants/suggest");
  const { dishes, cuisines } = (await response.json()) as Suggestions;
  expect(dishes.every(({ name }) => /biryani/i.test(name))).toBe(true);
  expect(dishes.length).toBeGreaterThan(2);
  expect(cuisines.map(({ name }) => name)).toContain("Biryani");
});
