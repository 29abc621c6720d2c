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
import { distanceMeters } from "@tiffin/domain/geo/distance";
import type { Location } from "@tiffin/domain/geo/location";
import { lastPositions, nearbyRiders, SILENT_AFTER_MS, type RiderPosition } from "../location/index.ts";
import type { DispatchServices } from "./services.ts";
import { expectedReady, plannedOf } from "./waiting-orders.ts";

/** Around one restaurant; whoever is farther off than so many others is not needed there, unless all of these are busy. */
const NEAREST = 100;
/** Beyond one for each order: the nearest may be unlikely to say yes, or tired, or better placed for another. */
const SPARE = 15;

/** The riders that a round plans with, and who of them is near which restaurant. */
export interface NearbyRiders {
  readonly riders: readonly CityRider<Location>[];
  readonly nearby: ReadonlyMap<string, ReadonlySet<string>>;
}

/** The riders within the widest circle that one of a restaurant's orders has reached, nearest first. */
interface Circle {
  readonly door: Location;
  readonly radius: number;
  readonly near: readonly string[];
}

/**
 * Riders who may be asked now or soon: on shift, heard of lately, around the restaurant of one of the orders within its
 * wave, and not being asked already. Who carries something comes with it, and with when and where it will be done.
 */
export async function cityRiders(
  services: Pick<DispatchServices, "db" | "redis">,
  cityId: string,
  waiting: readonly CityOrder<Location>[],
  policy: DispatchPolicy,
  now: Date,
): Promise<NearbyRiders> {
  const circles = await aroundRestaurants(services.redis, cityId, waiting, policy, now);
  const nearest = await ridersToPlan(services, cityId, idsIn(circles), policy, now);
  const wider = await withFreeBehind(services, cityId, circles, nearest, waiting, now);
  const known = new Set(idsIn(circles));
  const behind = idsIn(wider).filter((id) => !known.has(id));
  const found = [...nearest, ...(await ridersToPlan(services, cityId, behind, policy, now))];
  return whoCanMatter(found, wider, waiting);
}

const idsIn = (circles: ReadonlyMap<string, Circle>): string[] => [
  ...new Set([...circles.values()].flatMap(({ near }) => near)),
];

/** Those of the riders who can be planned with. */
async function ridersToPlan(
  { db, redis }: Pick<DispatchServices, "db" | "redis">,
  cityId: string,
  ids: readonly string[],
  policy: DispatchPolicy,
  now: Date,
): Promise<CityRider<Location>[]> {
  if (ids.length === 0) return [];
  const [positions, people, carried] = await Promise.all([
    lastPositions(redis, ids),
    notBeingAsked(db, cityId, ids),
    ridesUnderWay(db, ids, now),
  ]);
  const service = policy.kind === "planner" ? policy.service : null;
  return people.flatMap((person): CityRider<Location>[] => {
    const position = positions.get(person.userId);
    // The sweep of silent riders runs every few seconds: until then the map may still hold them.
    if (position === undefined || isSilent(position, now)) return [];
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
}

const isSilent = ({ heardAt }: RiderPosition, now: Date): boolean =>
  now.getTime() - heardAt.getTime() > SILENT_AFTER_MS;

/**
 * Where the map has more riders than it was asked for, and fewer of the nearest are free than orders wait there, the free ones
 * behind them are added. In a dense rush they are few among many who are busy: Postgres knows them, so that the map need
 * not be read to its rim.
 */
async function withFreeBehind(
  { db, redis }: Pick<DispatchServices, "db" | "redis">,
  cityId: string,
  circles: ReadonlyMap<string, Circle>,
  nearest: readonly CityRider<Location>[],
  waiting: readonly CityOrder<Location>[],
  now: Date,
): Promise<ReadonlyMap<string, Circle>> {
  const idle = new Set(nearest.filter(({ carries }) => carries.length === 0).map(({ riderId }) => riderId));
  const short = [...circles].flatMap(([restaurantId, circle]) => {
    const orders = waiting.filter((order) => order.restaurantId === restaurantId);
    const needed = orders.length + mostRefusals(orders);
    const isShort = circle.near.length === NEAREST && circle.near.filter((id) => idle.has(id)).length < needed;
    return isShort ? [{ restaurantId, circle, needed }] : [];
  });
  if (short.length === 0) return circles;
  const free = await freeRiders(db, cityId);
  const positions = [...(await lastPositions(redis, free))].filter(([, position]) => !isSilent(position, now));
  const wider = new Map(circles);
  for (const { restaurantId, circle, needed } of short) {
    const known = new Set(circle.near);
    const behind = positions
      .map(([riderId, { location }]) => ({ riderId, meters: distanceMeters(circle.door, location) }))
      .filter(({ riderId, meters }) => meters <= circle.radius && !known.has(riderId))
      .toSorted((a, b) => a.meters - b.meters)
      .slice(0, needed + SPARE);
    wider.set(restaurantId, { ...circle, near: [...circle.near, ...behind.map(({ riderId }) => riderId)] });
  }
  return wider;
}

/** Of one order, the riders who won't take it. */
const mostRefusals = (orders: readonly CityOrder<Location>[]): number =>
  Math.max(0, ...orders.map(({ declinedBy }) => new Set(declinedBy).size));

/**
 * Of the riders around each restaurant the nearest ones, as many as there are orders and some to spare: one who is farther
 * off than all of those is hardly the better choice. It is the same with those who carry something. All that a round costs, from the
 * ways that are looked up to the log, grows with the riders in it.
 */
function whoCanMatter(
  found: readonly CityRider<Location>[],
  circles: ReadonlyMap<string, Circle>,
  waiting: readonly CityOrder<Location>[],
): NearbyRiders {
  const riderOf = new Map(found.map((rider) => [rider.riderId, rider]));
  const nearby = new Map<string, Set<string>>();
  for (const [restaurantId, circle] of circles) {
    const refusals = mostRefusals(waiting.filter((order) => order.restaurantId === restaurantId));
    const most = waiting.length + refusals + SPARE;
    const near = circle.near.flatMap((id) => riderOf.get(id) ?? []);
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

/** By restaurant, the riders around its door. */
async function aroundRestaurants(
  redis: DispatchServices["redis"],
  cityId: string,
  waiting: readonly CityOrder<Location>[],
  policy: DispatchPolicy,
  now: Date,
): Promise<Map<string, Circle>> {
  const circles = new Map<string, Omit<Circle, "near">>();
  for (const { restaurantId, pickup, waitingSince } of waiting) {
    const radius = radiusAfter((now.getTime() - waitingSince.getTime()) / 1_000, policy);
    const known = circles.get(restaurantId);
    if (known === undefined || known.radius < radius) circles.set(restaurantId, { door: pickup, radius });
  }
  const found = await Promise.all(
    [...circles].map(async ([restaurantId, circle]) => {
      const near = await nearbyRiders(redis, cityId, circle.door, circle.radius, NEAREST);
      return [restaurantId, { ...circle, near: near.map(({ riderId }) => riderId) }] as const;
    }),
  );
  return new Map(found);
}

const openQuestion = (db: Database) =>
  db
    .select({ one: sql`1` })
    .from(offers)
    .where(and(eq(offers.riderId, riders.userId), isPendingOffer));

/** On shift, in this city, without an open question. */
async function notBeingAsked(db: Database, cityId: string, ids: readonly string[]) {
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
    .where(
      and(eq(riders.cityId, cityId), anyOf(riders.userId, ids), eq(riders.online, true), notExists(openQuestion(db))),
    );
}

/** All of the city who are on shift, have nothing to do and are not being asked. */
async function freeRiders(db: Database, cityId: string): Promise<string[]> {
  const inHand = db
    .select({ one: sql`1` })
    .from(rides)
    .where(and(eq(rides.riderId, riders.userId), isActiveRide));
  const rows = await db
    .select({ riderId: riders.userId })
    .from(riders)
    .where(and(eq(riders.cityId, cityId), eq(riders.online, true), notExists(openQuestion(db)), notExists(inHand)));
  return rows.map(({ riderId }) => riderId);
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
