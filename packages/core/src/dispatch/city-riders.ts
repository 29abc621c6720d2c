import { and, eq, notExists, sql } from "drizzle-orm";
import { anyOf } from "@tiffin/db/any-of";
import { isActiveRide, isPendingOffer } from "@tiffin/db/queries/dispatch-conditions";
import { rideOnItsWay } from "@tiffin/db/queries/ride-columns";
import type { Database, DatabaseOrTransaction } from "@tiffin/db/client";
import { restaurants } from "@tiffin/db/schema/catalog";
import { offers, riders, rides } from "@tiffin/db/schema/dispatch";
import { orders } from "@tiffin/db/schema/orders";
import { VEHICLES, type CityOrder, type CityRider, type Vehicle } from "@tiffin/domain/dispatch/city";
import { radiusAfter, traitsOf, type DispatchPolicy } from "@tiffin/domain/dispatch/policy";
import { routeEnd, type RideUnderWay } from "@tiffin/domain/dispatch/route-end";
import { roughTravelSeconds } from "@tiffin/domain/eta/ride";
import type { Location } from "@tiffin/domain/geo/location";
import { lastPositions, nearbyRiders, SILENT_AFTER_MS } from "../location/index.ts";
import type { DispatchServices } from "./services.ts";
import { expectedReady, plannedOf } from "./waiting-orders.ts";

/** Around one restaurant; whoever is farther off than so many others is not needed there. */
const NEAREST = 100;
/** Beyond one for each order: the nearest may be unlikely to say yes, or tired, or better placed for another. */
const SPARE = 15;

/** The riders that a round plans with, and who of them is near which restaurant. */
export interface NearbyRiders {
  readonly riders: readonly CityRider<Location>[];
  readonly nearby: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * Riders who may be asked now or soon: on shift, heard of lately, around the restaurant of one of the orders within its
 * wave, and not being asked already. Who carries something comes with it, and with when and where it will be done.
 */
export async function cityRiders(
  { db, redis }: Pick<DispatchServices, "db" | "redis">,
  cityId: string,
  waiting: readonly CityOrder<Location>[],
  policy: DispatchPolicy,
  now: Date,
): Promise<NearbyRiders> {
  const nearby = await aroundRestaurants(redis, cityId, waiting, policy, now);
  const ids = [...new Set([...nearby.values()].flatMap((near) => [...near]))];
  if (ids.length === 0) return { riders: [], nearby };
  const [positions, people, carried] = await Promise.all([
    lastPositions(redis, ids),
    notBeingAsked(db, cityId, ids),
    ridesUnderWay(db, ids, now),
  ]);
  const service = policy.kind === "planner" ? policy.service : null;
  const found = people.flatMap((person): CityRider<Location>[] => {
    const position = positions.get(person.userId);
    // The sweep of silent riders runs every few seconds: until then the map may still hold them.
    if (position === undefined || now.getTime() - position.recordedAt.getTime() > SILENT_AFTER_MS) return [];
    const own = carried.get(person.userId) ?? [];
    // The nearest free rider at once: that rule knows only riders who have nothing to do.
    if (own.length > 0 && service === null) return [];
    const vehicle = vehicleOf(person.vehicle);
    const at = position.location;
    const end =
      own.length === 0 || service === null
        ? { freeAt: now, freePlace: at }
        : routeEnd(at, now, own, { travel: roughTravelSeconds, service, slowness: traitsOf(vehicle).slowness });
    return [
      {
        riderId: person.userId,
        at,
        ...end,
        carries: own.toSorted((a, b) => a.dropOrder - b.dropOrder),
        shiftEndsAt: person.shiftEndsAt,
        vehicle,
        offersMade: person.offersMade,
        offersAccepted: person.offersAccepted,
        idleSince: own.length > 0 ? null : later(person.lastDeliveredAt, person.onlineSince),
      },
    ];
  });
  return whoCanMatter(found, nearby, waiting);
}

/**
 * Of the riders around each restaurant the nearest ones, as many as there are orders and some to spare: one who is farther
 * off than all of those is hardly the better choice. It is the same with those who carry something. All that a round costs, from the
 * ways that are looked up to the log, grows with the riders in it.
 */
function whoCanMatter(
  found: readonly CityRider<Location>[],
  around: ReadonlyMap<string, ReadonlySet<string>>,
  waiting: readonly CityOrder<Location>[],
): NearbyRiders {
  const riderOf = new Map(found.map((rider) => [rider.riderId, rider]));
  const nearby = new Map<string, Set<string>>();
  for (const [restaurantId, ids] of around) {
    const refusals = waiting
      .filter((order) => order.restaurantId === restaurantId)
      .map(({ declinedBy }) => new Set(declinedBy).size);
    const most = waiting.length + Math.max(0, ...refusals) + SPARE;
    // Nearest first, as the map answers.
    const near = [...ids].flatMap((id) => riderOf.get(id) ?? []);
    const idle = near.filter(({ carries }) => carries.length === 0).slice(0, most);
    const laden = near.filter(({ carries }) => carries.length > 0).slice(0, most);
    nearby.set(restaurantId, new Set([...idle, ...laden].map(({ riderId }) => riderId)));
  }
  const kept = new Set([...nearby.values()].flatMap((ids) => [...ids]));
  return { riders: found.filter(({ riderId }) => kept.has(riderId)), nearby };
}

export const vehicleOf = (name: string): Vehicle | null => VEHICLES.find((vehicle) => vehicle === name) ?? null;

function later(a: Date | null, b: Date | null): Date | null {
  if (a === null || b === null) return a ?? b;
  return a > b ? a : b;
}

/** By restaurant, the riders around its door: within the widest circle that one of its orders has reached. */
async function aroundRestaurants(
  redis: DispatchServices["redis"],
  cityId: string,
  waiting: readonly CityOrder<Location>[],
  policy: DispatchPolicy,
  now: Date,
): Promise<Map<string, Set<string>>> {
  const circles = new Map<string, { around: Location; radius: number }>();
  for (const { restaurantId, pickup, waitingSince } of waiting) {
    const radius = radiusAfter((now.getTime() - waitingSince.getTime()) / 1_000, policy);
    const known = circles.get(restaurantId);
    if (known === undefined || known.radius < radius) circles.set(restaurantId, { around: pickup, radius });
  }
  const found = await Promise.all(
    [...circles].map(async ([restaurantId, { around, radius }]) => {
      const near = await nearbyRiders(redis, cityId, around, radius, NEAREST);
      return [restaurantId, new Set(near.map(({ riderId }) => riderId))] as const;
    }),
  );
  return new Map(found);
}

/** On shift, in this city, without an open question. */
async function notBeingAsked(db: Database, cityId: string, ids: readonly string[]) {
  const open = db
    .select({ one: sql`1` })
    .from(offers)
    .where(and(eq(offers.riderId, riders.userId), isPendingOffer));
  return db
    .select({
      userId: riders.userId,
      vehicle: riders.vehicle,
      shiftEndsAt: riders.shiftEndsAt,
      offersMade: riders.offersMade,
      offersAccepted: riders.offersAccepted,
      lastDeliveredAt: riders.lastDeliveredAt,
      onlineSince: riders.onlineSince,
    })
    .from(riders)
    .where(and(eq(riders.cityId, cityId), anyOf(riders.userId, ids), eq(riders.online, true), notExists(open)));
}

/** A ride that a rider has, as the planner sees it. */
export interface RideInHand extends RideUnderWay<Location> {
  readonly rideId: string;
  /** The rider stands at its counter. */
  readonly isAtRestaurant: boolean;
}

/** What they carry, by rider. */
export async function ridesUnderWay(
  db: DatabaseOrTransaction,
  riderIds: readonly string[],
  now: Date,
): Promise<Map<string, RideInHand[]>> {
  const rows = await db
    .select({
      ride: rideOnItsWay,
      order: plannedOf,
      lat: restaurants.lat,
      lng: restaurants.lng,
    })
    .from(rides)
    .innerJoin(orders, eq(orders.id, rides.orderId))
    .innerJoin(restaurants, eq(restaurants.id, orders.restaurantId))
    .where(and(anyOf(rides.riderId, riderIds), isActiveRide));
  const byRider = new Map<string, RideInHand[]>();
  for (const { ride, order, lat, lng } of rows) {
    const one: RideInHand = {
      rideId: ride.id,
      orderId: order.id,
      restaurantId: order.restaurantId,
      pickup: { lat, lng },
      dropoff: { lat: order.dropoffLat, lng: order.dropoffLng },
      placedAt: order.placedAt,
      readyAt: expectedReady(order, now).readyAt,
      isPickedUp: ride.status === "PICKED_UP" || ride.status === "AT_CUSTOMER",
      isAtDoor: ride.status === "AT_CUSTOMER",
      pickupOrder: ride.pickupOrder,
      dropOrder: ride.dropOrder,
      isAtRestaurant: ride.status === "AT_RESTAURANT",
    };
    byRider.set(ride.riderId ?? "", [...(byRider.get(ride.riderId ?? "") ?? []), one]);
  }
  return byRider;
}
