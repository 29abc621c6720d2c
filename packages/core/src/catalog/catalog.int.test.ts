import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { newId } from "@tiffin/db/ids";
import { menuItems, menuSections, openingHours, restaurants } from "@tiffin/db/schema/catalog";
import { cityStreets } from "@tiffin/db/schema/cities";
import { restaurantStaff } from "@tiffin/db/schema/identity";
import { outbox } from "@tiffin/db/schema/outbox";
import { createTestDatabase, type TestDatabase } from "@tiffin/db/testing";
import { insertKitchen, insertUser } from "@tiffin/db/testing/fixtures";
import { menuSchema } from "@tiffin/domain/wire/restaurants";
import { createAddress, deleteAddress, listAddresses } from "./addresses.ts";
import { cityMap, getCity, listCities } from "./cities.ts";
import { getKitchenMenu, listKitchens, updateKitchen, updateMenuItem } from "./kitchens.ts";
import { getMenu } from "./menu.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase(inject("postgresUrl"));
});
afterAll(() => database.close());

const now = () => new Date();
const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => "done",
    (error: { code?: string }) => error.code ?? error,
  );

describe("a menu", () => {
  test("is told in its sections, with prices in the city's currency", async () => {
    const kitchen = await insertKitchen(database.db);
    const menu = await getMenu(database, kitchen.restaurantId, now());
    expect(() => menuSchema.parse(menu)).not.toThrow();
    expect(menu.restaurant).toMatchObject({ isOpen: true, acceptingOrders: true, orderable: true, imageUrl: null });
    expect(menu.sections.map(({ name }) => name)).toEqual(["Tiffin"]);
    expect(menu.sections[0]?.items).toMatchObject([
      { name: "Masala Dosa", price: { amount: 9_000, currency: "INR" } },
      { name: "Filter Coffee" },
    ]);
  });

  test("of a closed restaurant says when it opens next", async () => {
    const { restaurantId } = await insertKitchen(database.db);
    await database.db.delete(openingHours).where(eq(openingHours.restaurantId, restaurantId));
    // Wednesdays from 9; asked on Monday, 23 November 2026, at 13:00 in Kolkata.
    await database.db
      .insert(openingHours)
      .values({ id: newId(), restaurantId, weekday: 3, opensMinute: 540, closesMinute: 1_320 });
    const { restaurant } = await getMenu(database, restaurantId, new Date("2026-11-23T07:30:00Z"));
    expect(restaurant).toMatchObject({ isOpen: false, nextOpensAt: "2026-11-25T03:30:00.000Z", closesInMinutes: null });
  });

  test("of an imported restaurant is empty, and says that it can't be ordered from", async () => {
    const { restaurantId } = await insertKitchen(database.db);
    await database.db.delete(menuSections).where(eq(menuSections.restaurantId, restaurantId));
    expect(await getMenu(database, restaurantId, now())).toMatchObject({
      restaurant: { orderable: false },
      sections: [],
    });
  });

  test.each(["no-uuid", newId()])("of %s is not there", async (id) => {
    expect(await refusal(getMenu(database, id, now()))).toBe("NOT_FOUND");
  });
});

describe("what a kitchen may change", () => {
  test("its dishes' price and availability", async () => {
    const kitchen = await insertKitchen(database.db);
    const [dosa] = kitchen.menuItemIds;
    const change = (update: Parameters<typeof updateMenuItem>[3]) =>
      updateMenuItem(database, kitchen.staffId, dosa, update, now());
    expect(await change({ available: false })).toMatchObject({ available: false, price: { amount: 9_000 } });
    expect(await change({ price: { amount: 9_500, currency: "INR" } })).toMatchObject({ price: { amount: 9_500 } });
    expect(await refusal(change({ price: { amount: 100, currency: "USD" } }))).toBe("VALIDATION_FAILED");
  });

  test("whether it takes orders, and how long it cooks; switching it on ends a pause", async () => {
    const { restaurantId, staffId } = await insertKitchen(database.db);
    expect(await updateKitchen(database, staffId, { acceptingOrders: false, prepMinutes: 35 }, now())).toMatchObject({
      acceptingOrders: false,
      prepMinutes: 35,
    });
    const pausedUntil = new Date(Date.now() + 3_600_000);
    await database.db.update(restaurants).set({ pausedUntil }).where(eq(restaurants.id, restaurantId));
    expect(await updateKitchen(database, staffId, { acceptingOrders: true }, now())).toMatchObject({
      acceptingOrders: true,
    });
  });

  test("and tells the workflows of each change, once it is made", async () => {
    const { restaurantId, cityId, staffId, menuItemIds } = await insertKitchen(database.db);
    await updateMenuItem(database, staffId, menuItemIds[0], { available: false }, now());
    await updateKitchen(database, staffId, { prepMinutes: 20 }, now());
    await refusal(updateMenuItem(database, newId(), menuItemIds[0], { available: true }, now()));
    const told = await database.db.select().from(outbox).where(eq(outbox.subjectId, restaurantId));
    const message = { topic: "catalog/changed", payload: { restaurantId, cityId } };
    expect(told).toEqual([expect.objectContaining(message), expect.objectContaining(message)]);
  });

  test("nothing of another restaurant's", async () => {
    const [own, other] = [await insertKitchen(database.db), await insertKitchen(database.db)];
    const [dish] = other.menuItemIds;
    expect(await refusal(updateMenuItem(database, own.staffId, dish, { available: false }, now()))).toBe("NOT_FOUND");
    const foreign = { restaurantId: other.restaurantId, acceptingOrders: false };
    expect(await refusal(updateKitchen(database, own.staffId, foreign, now()))).toBe("NOT_FOUND");
    expect(await refusal(getKitchenMenu(database, own.staffId, other.restaurantId, now()))).toBe("NOT_FOUND");
    expect(
      await refusal(updateKitchen(database, await insertUser(database.db, "staff"), { prepMinutes: 5 }, now())),
    ).toBe("NOT_FOUND");
    const [untouched] = await database.db.select().from(menuItems).where(eq(menuItems.id, dish));
    expect(untouched?.available).toBe(true);
  });

  test("one of several only when it is named", async () => {
    const [first, second] = [await insertKitchen(database.db), await insertKitchen(database.db)];
    await database.db.insert(restaurantStaff).values({ userId: first.staffId, restaurantId: second.restaurantId });
    expect(await listKitchens(database, first.staffId, now())).toHaveLength(2);
    expect(await refusal(updateKitchen(database, first.staffId, { prepMinutes: 5 }, now()))).toBe("VALIDATION_FAILED");
    const named = { restaurantId: second.restaurantId, prepMinutes: 5 };
    expect(await updateKitchen(database, first.staffId, named, now())).toMatchObject({ id: second.restaurantId });
  });
});

describe("addresses", () => {
  const home = { label: "Home", line1: "14 Temple Street", location: { lat: 12.97, lng: 77.6 }, notes: "Blue gate" };

  test("are their owner's", async () => {
    const [owner, other] = [await insertUser(database.db, "customer"), await insertUser(database.db, "customer")];
    const { id } = await createAddress(database, owner, home);
    expect(await listAddresses(database, owner)).toEqual([{ id, ...home }]);
    expect(await listAddresses(database, other)).toEqual([]);
    expect(await refusal(deleteAddress(database, other, id, now()))).toBe("NOT_FOUND");
    await deleteAddress(database, owner, id, now());
    expect(await listAddresses(database, owner)).toEqual([]);
    expect(await refusal(deleteAddress(database, owner, id, now()))).toBe("NOT_FOUND");
  });

  test("lie somewhere", async () => {
    const owner = await insertUser(database.db, "customer");
    const nowhere = { ...home, location: { lat: 0, lng: 0 } };
    expect(await refusal(createAddress(database, owner, nowhere))).toBe("VALIDATION_FAILED");
  });
});

describe("cities", () => {
  test("are listed, and say whether they have streets", async () => {
    const { citySlug, cityId } = await insertKitchen(database.db);
    expect(await getCity(database, citySlug)).toMatchObject({ slug: citySlug, hasStreets: false, attribution: null });
    expect(await refusal(cityMap(database, citySlug))).toBe("NOT_FOUND");
    const map = { type: "FeatureCollection" as const, features: [] };
    await database.db.insert(cityStreets).values({ cityId, graph: { nodes: [], edges: [] }, map, attribution: "© Us" });
    expect((await listCities(database)).find(({ id }) => id === cityId)).toMatchObject({
      hasStreets: true,
      attribution: "© Us",
    });
    expect(await refusal(getCity(database, "atlantis"))).toBe("NOT_FOUND");
  });

  test("their maps have a new tag once they are imported again", async () => {
    const { citySlug, cityId } = await insertKitchen(database.db);
    const map = { type: "FeatureCollection" as const, features: [] };
    await database.db.insert(cityStreets).values({ cityId, graph: { nodes: [], edges: [] }, map });
    const first = await cityMap(database, citySlug);
    expect(JSON.parse(await first.read())).toEqual(map);
    await database.db.update(cityStreets).set({ version: 2 }).where(eq(cityStreets.cityId, cityId));
    expect((await cityMap(database, citySlug)).etag).not.toBe(first.etag);
  });
});
