import { and, eq, gte, sql } from "drizzle-orm";
import type { OpeningRange } from "@tiffin/domain/opening-hours/opening-hours";
import type { DatabaseOrTransaction } from "../client.ts";
import { newId } from "../ids.ts";
import { closures, openingHours, restaurants } from "../schema/catalog.ts";

/** Two who save at once do so one after the other. Only within a transaction. */
export async function lockRestaurant(tx: DatabaseOrTransaction, restaurantId: string): Promise<void> {
  await tx.select({ id: restaurants.id }).from(restaurants).where(eq(restaurants.id, restaurantId)).for("update");
}

/** In the week's order. */
export async function weeklyHours(db: DatabaseOrTransaction, restaurantId: string): Promise<OpeningRange[]> {
  const { weekday, opensMinute, closesMinute } = openingHours;
  return db
    .select({ weekday, opensMinute, closesMinute })
    .from(openingHours)
    .where(eq(openingHours.restaurantId, restaurantId))
    .orderBy(weekday, opensMinute);
}

export async function replaceWeeklyHours(
  tx: DatabaseOrTransaction,
  restaurantId: string,
  hours: readonly OpeningRange[],
): Promise<void> {
  await tx.delete(openingHours).where(eq(openingHours.restaurantId, restaurantId));
  if (hours.length === 0) return;
  await tx.insert(openingHours).values(
    hours.map(({ weekday, opensMinute, closesMinute }) => ({
      id: newId(),
      restaurantId,
      weekday,
      opensMinute,
      closesMinute,
    })),
  );
}

/** From a local date on, the soonest first. */
export async function closuresFrom(
  db: DatabaseOrTransaction,
  restaurantId: string,
  date: string,
): Promise<{ date: string; reason: string | null }[]> {
  return db
    .select({ date: closures.day, reason: closures.reason })
    .from(closures)
    .where(and(eq(closures.restaurantId, restaurantId), gte(closures.day, date)))
    .orderBy(closures.day);
}

/** Closes on a date; one that is there already takes the new reason. */
export async function upsertClosure(
  tx: DatabaseOrTransaction,
  restaurantId: string,
  date: string,
  reason: string | null,
): Promise<void> {
  await tx
    .insert(closures)
    .values({ id: newId(), restaurantId, day: date, reason })
    .onConflictDoUpdate({ target: [closures.restaurantId, closures.day], set: { reason: sql`excluded.reason` } });
}

/** False when it was not closed on that date. */
export async function deleteClosure(tx: DatabaseOrTransaction, restaurantId: string, date: string): Promise<boolean> {
  const rows = await tx
    .delete(closures)
    .where(and(eq(closures.restaurantId, restaurantId), eq(closures.day, date)))
    .returning({ id: closures.id });
  return rows.length > 0;
}
