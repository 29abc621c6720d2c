import { and, eq, inArray, isNull, sql, type SQL } from "drizzle-orm";
import { builtOnce } from "../built-once.ts";
import type { DatabaseOrTransaction } from "../client.ts";
import { closures, menuItems, openingHours, restaurants } from "../schema/catalog.ts";
import { cities } from "../schema/cities.ts";
import { restaurantStaff } from "../schema/identity.ts";

export type RestaurantRow = typeof restaurants.$inferSelect;

/** A restaurant with what is needed to say whether it can be ordered from. */
export interface RestaurantRecord {
  readonly restaurant: RestaurantRow;
  readonly city: typeof cities.$inferSelect;
  readonly hours: readonly { weekday: number; opensMinute: number; closesMinute: number }[];
  /** Local dates. */
  readonly closures: readonly string[];
  /** Whether it has anything on its menu, sold out or not. */
  readonly hasMenu: boolean;
}

const hasMenu = sql<boolean>`exists (
  select 1 from ${menuItems} where ${menuItems.restaurantId} = ${restaurants.id} and ${menuItems.deletedAt} is null)`;

const hours = sql<RestaurantRecord["hours"]>`(
  select coalesce(json_agg(json_build_object(
    'weekday', ${openingHours.weekday}, 'opensMinute', ${openingHours.opensMinute}, 'closesMinute', ${openingHours.closesMinute}
  )), '[]') from ${openingHours} where ${openingHours.restaurantId} = ${restaurants.id})`;

// A year of past closures helps nobody; yesterday's may still count after midnight, wherever that is.
const closedOn = sql<readonly string[]>`(
  select coalesce(json_agg(${closures.day}), '[]') from ${closures}
  where ${closures.restaurantId} = ${restaurants.id} and ${closures.day} >= current_date - 2)`;

export const restaurantRecord = { restaurant: restaurants, city: cities, hours, closures: closedOn, hasMenu };

const selectRecords = (db: DatabaseOrTransaction, which: SQL) =>
  db
    .select(restaurantRecord)
    .from(restaurants)
    .innerJoin(cities, eq(restaurants.cityId, cities.id))
    .where(and(which, isNull(restaurants.deletedAt)));

/** Those of the ids that exist and aren't deleted, in no order; in one statement. */
export async function findRestaurants(db: DatabaseOrTransaction, ids: readonly string[]): Promise<RestaurantRecord[]> {
  return ids.length === 0 ? [] : selectRecords(db, inArray(restaurants.id, [...ids]));
}

const recordById = builtOnce((db) =>
  selectRecords(db, eq(restaurants.id, sql.placeholder("id"))).prepare("restaurant_record_by_id"),
);

export async function findRestaurant(db: DatabaseOrTransaction, id: string): Promise<RestaurantRecord | undefined> {
  return (await recordById(db).execute({ id }))[0];
}

/** The ids of a city's restaurants (of all cities: null) after `afterId`, in their own order: to walk through a city in batches. */
export async function restaurantIdsAfter(
  db: DatabaseOrTransaction,
  cityId: string | null,
  afterId: string | null,
  limit: number,
): Promise<string[]> {
  const rows = await db
    .select({ id: restaurants.id })
    .from(restaurants)
    .where(
      and(
        cityId === null ? undefined : eq(restaurants.cityId, cityId),
        isNull(restaurants.deletedAt),
        afterId === null ? undefined : sql`${restaurants.id} > ${afterId}`,
      ),
    )
    .orderBy(restaurants.id)
    .limit(limit);
  return rows.map((row) => row.id);
}

/** The restaurants that somebody works for. */
export async function restaurantIdsOfStaff(db: DatabaseOrTransaction, userId: string): Promise<string[]> {
  const rows = await db
    .select({ id: restaurants.id })
    .from(restaurantStaff)
    .innerJoin(restaurants, eq(restaurants.id, restaurantStaff.restaurantId))
    .where(and(eq(restaurantStaff.userId, userId), isNull(restaurants.deletedAt)))
    .orderBy(restaurants.name, restaurants.id);
  return rows.map((row) => row.id);
}

export async function isStaffOf(db: DatabaseOrTransaction, userId: string, restaurantId: string): Promise<boolean> {
  const rows = await db
    .select({ id: restaurantStaff.restaurantId })
    .from(restaurantStaff)
    .where(and(eq(restaurantStaff.userId, userId), eq(restaurantStaff.restaurantId, restaurantId)));
  return rows.length > 0;
}

/** Changes a restaurant only if that person works there. False when not. */
export async function updateRestaurantOfStaff(
  db: DatabaseOrTransaction,
  userId: string,
  restaurantId: string,
  change: Partial<
    Pick<
      RestaurantRow,
      | "acceptingOrders"
      | "prepMinutes"
      | "pausedUntil"
      | "answerWindowSeconds"
      | "ordersPerWindow"
      | "orderWindowMinutes"
    >
  > & { readonly updatedAt: Date },
): Promise<boolean> {
  const rows = await db
    .update(restaurants)
    .set(change)
    .where(
      and(
        eq(restaurants.id, restaurantId),
        isNull(restaurants.deletedAt),
        inArray(
          restaurants.id,
          db
            .select({ id: restaurantStaff.restaurantId })
            .from(restaurantStaff)
            .where(eq(restaurantStaff.userId, userId)),
        ),
      ),
    )
    .returning({ id: restaurants.id });
  return rows.length > 0;
}
