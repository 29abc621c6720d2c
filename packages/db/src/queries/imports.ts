import type { PricingPolicy } from "@tiffin/domain/pricing/policy";
import { and, eq, inArray, isNull, or, sql } from "drizzle-orm";
import type { DatabaseOrTransaction } from "../client.ts";
import { menuItems, menuSections, openingHours, restaurants } from "../schema/catalog.ts";
import { cities } from "../schema/cities.ts";

export type NewRestaurant = typeof restaurants.$inferInsert;
export type NewOpeningRange = typeof openingHours.$inferInsert;
export type NewMenuSection = typeof menuSections.$inferInsert;
export type NewMenuItem = typeof menuItems.$inferInsert;

export async function insertCity(
  db: DatabaseOrTransaction,
  city: {
    id: string;
    slug: string;
    name: string;
    country: string;
    timeZone: string;
    currency: string;
    lat: number;
    lng: number;
    radiusMeters: number;
    pricing: PricingPolicy;
  },
): Promise<void> {
  await db.insert(cities).values(city);
}

/** What an import has to compare with: the restaurants that came from these sources, or have one of these names. */
export async function restaurantsToCompare(
  db: DatabaseOrTransaction,
  cityId: string,
  sourceIds: readonly string[],
  names: readonly string[],
): Promise<(typeof restaurants.$inferSelect)[]> {
  const bySource = sourceIds.length === 0 ? undefined : inArray(restaurants.sourceId, [...sourceIds]);
  const byName = names.length === 0 ? undefined : inArray(restaurants.name, [...names]);
  if (bySource === undefined && byName === undefined) return [];
  return db
    .select()
    .from(restaurants)
    .where(and(eq(restaurants.cityId, cityId), or(bySource, byName)));
}

export async function insertRestaurants(db: DatabaseOrTransaction, rows: readonly NewRestaurant[]): Promise<void> {
  if (rows.length > 0) await db.insert(restaurants).values([...rows]);
}

export async function updateImportedRestaurant(
  db: DatabaseOrTransaction,
  id: string,
  values: Partial<NewRestaurant>,
  now: Date,
): Promise<void> {
  await db
    .update(restaurants)
    .set({ ...values, deletedAt: null, updatedAt: now })
    .where(eq(restaurants.id, id));
}

export async function hoursOfRestaurants(
  db: DatabaseOrTransaction,
  ids: readonly string[],
): Promise<(typeof openingHours.$inferSelect)[]> {
  if (ids.length === 0) return [];
  return db
    .select()
    .from(openingHours)
    .where(inArray(openingHours.restaurantId, [...ids]));
}

export async function replaceOpeningHours(
  db: DatabaseOrTransaction,
  restaurantIds: readonly string[],
  rows: readonly NewOpeningRange[],
): Promise<void> {
  if (restaurantIds.length === 0) return;
  await db.delete(openingHours).where(inArray(openingHours.restaurantId, [...restaurantIds]));
  if (rows.length > 0) await db.insert(openingHours).values([...rows]);
}

export async function menuOfRestaurant(
  db: DatabaseOrTransaction,
  restaurantId: string,
): Promise<{ sections: (typeof menuSections.$inferSelect)[]; items: (typeof menuItems.$inferSelect)[] }> {
  const [sections, items] = [
    await db.select().from(menuSections).where(eq(menuSections.restaurantId, restaurantId)),
    await db.select().from(menuItems).where(eq(menuItems.restaurantId, restaurantId)),
  ];
  return { sections, items };
}

export async function insertMenu(
  db: DatabaseOrTransaction,
  sections: readonly NewMenuSection[],
  items: readonly NewMenuItem[],
): Promise<void> {
  if (sections.length > 0) await db.insert(menuSections).values([...sections]);
  if (items.length > 0) await db.insert(menuItems).values([...items]);
}

export async function updateImportedItem(
  db: DatabaseOrTransaction,
  id: string,
  values: Partial<NewMenuItem>,
  now: Date,
): Promise<void> {
  await db
    .update(menuItems)
    .set({ ...values, deletedAt: null, updatedAt: now })
    .where(eq(menuItems.id, id));
}

/** Dishes that the file no longer has: kept for the orders that name them, gone from the menu. */
export async function retireItems(db: DatabaseOrTransaction, ids: readonly string[], now: Date): Promise<void> {
  if (ids.length === 0) return;
  await db
    .update(menuItems)
    .set({ deletedAt: now, updatedAt: now })
    .where(and(inArray(menuItems.id, [...ids]), isNull(menuItems.deletedAt)));
}

/** How many of a city's restaurants have something to order. */
export async function countOrderable(
  db: DatabaseOrTransaction,
  cityId: string,
): Promise<{ restaurants: number; withMenu: number }> {
  const [row] = await db
    .select({
      restaurants: sql<number>`count(*)::int`,
      // Names written out: in a select from one table drizzle leaves the table out of a column's name.
      withMenu: sql<number>`(count(*) filter (where exists (
        select 1 from menu_items where menu_items.restaurant_id = restaurants.id and menu_items.deleted_at is null)))::int`,
    })
    .from(restaurants)
    .where(and(eq(restaurants.cityId, cityId), isNull(restaurants.deletedAt)));
  return row ?? { restaurants: 0, withMenu: 0 };
}
