import { and, eq } from "drizzle-orm";
import { isActiveRide } from "@tiffin/db/queries/dispatch-conditions";
import type { Database, Transaction } from "@tiffin/db/client";
import { isId } from "@tiffin/db/ids";
import { lockOrder, type OrderRow } from "@tiffin/db/queries/order-lifecycle";
import { restaurants } from "@tiffin/db/schema/catalog";
import { riders, rides, type RidePlace } from "@tiffin/db/schema/dispatch";
import { joinRoute } from "@tiffin/domain/dispatch/join-route";
import { plannerPolicy, roomOn, traitsOf } from "@tiffin/domain/dispatch/policy";
import { DomainError, notFound } from "@tiffin/domain/errors";
import { roughTravelSeconds } from "@tiffin/domain/eta/ride";
import type { Location } from "@tiffin/domain/geo/location";
import { transitionOrder, type TransitionRequest } from "../lifecycle/index.ts";
import { hideEndedRides, lastPositions } from "../location/index.ts";
import { giveRide, lockUnderWay } from "./answer-offer.ts";
import { ridesUnderWay, vehicleOf, type RideInHand } from "./city-riders.ts";
import { ensureRide, type RideRow } from "./ensure-ride.ts";
import { releaseRide } from "./release-ride.ts";
import type { DispatchServices } from "./services.ts";
import { revokeOffers } from "./settle-offer.ts";
import { expectedReady } from "./waiting-orders.ts";

interface Assignment {
  readonly orderId: string;
  readonly riderId: string;
  readonly actor: TransitionRequest["actor"];
  readonly now: Date;
}

const MAX_ATTEMPTS = 3;

/**
 * Ops gives an order to a rider, past all offers; an order that another rider has not picked up yet is taken from them.
 * Giving it to the one who has it changes nothing. A rider who carries others gets it among their stops, as the planner
 * would put it there: within its bundles' limits, and so that nobody's food comes too late for it.
 *
 * @throws DomainError NOT_FOUND (order, or no rider of its city); RIDER_OFF_SHIFT; RIDER_BUSY; ILLEGAL_TRANSITION
 */
export async function assignByHand(
  services: Pick<DispatchServices, "db" | "redis">,
  request: Assignment,
): Promise<void> {
  const { orderId, riderId, now } = request;
  if (!isId(orderId)) throw notFound("order");
  if (!isId(riderId)) throw notFound("rider");
  let changed: readonly string[] | null = null;
  for (let attempt = 1; changed === null; attempt += 1) {
    if (attempt > MAX_ATTEMPTS) throw new DomainError("RIDER_BUSY", "This rider is given one order after the other.");
    changed = await assign(services, request);
  }
  await hideEndedRides(services, changed);
  // Whoever is still being asked, about this order or this rider about another, is asked in vain.
  await revokeOffers(services, { orderId }, now);
  await revokeOffers(services, { riderId }, now);
}

/** The riders who carry something else now; null when this one was given an order meanwhile: then it is to be looked at anew. */
async function assign(
  services: Pick<DispatchServices, "db" | "redis">,
  { orderId, riderId, actor, now }: Assignment,
): Promise<string[] | null> {
  const carriedBefore = await ordersInHand(services.db, riderId);
  const at = carriedBefore.length === 0 ? null : await lastPlace(services, riderId);
  return services.db.transaction(async (tx) => {
    // Whoever locks several orders does so in the order of their ids, and before the rider. What the rider carries is held,
    // too: a tap that ends it would otherwise hold its ride and wait for the rider, as this for the ride.
    const locked = new Map<string, OrderRow | undefined>();
    for (const id of [...new Set([orderId, ...carriedBefore])].toSorted()) locked.set(id, await lockOrder(tx, id));
    const order = locked.get(orderId);
    if (order === undefined) throw notFound("order");
    // Their rides, too: whoever accepts an offer locks these before the rider, and waits for the rider with them.
    await lockUnderWay(tx).execute({ riderId });
    const [rider] = await tx.select().from(riders).where(eq(riders.userId, riderId)).for("update");
    if (rider === undefined || rider.cityId !== order.cityId) throw notFound("rider");
    if (order.riderId === riderId && (order.status === "ASSIGNED" || order.status === "READY")) return [];
    if (!rider.online) throw new DomainError("RIDER_OFF_SHIFT", "This rider is not on shift.");
    const carried = (await ridesUnderWay(tx, [riderId], now)).get(riderId) ?? [];
    if (carried.some((ride) => !locked.has(ride.orderId))) return null;

    const ride = await ensureRide(tx, order);
    const places = await placesFor(tx, order, ride, { at, vehicle: rider.vehicle, carried }, now);
    if (order.riderId !== null)
      await releaseRide(tx, { rideId: ride.id, riderId: order.riderId, reason: "reassigned", actor, now });
    await transitionOrder(tx, { orderId, command: { type: "assign", riderId }, actor, now });
    for (const { rideId, ...place } of places.filter((one) => one.rideId !== ride.id))
      await tx
        .update(rides)
        .set({ ...place, updatedAt: now })
        .where(eq(rides.id, rideId));
    const own = places.find(({ rideId }) => rideId === ride.id);
    await giveRide(tx, ride.id, riderId, now, own);
    return order.riderId === null ? [riderId] : [order.riderId, riderId];
  });
}

/** The new ride's place on the rider's route, and the others' beside it. @throws DomainError RIDER_BUSY without room for it */
async function placesFor(
  tx: Transaction,
  order: OrderRow,
  ride: RideRow,
  rider: { readonly at: Location | null; readonly vehicle: string; readonly carried: readonly RideInHand[] },
  now: Date,
): Promise<RidePlace[]> {
  const { at, carried } = rider;
  if (carried.length === 0) return [{ rideId: ride.id, pickupOrder: 0, dropOrder: 0 }];
  const vehicle = vehicleOf(rider.vehicle);
  if (carried.length >= roomOn(vehicle, plannerPolicy))
    throw new DomainError("RIDER_BUSY", "This rider carries as many orders as they can.");
  const [pickup] = await tx
    .select({ lat: restaurants.lat, lng: restaurants.lng })
    .from(restaurants)
    .where(eq(restaurants.id, order.restaurantId));
  if (pickup === undefined) throw notFound("restaurant");
  const added = {
    orderId: order.id,
    restaurantId: order.restaurantId,
    pickup,
    dropoff: { lat: order.dropoffLat, lng: order.dropoffLng },
    placedAt: order.placedAt,
    readyAt: expectedReady(order, now).readyAt,
    isPickedUp: false,
  };
  // A rider of whom nothing was heard is taken to be where the food is.
  const places = joinRoute<Location>(at ?? pickup, now, carried, added, {
    travel: roughTravelSeconds,
    service: plannerPolicy.service,
    slowness: traitsOf(vehicle).slowness,
    maxDelaySeconds: plannerPolicy.bundles.maxDelaySeconds,
    standsAt: carried.find(({ isAtRestaurant }) => isAtRestaurant)?.restaurantId ?? null,
  });
  if (places === null)
    throw new DomainError("RIDER_BUSY", "With what this rider carries, somebody's food would come too late.");
  const rideOf = new Map([...carried.map((one) => [one.orderId, one.rideId] as const), [order.id, ride.id] as const]);
  return places.flatMap(({ orderId, ...place }) => {
    const rideId = rideOf.get(orderId);
    return rideId === undefined ? [] : [{ rideId, ...place }];
  });
}

async function ordersInHand(db: Database, riderId: string): Promise<string[]> {
  const rows = await db
    .select({ orderId: rides.orderId })
    .from(rides)
    .where(and(eq(rides.riderId, riderId), isActiveRide));
  return rows.map(({ orderId }) => orderId);
}

/** Null when nobody knows, or Redis is away: an operator's word must not depend on it. */
async function lastPlace({ redis }: Pick<DispatchServices, "redis">, riderId: string): Promise<Location | null> {
  const positions = await lastPositions(redis, [riderId]).catch(() => null);
  return positions?.get(riderId)?.location ?? null;
}
