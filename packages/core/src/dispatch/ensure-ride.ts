import { eq, sql } from "drizzle-orm";
import { builtOnce, updateBuiltOnce } from "@tiffin/db/built-once";
import type { DatabaseOrTransaction, Transaction } from "@tiffin/db/client";
import { isId, newId } from "@tiffin/db/ids";
import type { OrderRow } from "@tiffin/db/queries/order-lifecycle";
import { cities } from "@tiffin/db/schema/cities";
import { rides } from "@tiffin/db/schema/dispatch";
import { orders } from "@tiffin/db/schema/orders";
import { notFound } from "@tiffin/domain/errors";
import type { PricingPolicy } from "@tiffin/domain/pricing/policy";
import { riderPay } from "@tiffin/domain/pricing/price-order";

export type RideRow = typeof rides.$inferSelect;

/** What a ride takes from its order. */
type OrderToRide = Pick<OrderRow, "id" | "cityId" | "currency" | "distanceMeters" | "tip">;

/** A new ride of an order, at the city's prices. */
export function rideFor({ id, cityId, currency, distanceMeters, tip }: OrderToRide, pricing: PricingPolicy) {
  return { id: newId(), orderId: id, cityId, currency, pay: riderPay(distanceMeters, tip, pricing) };
}

/** The order's one ride, made when it is first needed. The caller holds the order's lock. */
export async function ensureRide(db: DatabaseOrTransaction, order: OrderToRide): Promise<RideRow> {
  const known = await rideOfOrder(db, order.id);
  if (known !== undefined) return known;
  const [city] = await db.select({ pricing: cities.pricing }).from(cities).where(eq(cities.id, order.cityId));
  if (city === undefined) throw notFound("city");
  const [made] = await db.insert(rides).values(rideFor(order, city.pricing)).onConflictDoNothing().returning();
  // Somebody who doesn't hold the order's lock made one meanwhile.
  const ride = made ?? (await rideOfOrder(db, order.id));
  if (ride === undefined) throw notFound("ride");
  return ride;
}

export async function rideOfOrder(db: DatabaseOrTransaction, orderId: string): Promise<RideRow | undefined> {
  const [ride] = await db.select().from(rides).where(eq(rides.orderId, orderId));
  return ride;
}

/** A ride and its order, both locked, the order first as everybody does. @throws DomainError NOT_FOUND */
export async function lockRide(tx: Transaction, rideId: string): Promise<{ ride: RideRow; order: OrderRow }> {
  const [row] = isId(rideId) ? await lockById(tx).execute({ rideId }) : [];
  if (row === undefined) throw notFound("ride");
  return row;
}

const lockById = builtOnce((db) =>
  db
    .select({ ride: rides, order: orders })
    .from(orders)
    .innerJoin(rides, eq(rides.orderId, orders.id))
    .where(eq(rides.id, sql.placeholder("rideId")))
    .for("update", { of: [orders, rides] })
    .prepare("lock_ride"),
);

/** The ride as it then is. The caller holds the locks of {@link lockRide}. @throws DomainError NOT_FOUND */
export async function updateRide(tx: Transaction, rideId: string, change: Partial<RideRow>): Promise<RideRow> {
  const [row] = await changeRide(tx, change).execute({ ...change, rideId });
  if (row === undefined) throw notFound("ride");
  return row;
}

const changeRide = updateBuiltOnce("change_ride", (db, set, name) =>
  db
    .update(rides)
    .set(set)
    .where(eq(rides.id, sql.placeholder("rideId")))
    .returning()
    .prepare(name),
);

/** @throws DomainError NOT_FOUND */
export async function findRide(db: DatabaseOrTransaction, rideId: string): Promise<RideRow> {
  const [ride] = isId(rideId) ? await db.select().from(rides).where(eq(rides.id, rideId)) : [];
  if (ride === undefined) throw notFound("ride");
  return ride;
}
