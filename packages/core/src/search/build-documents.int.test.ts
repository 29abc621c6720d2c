import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { newId } from "@tiffin/db/ids";
import { closures, menuItems, restaurants } from "@tiffin/db/schema/catalog";
import { createTestDatabase, type TestDatabase } from "@tiffin/db/testing";
import { insertKitchen } from "@tiffin/db/testing/fixtures";
import { buildSearchDocuments } from "./build-documents.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase(inject("postgresUrl"));
});
afterAll(() => database.close());

test("a document is what the catalogue says: dishes on sale, the most ordered first; past closures left out", async () => {
  const { db } = database;
  const { restaurantId, cityId, menuItemIds, location } = await insertKitchen(db);
  const pausedUntil = new Date("2026-11-23T07:30:00.250Z");
  await db
    .update(restaurants)
    .set({
      localName: "उडुपी कृष्ण भवन",
      line1: "14 Temple Street",
      rating: 4.3,
      ratingCount: 12,
      costForTwo: 45_000,
      pausedUntil,
    })
    .where(eq(restaurants.id, restaurantId));
  await db.insert(closures).values([
    { id: newId(), restaurantId, day: "2001-01-26" },
    { id: newId(), restaurantId, day: "2100-08-15" },
  ]);
  await db.update(menuItems).set({ popularity: 7 }).where(eq(menuItems.id, menuItemIds[1]));
  const [document] = await buildSearchDocuments(db, [restaurantId, newId()]);
  expect(document).toEqual({
    id: restaurantId,
    cityId,
    name: "Udupi Krishna Bhavan",
    localName: "उडुपी कृष्ण भवन",
    address: "14 Temple Street",
    cuisines: ["South Indian"],
    location,
    rating: 4.3,
    ratingCount: 12,
    costForTwo: 45_000,
    currency: "INR",
    timeZone: "Asia/Kolkata",
    isPureVeg: false,
    prepMinutes: 20,
    deliveryRadiusMeters: 5_000,
    acceptingOrders: true,
    pausedUntil: "2026-11-23T07:30:00.250Z",
    orderable: true,
    hours: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opensMinute: 0, closesMinute: 1_440 })),
    closures: ["2100-08-15"],
    imageKey: null,
    dishes: [
      { id: menuItemIds[1], name: "Filter Coffee", price: 4_000, isVeg: true, popularity: 7 },
      { id: menuItemIds[0], name: "Masala Dosa", price: 9_000, isVeg: true, popularity: 0 },
    ],
  });
  // Sold out: not found by it, but still a restaurant with a menu.
  await db.update(menuItems).set({ available: false }).where(eq(menuItems.restaurantId, restaurantId));
  expect(await buildSearchDocuments(db, [restaurantId])).toMatchObject([{ dishes: [], orderable: true }]);
  await db.delete(menuItems).where(eq(menuItems.restaurantId, restaurantId));
  expect(await buildSearchDocuments(db, [restaurantId])).toMatchObject([{ dishes: [], orderable: false }]);
  await db.update(restaurants).set({ deletedAt: new Date() }).where(eq(restaurants.id, restaurantId));
  expect(await buildSearchDocuments(db, [restaurantId])).toEqual([]);
});
