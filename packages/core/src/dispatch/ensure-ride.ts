import { eq, inArray, sql } from "drizzle-orm";
import { anyOf } from "@tiffin/db/any-of";
import { builtOnce, updateBuiltOnce } from "@tiffin/db/built-once";
import type { DatabaseOrTransaction, Transaction } from "@tiffin/db/client";
import { isId, newId } from "@tiffin/db/ids";
import type { OrderRow } from "@tiffin/db/queries/order-lifecycle";
import { cities } from "@tiffin/db/schema/cities";
import { rides } from "@tiffin/db/schema/dispatch";
import { orders } from "@tiffin/db/schema/orders";
import { notFound } from "@tiffin/domain/errors";
import { riderPay } from "@tiffin/domain/pricing/price-order";

export type RideRow = typeof rides.$inferSelect;

/** What a ride takes from its order. */
export type OrderToRide = Pick<OrderRow, "id" | "cityId" | "currency" | "distanceMeters" | "tip">;

/** The order's one ride, made when it is first needed. The caller holds the order's lock. */
export async function ensureRide(db: DatabaseOrTransaction, order: OrderToRide): Promise<RideRow> {
  const ride = (await ensureRides(db, [order])).get(order.id);
  if (ride === undefined) throw notFound("ride");
  return ride;
}

/** The one ride of each order, by the order's id. The caller holds the orders' locks. */
export async function ensureRides(
  db: DatabaseOrTransaction,
  asked: readonly OrderToRide[],
): Promise<Map<string, RideRow>> {
  if (asked.length === 0) return new Map();
  const cityIds = [...new Set(asked.map(({ cityId }) => cityId))];
  const [known, found] = await Promise.all([
    ridesOfOrders(db, asked),
    db.select({ id: cities.id, pricing: cities.pricing }).from(cities).where(inArray(cities.id, cityIds)),
  ]);
  const missing = asked.filter(({ id }) => !known.has(id));
  if (missing.length === 0) return known;
  const pricings = new Map(found.map(({ id, pricing }) => [id, pricing]));
  const made = await db
    .insert(rides)
    .values(
      missing.map(({ id, cityId, currency, distanceMeters, tip }) => {
        const pricing = pricings.get(cityId);
        if (pricing === undefined) throw notFound("city");
        return { id: newId(), orderId: id, cityId, currency, pay: riderPay(distanceMeters, tip, pricing) };
      }),
    )
    .onConflictDoNothing()
    .returning();
  // Somebody who doesn't hold the orders' locks made one meanwhile.
  if (made.length < missing.length) return ridesOfOrders(db, asked);
  return new Map([...known, ...made.map((ride) => [ride.orderId, ride] as const)]);
}

async function ridesOfOrders(
  db: DatabaseOrTransaction,
  asked: readonly Pick<OrderRow, "id">[],
): Promise<Map<string, RideRow>> {
  const ids = asked.map(({ id }) => id);
  const found = await db.select().from(rides).where(anyOf(rides.orderId, ids));
  return new Map(found.map((ride) => [ride.orderId, ride]));
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
