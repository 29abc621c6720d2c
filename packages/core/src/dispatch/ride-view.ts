import { and, asc, eq, getTableColumns, ne, sql } from "drizzle-orm";
import { anyOfNamed } from "@tiffin/db/any-of";
import { isActiveRide } from "@tiffin/db/queries/dispatch-conditions";
import { builtOnce } from "@tiffin/db/built-once";
import type { DatabaseOrTransaction } from "@tiffin/db/client";
import type { OrderRow } from "@tiffin/db/queries/order-lifecycle";
import { restaurants } from "@tiffin/db/schema/catalog";
import { offers, rides, type RidePlace } from "@tiffin/db/schema/dispatch";
import { users } from "@tiffin/db/schema/identity";
import { orderItems, orders } from "@tiffin/db/schema/orders";
import { payments } from "@tiffin/db/schema/payments";
import type { Location } from "@tiffin/domain/geo/location";
import { money } from "@tiffin/domain/money/money";
import { ridesInStopOrder, stopsInOrder, type RideInSequence } from "@tiffin/domain/dispatch/stops";
import type { Ride, RouteStop } from "@tiffin/domain/wire/riders";
import { livePosition } from "../location/index.ts";
import type { RideRow } from "./ensure-ride.ts";
import type { DispatchServices } from "./services.ts";

/** A ride with all that its rider needs to carry it out. */
export interface RideFacts {
  readonly ride: RideRow;
  readonly order: OrderRow;
  readonly restaurant: Pick<typeof restaurants.$inferSelect, "id" | "name" | "line1" | "phone" | "lat" | "lng">;
  readonly customerName: string;
  readonly items: readonly { readonly name: string; readonly quantity: number }[];
  readonly isCash: boolean;
  /** The number of the offer by which its rider has it; null when they were given it, or nobody has it. */
  readonly acceptedSeq: number | null;
}

const { id, name, line1, phone, lat, lng } = getTableColumns(restaurants);
const items = sql<RideFacts["items"]>`(
  select coalesce(json_agg(json_build_object('name', name, 'quantity', quantity) order by position), '[]')
  from ${orderItems} where order_id = ${orders.id})`;
/** Whether an order is paid in cash, in a query over orders. */
export const isCash = sql<boolean>`exists (select from ${payments} where order_id = ${orders.id} and method = 'cash')`;
const acceptedSeq = sql<RideFacts["acceptedSeq"]>`(
  select seq from ${offers} where order_id = ${orders.id} and rider_id = ${rides.riderId} and status = 'ACCEPTED')`;

/** Rides with their orders, in the order of their next stops. */
export async function readRides(db: DatabaseOrTransaction, rideIds: readonly string[]): Promise<RideFacts[]> {
  const [rideId, ...more] = rideIds;
  if (rideId === undefined) return [];
  return more.length === 0 ? byId(db).execute({ rideId }) : inStopOrder(await byIds(db).execute({ rideIds }));
}

/** What a rider carries; not what was cancelled a moment ago. */
export async function carriedRides(db: DatabaseOrTransaction, riderId: string): Promise<RideFacts[]> {
  return inStopOrder(await ofRider(db).execute({ riderId }));
}

// For an array Postgres plans anew each time, a millisecond for so many tables; nearly always there is one.
const byId = builtOnce((db) =>
  selectRides(db)
    .where(eq(rides.id, sql.placeholder("rideId")))
    .prepare("ride_by_id"),
);

const byIds = builtOnce((db) =>
  selectRides(db)
    .where(anyOfNamed(rides.id, "rideIds"))
    .orderBy(asc(rides.assignedAt), asc(rides.id))
    .prepare("rides_by_ids"),
);

const ofRider = builtOnce((db) =>
  selectRides(db)
    .where(and(eq(rides.riderId, sql.placeholder("riderId")), isActiveRide, ne(orders.status, "CANCELLED")))
    .orderBy(asc(rides.assignedAt), asc(rides.id))
    .prepare("rides_of_rider"),
);

function selectRides(db: DatabaseOrTransaction) {
  return db
    .select({
      ride: rides,
      order: orders,
      restaurant: { id, name, line1, phone, lat, lng },
      customerName: users.name,
      items,
      isCash,
      acceptedSeq,
    })
    .from(rides)
    .innerJoin(orders, eq(orders.id, rides.orderId))
    .innerJoin(restaurants, eq(restaurants.id, orders.restaurantId))
    .innerJoin(users, eq(users.id, orders.customerId));
}

function inStopOrder(facts: readonly RideFacts[]): RideFacts[] {
  const place = new Map(ridesInStopOrder(facts.map(inSequence)).map(({ rideId }, index) => [rideId, index]));
  return facts.toSorted((a, b) => (place.get(a.ride.id) ?? 0) - (place.get(b.ride.id) ?? 0));
}

/** What is left to do for these rides, in order. */
export function routeStops(facts: readonly RideFacts[], places?: ReadonlyMap<string, RidePlace>): RouteStop[] {
  const of = new Map(facts.map((fact) => [fact.ride.id, fact]));
  const sequence = facts.map((fact) => ({ ...inSequence(fact), ...places?.get(fact.ride.id) }));
  return stopsInOrder(sequence).flatMap(({ kind, rideIds }) => {
    const fact = of.get(rideIds[0] ?? "");
    if (fact === undefined) return [];
    return [{ kind, rideIds: [...rideIds], ...(kind === "pickup" ? restaurantStop(fact) : dropoffStop(fact)) }];
  });
}

function inSequence({ ride, order }: RideFacts): RideInSequence {
  return {
    rideId: ride.id,
    restaurantId: order.restaurantId,
    isPickedUp: ride.status === "PICKED_UP" || ride.status === "AT_CUSTOMER",
    isAtDoor: ride.status === "AT_CUSTOMER",
    pickupOrder: ride.pickupOrder,
    dropOrder: ride.dropOrder,
  };
}

/** The rides as their rider's app shows them, each with the way to its next stop. */
export async function viewRides(
  services: DispatchServices,
  riderId: string,
  facts: readonly RideFacts[],
  now: Date,
): Promise<Ride[]> {
  if (facts.length === 0) return [];
  const position = await livePosition(services.redis, riderId, now).catch(() => null);
  return Promise.all(
    facts.map(async (fact): Promise<Ride> => {
      const { ride, order, restaurant, customerName } = fact;
      const expectedReadyAt =
        order.acceptedAt === null ? null : new Date(order.acceptedAt.getTime() + order.prepMinutes * 60_000);
      return {
        id: ride.id,
        orderId: order.id,
        orderNumber: order.number,
        orderStatus: order.status,
        // A ride that went back to dispatch is over for whoever asks.
        status: ride.status === "SEARCHING" ? "CANCELLED" : ride.status,
        restaurant: { id: restaurant.id, phone: restaurant.phone, ...restaurantStop(fact) },
        dropoff: {
          ...dropoffStop(fact),
          customerName,
          ...(order.dropoffNotes === null ? {} : { notes: order.dropoffNotes }),
        },
        items: [...fact.items],
        distanceMeters: order.distanceMeters,
        pay: money(ride.pay, ride.currency),
        ...(fact.acceptedSeq === null ? {} : { acceptedSeq: fact.acceptedSeq }),
        ...(fact.isCash ? { cashToCollect: money(order.total, order.currency) } : {}),
        ...(order.readyAt === null ? {} : { readyAt: order.readyAt.toISOString() }),
        ...(expectedReadyAt === null ? {} : { expectedReadyAt: expectedReadyAt.toISOString() }),
        route: await nextLeg(services, fact, position?.location ?? null),
      };
    }),
  );
}

export function restaurantStop({ restaurant }: RideFacts) {
  return {
    name: restaurant.name,
    line1: restaurant.line1,
    location: { lat: restaurant.lat, lng: restaurant.lng },
  };
}

export function dropoffStop({ order, customerName }: RideFacts) {
  return {
    name: customerName,
    line1: order.dropoffLine1,
    location: { lat: order.dropoffLat, lng: order.dropoffLng },
  };
}

/**
 * From the rider to the restaurant; once there, from the restaurant; once on the way, from the rider to the customer. After
 * the end nothing is left of it.
 */
async function nextLeg(
  { findRoute }: DispatchServices,
  fact: RideFacts,
  rider: Location | null,
): Promise<Ride["route"]> {
  const restaurant = restaurantStop(fact).location;
  const door = dropoffStop(fact).location;
  const { status } = fact.ride;
  if (status === "DELIVERED" || status === "CANCELLED" || status === "SEARCHING") {
    const end: [number, number] = [door.lng, door.lat];
    return { to: "customer", distanceMeters: 0, durationSeconds: 0, polyline: [end, end] };
  }
  const toRestaurant = status === "ASSIGNED";
  const from = status === "AT_RESTAURANT" ? restaurant : (rider ?? restaurant);
  const to = toRestaurant ? restaurant : door;
  const route = await findRoute(fact.order.cityId, from, to);
  return {
    to: toRestaurant ? "restaurant" : "customer",
    distanceMeters: Math.round(route.distanceMeters),
    durationSeconds: Math.round(route.durationSeconds),
    polyline: route.polyline.map(([lng, lat]): [number, number] => [lng, lat]),
  };
}
