import type { PricingPolicy } from "@tiffin/domain/pricing/policy";
import { and, eq, gte, inArray, isNull, or, sql } from "drizzle-orm";
import type { DatabaseOrTransaction } from "../client.ts";
import { closures, menuItems, menuSections, openingHours, restaurants } from "../schema/catalog.ts";
import { cities } from "../schema/cities.ts";

export type NewRestaurant = typeof restaurants.$inferInsert;
export type NewOpeningRange = typeof openingHours.$inferInsert;
export type NewClosure = typeof closures.$inferInsert;
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
  for (const part of parts(rows)) await db.insert(openingHours).values(part);
}

/** Closures from a local date on. */
export async function closuresOfRestaurants(
  db: DatabaseOrTransaction,
  ids: readonly string[],
  from: string,
): Promise<(typeof closures.$inferSelect)[]> {
  if (ids.length === 0) return [];
  return db
    .select()
    .from(closures)
    .where(and(inArray(closures.restaurantId, [...ids]), gte(closures.day, from)));
}

export async function deleteClosures(db: DatabaseOrTransaction, ids: readonly string[]): Promise<void> {
  for (const part of parts(ids)) await db.delete(closures).where(inArray(closures.id, part));
}

export async function insertClosures(db: DatabaseOrTransaction, rows: readonly NewClosure[]): Promise<void> {
  for (const part of parts(rows)) await db.insert(closures).values(part).onConflictDoNothing();
}

/** A statement has room for 65,535 parameters. */
function parts<T>(rows: readonly T[]): T[][] {
  const size = 5_000;
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, i) => rows.slice(i * size, (i + 1) * size));
}

/** Takes restaurants of these sources off the city, and answers how many there were. */
export async function retireRestaurants(
  db: DatabaseOrTransaction,
  cityId: string,
  sourceIds: readonly string[],
  now: Date,
): Promise<number> {
  if (sourceIds.length === 0) return 0;
  const gone = await db
    .update(restaurants)
    .set({ deletedAt: now, updatedAt: now })
    .where(
      and(eq(restaurants.cityId, cityId), inArray(restaurants.sourceId, [...sourceIds]), isNull(restaurants.deletedAt)),
    )
    .returning({ id: restaurants.id });
  return gone.length;
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
  for (const part of parts(sections)) await db.insert(menuSections).values(part);
  for (const part of parts(items)) await db.insert(menuItems).values(part);
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

/** How many of a city's restaurants, or of some of them, have something to order. */
export async function countOrderable(
  db: DatabaseOrTransaction,
  cityId: string,
  ids?: readonly string[],
): Promise<{ restaurants: number; withMenu: number }> {
  const [row] = await db
    .select({
      restaurants: sql<number>`count(*)::int`,
      // Names written out: in a select from one table drizzle leaves the table out of a column's name.
      withMenu: sql<number>`(count(*) filter (where exists (
        select 1 from menu_items where menu_items.restaurant_id = restaurants.id and menu_items.deleted_at is null)))::int`,
    })
    .from(restaurants)
    .where(
      and(
        eq(restaurants.cityId, cityId),
        isNull(restaurants.deletedAt),
        ids === undefined ? undefined : inArray(restaurants.id, [...ids]),
      ),
    );
  return row ?? { restaurants: 0, withMenu: 0 };
}
