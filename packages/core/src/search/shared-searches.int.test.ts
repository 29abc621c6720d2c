import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { newId } from "@tiffin/db/ids";
import { restaurants } from "@tiffin/db/schema/catalog";
import { orders } from "@tiffin/db/schema/orders";
import { createTestDatabase, type TestDatabase } from "@tiffin/db/testing";
import { insertOrder } from "@tiffin/db/testing/fixtures";
import { DomainError } from "@tiffin/domain/errors";
import { destination, distanceMeters } from "@tiffin/domain/geo/distance";
import type { Location } from "@tiffin/domain/geo/location";
import type { SearchDocument } from "@tiffin/domain/search/document";
import { countFacets } from "@tiffin/domain/search/facets";
import { restaurantSearchSchema, type RestaurantPage } from "@tiffin/domain/wire/restaurants";
import { eq } from "drizzle-orm";
import { createKitchenLoads } from "../catalog/index.ts";
import { routesOver } from "../location/index.ts";
import { closeRedis, openRedis, type RedisClient } from "../redis/index.ts";
import { announceIndexChange } from "./cache/city-versions.ts";
import { createEmbeddedEngine } from "./embedded/embedded-engine.ts";
import { observeEngine } from "./observe-engine.ts";
import type { SearchEngine } from "./port.ts";
import { createSearchMemory } from "./search-memory.ts";
import { searchRestaurants } from "./search-restaurants.ts";
import type { SearchServices } from "./services.ts";
import { CENTRE, restaurant } from "./testing/sample-town.ts";

const CUISINES = ["Biryani", "South Indian", "Chinese", "Pizza", "Thai", "Bakery"];
const KITCHENS = 900;

let database: TestDatabase;
let redis: RedisClient;
let cityId: string;
let customerId: string;
let kitchens: SearchDocument[];
let engine: SearchEngine;
let asked = 0;
let isEngineDown = false;
const open: SearchServices[] = [];

/** A gateway of its own: nothing in common with another one but Redis and the index. */
function gateway(): SearchServices {
  const services = {
    db: database.db,
    searchEngine: engine,
    searchMemory: createSearchMemory(database.db, redis),
    cursorSecret: "secret",
    kitchenLoads: createKitchenLoads(database.db),
    // No streets: as the crow flies, with a detour.
    findTravel: (_cityId: string, to: Location, from: readonly Location[]) =>
      Promise.resolve(routesOver(undefined).outlook(to, from)),
  };
  open.push(services);
  return services;
}

beforeAll(async () => {
  database = await createTestDatabase(inject("postgresUrl"));
  const { db } = database;
  const address = new URL(inject("redisUrl"));
  address.pathname = "/42";
  redis = openRedis(address.href, { name: "shared-searches-test" });
  await redis.flushdb();
  const order = await insertOrder(db);
  ({ customerId } = order);
  cityId = order.cityId;
  // Biryani is cooked in every sixth kitchen, and all cuisines are spread evenly in all directions up to 9 km out.
  kitchens = Array.from({ length: KITCHENS }, (_, index) =>
    restaurant(cityId, `Kitchen ${index}`, 0, {
      location: destination(CENTRE, (index * 137.5) % 360, 9_000 * Math.sqrt(index / KITCHENS)),
      cuisines: [CUISINES[index % CUISINES.length]!],
      rating: index % 7 === 0 ? null : 3 + ((index * 31) % 20) / 10,
      costForTwo: index % 5 === 0 ? null : 20_000 + ((index * 7_919) % 100) * 1_000,
      isPureVeg: index % 4 === 0,
      hours: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opensMinute: 0, closesMinute: 1_440 })),
    }),
  );
  await db
    .insert(restaurants)
    .values(kitchens.map(({ id, name, location }) => ({ id, name, cityId, ...location, sourceId: newId() })));
  const index = createEmbeddedEngine(db);
  await index.upsert(kitchens);
  engine = observeEngine(
    {
      ...index,
      search: (query) => {
        if (isEngineDown) throw new DomainError("UNAVAILABLE", "Search is not reachable just now.");
        return index.search(query);
      },
    },
    (call) => {
      if (call === "search") asked += 1;
    },
  );
});
afterAll(async () => {
  for (const services of open) services.searchMemory.close();
  await closeRedis(redis);
  await database.close();
});

const search = (
  services: SearchServices,
  place: Location,
  query: Record<string, unknown> = {},
  customer: string | null = null,
): Promise<RestaurantPage> =>
  searchRestaurants(services, restaurantSearchSchema.parse({ ...place, ...query }), customer, new Date());

/** What is counted by looking at every kitchen. */
function expected(place: Location, radiusMeters: number, matches: (kitchen: SearchDocument) => boolean) {
  return kitchens.filter((kitchen) => matches(kitchen) && distanceMeters(place, kitchen.location) <= radiusMeters);
}

const aBitAway = (meters: number) => destination(CENTRE, 60, meters);

describe("neighbours who ask the same", () => {
  test("share one question to the engine, and each gets what is true where they are", async () => {
    const [here, there] = [gateway(), gateway()];
    asked = 0;
    const places = Array.from({ length: 40 }, (_, index) => aBitAway(index * 10));
    const pages = await Promise.all(
      places.map((place, index) =>
        search(index % 2 === 0 ? here : there, place, { cuisine: ["Biryani"], radiusKm: 3 }),
      ),
    );
    expect(asked).toBe(1);
    for (const [index, page] of pages.entries()) {
      const truth = expected(places[index]!, 3_000, ({ cuisines }) => cuisines.includes("Biryani"));
      expect(page.total).toBe(truth.length);
      expect(page.facets).toEqual(countFacets(truth.map((kitchen) => ({ ...kitchen, isOpen: true }))));
      for (const { id, distanceMeters: told } of page.items) {
        const kitchen = kitchens.find((each) => each.id === id)!;
        expect(told).toBe(Math.round(distanceMeters(places[index]!, kitchen.location)));
      }
    }
  });

  test("and all sorts and pages of it come from the same answer", async () => {
    const services = gateway();
    await search(services, CENTRE, { cuisine: ["Thai"] });
    asked = 0;
    for (const sort of ["distance", "rating", "eta", "cost", "relevance"]) {
      const first = await search(services, CENTRE, { cuisine: ["Thai"], sort, limit: 5 });
      await search(services, CENTRE, { cuisine: ["Thai"], sort, limit: 5, cursor: first.nextCursor });
    }
    expect(asked).toBe(0);
  });

  test("of a question with too many answers share it at the same place; counts stay exact", async () => {
    const services = gateway();
    asked = 0;
    const pages = await Promise.all(Array.from({ length: 100 }, () => search(services, CENTRE, { radiusKm: 8 })));
    expect(asked).toBe(1);
    const truth = expected(CENTRE, 8_000, () => true);
    expect(truth.length).toBeGreaterThan(500);
    expect(pages[0]!.total).toBe(truth.length);
    expect(pages[0]!.facets).toEqual(countFacets(truth.map((kitchen) => ({ ...kitchen, isOpen: true }))));
  });
});

describe("pages", () => {
  test.each([3, 8])("within %i km meet everybody once, over windows too", async (radiusKm) => {
    const services = gateway();
    const seen: string[] = [];
    let cursor: string | null | undefined;
    do {
      const page: RestaurantPage = await search(services, CENTRE, {
        radiusKm,
        limit: 50,
        ...(cursor === undefined ? {} : { cursor }),
      });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== null);
    const truth = expected(CENTRE, radiusKm * 1_000, () => true).map(({ id }) => id);
    expect(seen.toSorted()).toEqual(truth.toSorted());
  });

  test("show nobody twice when kitchens come and go between them", async () => {
    const services = gateway();
    const query = { cuisine: ["Pizza"], sort: "distance", limit: 5 };
    const first = await search(services, CENTRE, query);
    const newcomer = restaurant(cityId, "Newcomer", 1, { cuisines: ["Pizza"] });
    await database.db
      .insert(restaurants)
      .values({ id: newcomer.id, cityId, name: newcomer.name, ...newcomer.location, sourceId: newId() });
    await engine.upsert([newcomer]);
    await announceIndexChange(redis, [cityId]);
    await expect
      .poll(async () => (await search(services, CENTRE, query)).items[0]?.id, { timeout: 5_000 })
      .toBe(newcomer.id);
    const second = await search(services, CENTRE, { ...query, cursor: first.nextCursor });
    const nearest = expected(CENTRE, 5_000, ({ cuisines }) => cuisines.includes("Pizza"))
      .toSorted((a, b) => distanceMeters(CENTRE, a.location) - distanceMeters(CENTRE, b.location))
      .map(({ id }) => id);
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(nearest.slice(0, 10));
    await engine.remove([newcomer.id]);
    await announceIndexChange(redis, [cityId]);
  });
});

test("what one likes comes up for oneself, from the answer that all share", async () => {
  const services = gateway();
  const [order] = await database.db.select().from(orders).where(eq(orders.customerId, customerId));
  await database.db
    .update(restaurants)
    .set({ cuisines: ["Bakery"] })
    .where(eq(restaurants.id, order!.restaurantId));
  const rankOfFirstBakery = (page: RestaurantPage) =>
    page.items.findIndex(({ cuisines }) => cuisines.includes("Bakery"));
  const query = { radiusKm: 2, limit: 50 };
  const everybodys = await search(services, CENTRE, query);
  asked = 0;
  await deliver(order!.id);
  const own = await search(services, CENTRE, query, customerId);
  expect(asked).toBe(0);
  expect(own.total).toBe(everybodys.total);
  const bakeriesOnTop = (page: RestaurantPage) =>
    page.items.slice(0, 15).filter(({ cuisines }) => cuisines.includes("Bakery")).length;
  expect(rankOfFirstBakery(own)).toBeLessThanOrEqual(rankOfFirstBakery(everybodys));
  expect(bakeriesOnTop(own)).toBeGreaterThan(bakeriesOnTop(everybodys));
});

test("with the engine gone, what was asked lately is answered and marked; what wasn't is refused", async () => {
  const services = gateway();
  const query = { cuisine: ["Chinese"], radiusKm: 2 };
  const before = await search(services, CENTRE, query);
  expect(before.stale).toBeUndefined();
  isEngineDown = true;
  await announceIndexChange(redis, [cityId]);
  await expect.poll(async () => (await search(services, CENTRE, query)).stale).toBe(true);
  const after = await search(services, CENTRE, query);
  expect(after.items).toEqual(before.items);
  await expect(search(services, CENTRE, { cuisine: ["Chinese"], radiusKm: 2.5 })).rejects.toMatchObject({
    code: "UNAVAILABLE",
  });
  isEngineDown = false;
  expect((await search(services, CENTRE, query)).stale).toBeUndefined();
});

/** As if it had gone all its way. */
async function deliver(orderId: string): Promise<void> {
  const now = new Date();
  await database.db
    .update(orders)
    .set({ status: "DELIVERED", riderId: customerId, readyAt: now, deliveredAt: now })
    .where(eq(orders.id, orderId));
}
