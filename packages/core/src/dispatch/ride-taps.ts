import { eq, sql } from "drizzle-orm";
import { builtOnce, updateBuiltOnce } from "@tiffin/db/built-once";
import type { Database, Transaction } from "@tiffin/db/client";
import { appendOrderEvent, lastEventAt, type OrderRow } from "@tiffin/db/queries/order-lifecycle";
import { appendOutbox } from "@tiffin/db/queries/outbox";
import { cities } from "@tiffin/db/schema/cities";
import { riders } from "@tiffin/db/schema/dispatch";
import { DomainError, isDomainError, notFound } from "@tiffin/domain/errors";
import { paidMeters, riderPay } from "@tiffin/domain/pricing/price-order";
import { tapTime } from "@tiffin/domain/ride/tap-time";
import { hideEndedRides, livePosition } from "../location/index.ts";
import { transitionOrder } from "../lifecycle/index.ts";
import { lockRide, updateRide, type RideRow } from "./ensure-ride.ts";
import { checkPinAttempts, countWrongPin, proveHandover } from "./prove-handover.ts";
import { riddenWay } from "./ridden-way.ts";
import type { DispatchServices } from "./services.ts";

/** A rider's step on a ride, by tap or by geofence: the same rules for both. */
export interface RideTap {
  readonly rideId: string;
  readonly riderId: string;
  readonly now: Date;
  /** When it happened, of a tap that a phone without network tells later; see `tapTime`. */
  readonly happenedAt?: Date | undefined;
  /** The rider's tap, or the house that saw the position. */
  readonly by?: "rider" | "system";
}

/**
 * The rider is at the door: the restaurant's before the pick-up, the customer's after. Repeating it changes nothing.
 * `at` says which door is meant, where that is known.
 *
 * @throws DomainError NOT_FOUND when the ride is not theirs; ILLEGAL_TRANSITION when it is over.
 */
export async function arrived(
  db: Database,
  tap: RideTap & { readonly at?: "restaurant" | "customer" },
): Promise<RideRow> {
  return onRide(db, tap, async (tx, ride, order, at) => {
    const { now } = tap;
    // A geofence may speak of the restaurant when the rider has tapped "picked up" meanwhile.
    if (tap.at !== undefined && ride.status !== (tap.at === "restaurant" ? "ASSIGNED" : "PICKED_UP")) return ride;
    switch (ride.status) {
      case "AT_RESTAURANT":
      case "AT_CUSTOMER":
        return ride;
      case "ASSIGNED":
        await tellArrival(tx, order, tap, "restaurant", at);
        return updateRide(tx, ride.id, { status: "AT_RESTAURANT", arrivedAtRestaurantAt: at, updatedAt: now });
      case "PICKED_UP":
        await tellArrival(tx, order, tap, "customer", at);
        return updateRide(tx, ride.id, { status: "AT_CUSTOMER", arrivedAtCustomerAt: at, updatedAt: now });
      case "SEARCHING":
      case "DELIVERED":
      case "CANCELLED":
        throw new DomainError("ILLEGAL_TRANSITION", "This ride is over.", { extra: { status: order.status } });
      default:
        return ride.status satisfies never;
    }
  });
}

/**
 * The rider has the food. Repeating it changes nothing.
 *
 * @throws DomainError NOT_FOUND; ILLEGAL_TRANSITION while the food isn't ready.
 */
export async function pickedUp(db: Database, tap: RideTap): Promise<RideRow> {
  return onRide(db, tap, async (tx, ride, order, at) => {
    if (ride.status === "PICKED_UP" || ride.status === "AT_CUSTOMER") return ride;
    const { now } = tap;
    const command = { type: "pick-up", riderId: tap.riderId } as const;
    const [, row] = await Promise.all([
      transitionOrder(tx, { orderId: order.id, command, actor: actor(tap), now: at, locked: order }),
      updateRide(tx, ride.id, {
        status: "PICKED_UP",
        arrivedAtRestaurantAt: ride.arrivedAtRestaurantAt ?? at,
        pickedUpAt: at,
        updatedAt: now,
      }),
    ]);
    return row;
  });
}

/**
 * The food is handed over. The customer's PIN proves it; without one the rider's live position must be at the drop-off.
 * Repeating it changes nothing.
 *
 * @throws DomainError NOT_FOUND; ILLEGAL_TRANSITION before the pick-up; PIN_WRONG; PIN_REQUIRED; PIN_LOCKED after a few
 * wrong PINs.
 */
export async function delivered(
  services: Pick<DispatchServices, "db" | "redis">,
  tap: RideTap & { readonly pin?: string | undefined },
): Promise<RideRow> {
  const { db, redis } = services;
  if (tap.pin !== undefined) await checkPinAttempts(redis, tap.rideId);
  const position = tap.pin === undefined ? await livePosition(redis, tap.riderId, tap.now).catch(() => null) : null;
  const step = onRide(db, tap, async (tx, ride, order, at) => {
    if (ride.status === "DELIVERED") return ride;
    if (order.status === "PICKED_UP") proveHandover(order, tap.pin, position);
    const { now, riderId } = tap;
    const earned = await payForWay(tx, ride, order, at);
    const command = { type: "deliver", riderId } as const;
    // Before the order moves on: the ledger's posting of the delivery reads what the ride earns.
    const row = await updateRide(tx, ride.id, {
      ...earned,
      status: "DELIVERED",
      arrivedAtCustomerAt: ride.arrivedAtCustomerAt ?? at,
      deliveredAt: at,
      updatedAt: now,
    });
    await Promise.all([
      transitionOrder(tx, { orderId: order.id, command, actor: actor(tap), now: at, locked: order }),
      isFreeSince(tx, { lastDeliveredAt: at }).execute({ lastDeliveredAt: at, riderId }),
      appendOutbox(tx, riderId, { topic: "rider/available", data: { riderId, cityId: order.cityId } }),
    ]);
    return row;
  });
  try {
    const ride = await step;
    await hideEndedRides(services, [tap.riderId]);
    return ride;
  } catch (error) {
    if (isDomainError(error) && error.code === "PIN_WRONG") await countWrongPin(redis, tap.rideId).catch(() => {});
    throw error;
  }
}

/** Runs a step at its time with the order and its ride locked, in that order; whoever does not carry it sees no ride. */
async function onRide(
  db: Database,
  { rideId, riderId, happenedAt, now }: RideTap,
  step: (tx: Transaction, ride: RideRow, order: OrderRow, at: Date) => Promise<RideRow>,
): Promise<RideRow> {
  return db.transaction(async (tx) => {
    const { ride, order } = await lockRide(tx, rideId);
    if (ride.riderId !== riderId) throw notFound("ride");
    const at = happenedAt === undefined ? now : tapTime(happenedAt, await lastEventAt(tx, order.id), now);
    return step(tx, ride, order, at);
  });
}

const isFreeSince = updateBuiltOnce("free_since", (db, set, name) =>
  db
    .update(riders)
    .set(set)
    .where(eq(riders.userId, sql.placeholder("riderId")))
    .prepare(name),
);

const pricingOf = builtOnce((db) =>
  db
    .select({ pricing: cities.pricing })
    .from(cities)
    .where(eq(cities.id, sql.placeholder("cityId")))
    .prepare("pricing_of_city"),
);

/** What the ride earns now that its way is known. */
async function payForWay(
  tx: Transaction,
  ride: RideRow,
  order: OrderRow,
  deliveredAt: Date,
): Promise<Pick<RideRow, "pay" | "riddenMeters">> {
  const [riddenMeters, [city]] = await Promise.all([
    riddenWay(tx, ride, deliveredAt),
    pricingOf(tx).execute({ cityId: order.cityId }),
  ]);
  const paidFor = (meters: number) => (city === undefined ? 0 : riderPay(meters, order.tip, city.pricing));
  // On top of what was offered, whatever the tariff has become since.
  const detour = paidFor(paidMeters(order.distanceMeters, riddenMeters)) - paidFor(order.distanceMeters);
  return { pay: ride.pay + Math.max(0, detour), riddenMeters };
}

async function tellArrival(
  tx: Transaction,
  order: OrderRow,
  tap: RideTap,
  door: "restaurant" | "customer",
  at: Date,
): Promise<void> {
  const { id: orderId, cityId, restaurantId, customerId, status } = order;
  await Promise.all([
    appendOrderEvent(tx, orderId, {
      type: "rider-arrived",
      status,
      actor: actor(tap).type,
      actorId: tap.riderId,
      data: { at: door },
      at,
    }),
    appendOutbox(tx, orderId, {
      topic: "order/rider_arrived",
      data: { orderId, cityId, restaurantId, customerId, status, riderId: tap.riderId, at: door },
    }),
  ]);
}

function actor({ by = "rider", riderId }: RideTap): { type: "rider" | "system"; id: string } {
  return { type: by, id: riderId };
}
