import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { newId } from "@tiffin/db/ids";
import { menuItems, menuSections, openingHours, restaurants } from "@tiffin/db/schema/catalog";
import { createTestDatabase, type TestDatabase } from "@tiffin/db/testing";
import { insertKitchen, type FixtureKitchen } from "@tiffin/db/testing/fixtures";
import { destination } from "@tiffin/domain/geo/distance";
import { restaurantPageSchema, restaurantSearchSchema, type RestaurantPage } from "@tiffin/domain/wire/restaurants";
import { createKitchenLoads } from "../catalog/index.ts";
import { routesOver, type FindTravel } from "../location/index.ts";
import { closeRedis, openRedis, type RedisClient } from "../redis/index.ts";
import { announceIndexChange } from "./cache/city-versions.ts";
import { createEmbeddedEngine } from "./embedded/embedded-engine.ts";
import { indexMissing, indexRestaurants, reindexCity } from "./index-restaurants.ts";
import { createSearchMemory } from "./search-memory.ts";
import { searchRestaurants } from "./search-restaurants.ts";
import type { SearchServices } from "./services.ts";
import { suggest } from "./suggest.ts";

let database: TestDatabase;
/** No streets: as the crow flies, with a detour. */
const findTravel: FindTravel = (_cityId, to, from) => Promise.resolve(routesOver(undefined).outlook(to, from));

let redis: RedisClient;
let services: SearchServices;
let kitchen: FixtureKitchen;

beforeAll(async () => {
  database = await createTestDatabase(inject("postgresUrl"));
  const { db } = database;
  redis = openRedis(inject("redisUrl"), { name: "search-test" });
  const searchMemory = createSearchMemory(db, redis);
  services = {
    db,
    searchEngine: createEmbeddedEngine(db),
    searchMemory,
    cursorSecret: "secret",
    findTravel,
    kitchenLoads: createKitchenLoads(db),
  };
  kitchen = await insertKitchen(db);
  // Thirty more, every 100 m to the north; each third one far better liked.
  for (let index = 1; index <= 30; index += 1) {
    const id = newId();
    const sectionId = newId();
    await db.insert(restaurants).values({
      id,
      cityId: kitchen.cityId,
      name: `Dosa Corner ${index}`,
      cuisines: ["South Indian"],
      ...destination(kitchen.location, 0, index * 100),
      rating: index % 3 === 0 ? 4.8 : 3.5,
      ratingCount: index % 3 === 0 ? 2_000 : 50,
      prepMinutes: 10 + ((index * 7) % 30),
    });
    await db.insert(menuSections).values({ id: sectionId, restaurantId: id, name: "Dosas", position: 0 });
    await db.insert(menuItems).values([
      {
        id: newId(),
        restaurantId: id,
        sectionId,
        name: "Rava Dosa",
        price: 8_000,
        isVeg: true,
        position: 0,
        popularity: 5,
      },
      {
        id: newId(),
        restaurantId: id,
        sectionId,
        name: "Paper Dosa",
        price: 9_000,
        isVeg: true,
        position: 1,
        popularity: 9,
      },
      { id: newId(), restaurantId: id, sectionId, name: "Kesari Bath", price: 5_000, isVeg: true, position: 2 },
    ]);
    await db.insert(openingHours).values(
      [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
        id: newId(),
        restaurantId: id,
        weekday,
        opensMinute: 0,
        closesMinute: 1_440,
      })),
    );
  }
  await reindexCity(db, services.searchEngine, kitchen.cityId);
});
afterAll(async () => {
  services.searchMemory.close();
  await closeRedis(redis);
  await database.close();
});

const search = (query: Record<string, unknown>): Promise<RestaurantPage> =>
  searchRestaurants(services, restaurantSearchSchema.parse({ ...kitchen.location, ...query }), null, new Date());

/** As the change relay does. */
async function bringUpToDate(restaurantId: string): Promise<void> {
  await indexRestaurants(database.db, services.searchEngine, [restaurantId]);
  await announceIndexChange(redis, [kitchen.cityId]);
}

async function leafThrough(query: Record<string, unknown>): Promise<RestaurantPage["items"]> {
  const items: RestaurantPage["items"] = [];
  let cursor: string | undefined;
  do {
    const page = await search({ ...query, ...(cursor === undefined ? {} : { cursor }) });
    items.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return items;
}

describe("a search", () => {
  test("answers in the shape of the contract", async () => {
    const page = await search({ q: "dosa", limit: 5 });
    expect(() => restaurantPageSchema.parse(page)).not.toThrow();
    expect(page.total).toBe(31);
    expect(page.items).toHaveLength(5);
    expect(page.facets.cuisines).toEqual({ "South Indian": 31 });
  });

  test("shows the dishes that the words point at, the most ordered first", async () => {
    const [first] = (await search({ q: "dosa corner 3" })).items;
    expect(first?.matchedDishes.map(({ name }) => name)).toEqual(["Paper Dosa", "Rava Dosa"]);
    expect((await search({})).items.every(({ matchedDishes }) => matchedDishes.length === 0)).toBe(true);
  });

  test.each(["relevance", "distance", "rating", "eta", "cost"])(
    "by %s meets every restaurant once, page by page",
    async (sort) => {
      const items = await leafThrough({ sort, limit: 7 });
      expect(new Set(items.map(({ id }) => id)).size).toBe(31);
      expect(items).toHaveLength(31);
    },
  );

  test("sorts by what it says", async () => {
    const inOrder = (numbers: number[]) => expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    inOrder((await leafThrough({ sort: "distance" })).map(({ distanceMeters }) => distanceMeters));
    inOrder((await leafThrough({ sort: "eta" })).map(({ etaMinutes }) => etaMinutes.low));
    inOrder((await leafThrough({ sort: "rating" })).map(({ rating }) => -(rating ?? 0)));
  });

  test("by relevance puts a well-liked kitchen before a nearer one that isn't", async () => {
    const [first] = (await search({ limit: 1 })).items;
    expect(first?.rating).toBe(4.8);
  });

  test("says whether food can be brought from there, by its own radius", async () => {
    await database.db
      .update(restaurants)
      .set({ deliveryRadiusMeters: 1_000 })
      .where(eq(restaurants.name, "Dosa Corner 20"));
    const [row] = await database.db.select().from(restaurants).where(eq(restaurants.name, "Dosa Corner 20"));
    await bringUpToDate(row!.id);
    const deliverable = async () => (await leafThrough({})).find(({ id }) => id === row!.id)?.canDeliver;
    await expect.poll(deliverable).toBe(false);
    const items = await leafThrough({});
    expect(items.find(({ name }) => name === "Dosa Corner 21")?.canDeliver).toBe(true);
  });
});

describe("a cursor", () => {
  const refusal = (query: Record<string, unknown>) =>
    search(query).then(
      () => "found",
      (error: { code?: string; fields?: unknown[] }) => [error.code, error.fields],
    );

  test("is good for its own search only", async () => {
    const cursor = (await search({ q: "dosa", limit: 2 })).nextCursor!;
    const refused = ["VALIDATION_FAILED", [expect.objectContaining({ path: "cursor" })]];
    expect(await refusal({ q: "dosa", limit: 5, cursor })).toBe("found");
    expect(await refusal({ q: "idli", cursor })).toEqual(refused);
    expect(await refusal({ q: "dosa", sort: "rating", cursor })).toEqual(refused);
    expect(await refusal({ q: "dosa", cursor: `${cursor}x` })).toEqual(refused);
    expect(await refusal({ q: "dosa", cursor: Buffer.from('["x",{"offset":99}]').toString("base64url") })).toEqual(
      refused,
    );
  });
});

test("suggestions carry dishes with how many restaurants have them", async () => {
  const found = await suggest(services, { ...kitchen.location, q: "kesar" });
  expect(found.dishes).toEqual([{ name: "Kesari Bath", restaurantCount: 30 }]);
});

describe("the index", () => {
  test("follows a menu, and forgets a deleted restaurant", async () => {
    const { db } = database;
    await db.update(menuItems).set({ name: "Benne Dosa" }).where(eq(menuItems.id, kitchen.menuItemIds[0]));
    const found = async () => (await search({ q: "benne" })).items.map(({ id }) => id);
    await bringUpToDate(kitchen.restaurantId);
    await expect.poll(found).toEqual([kitchen.restaurantId]);
    await db.update(restaurants).set({ deletedAt: new Date() }).where(eq(restaurants.id, kitchen.restaurantId));
    await bringUpToDate(kitchen.restaurantId);
    await expect.poll(found).toEqual([]);
    await db.update(restaurants).set({ deletedAt: null }).where(eq(restaurants.id, kitchen.restaurantId));
    expect(await indexMissing(db, services.searchEngine)).toBe(1);
    await announceIndexChange(redis, [kitchen.cityId]);
    await expect.poll(found).toEqual([kitchen.restaurantId]);
    expect(await indexMissing(db, services.searchEngine)).toBe(0);
  });
});
