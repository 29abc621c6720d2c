import { eq } from "drizzle-orm";
import type { DatabaseOrTransaction } from "@tiffin/db/client";
import { isId, newId } from "@tiffin/db/ids";
import type { OrderRow } from "@tiffin/db/queries/order-lifecycle";
import { cities } from "@tiffin/db/schema/cities";
import { rides } from "@tiffin/db/schema/dispatch";
import { notFound } from "@tiffin/domain/errors";
import { riderPay } from "@tiffin/domain/pricing/price-order";

export type RideRow = typeof rides.$inferSelect;

/** The order's one ride, made when it is first needed. The caller holds the order's lock. */
export async function ensureRide(db: DatabaseOrTransaction, order: OrderRow): Promise<RideRow> {
  const known = await rideOfOrder(db, order.id);
  if (known !== undefined) return known;
  const [city] = await db.select({ pricing: cities.pricing }).from(cities).where(eq(cities.id, order.cityId));
  if (city === undefined) throw notFound("city");
  await db
    .insert(rides)
    .values({
      id: newId(),
      orderId: order.id,
      cityId: order.cityId,
      currency: order.currency,
      pay: riderPay(order.distanceMeters, order.tip, city.pricing),
    })
    .onConflictDoNothing();
  const made = await rideOfOrder(db, order.id);
  if (made === undefined) throw notFound("ride");
  return made;
}

export async function rideOfOrder(db: DatabaseOrTransaction, orderId: string): Promise<RideRow | undefined> {
  const [ride] = await db.select().from(rides).where(eq(rides.orderId, orderId));
  return ride;
}

/** @throws DomainError NOT_FOUND */
export async function findRide(db: DatabaseOrTransaction, rideId: string): Promise<RideRow> {
  const [ride] = isId(rideId) ? await db.select().from(rides).where(eq(rides.id, rideId)) : [];
  if (ride === undefined) throw notFound("ride");
  return ride;
}
