import { and, eq, gt, inArray, ne } from "drizzle-orm";
import { offers, rides } from "@tiffin/db/schema/dispatch";
import { orders } from "@tiffin/db/schema/orders";
import { notFound } from "@tiffin/domain/errors";
import { money } from "@tiffin/domain/money/money";
import type { CurrentRides, Offer, Ride } from "@tiffin/domain/wire/riders";
import { ACTIVE_RIDES, livePosition } from "../location/index.ts";
import { dropoffStop, readRides, restaurantStop, viewRides } from "./ride-view.ts";
import type { DispatchServices } from "./services.ts";

/** What a rider has to do now: the open offer, if any, and the rides under way. */
export async function currentRides(services: DispatchServices, riderId: string, now: Date): Promise<CurrentRides> {
  const active = await services.db
    .select({ id: rides.id })
    .from(rides)
    .innerJoin(orders, eq(orders.id, rides.orderId))
    .where(and(eq(rides.riderId, riderId), inArray(rides.status, [...ACTIVE_RIDES]), ne(orders.status, "CANCELLED")));
  const [offer, carried] = await Promise.all([
    openOffer(services, riderId, now),
    viewRides(
      services,
      riderId,
      active.map(({ id }) => id),
      now,
    ),
  ]);
  return { ...(offer === null ? {} : { offer }), rides: carried };
}

/** One ride as its rider sees it. @throws DomainError NOT_FOUND */
export async function rideView(services: DispatchServices, riderId: string, rideId: string, now: Date): Promise<Ride> {
  const [ride] = await viewRides(services, riderId, [rideId], now);
  if (ride === undefined) throw notFound("ride");
  return ride;
}

async function openOffer(services: DispatchServices, riderId: string, now: Date): Promise<Offer | null> {
  const { db, redis, findRoute } = services;
  const [offer] = await db
    .select({ rideId: offers.rideId, seq: offers.seq, expiresAt: offers.expiresAt })
    .from(offers)
    .innerJoin(orders, eq(orders.id, offers.orderId))
    .where(
      and(
        eq(offers.riderId, riderId),
        eq(offers.status, "PENDING"),
        gt(offers.expiresAt, now),
        eq(orders.status, "CONFIRMED"),
      ),
    );
  if (offer === undefined) return null;
  const [fact] = await readRides(db, [offer.rideId]);
  if (fact === undefined) return null;
  const restaurant = restaurantStop(fact);
  const position = await livePosition(redis, riderId, now).catch(() => null);
  const approach =
    position === null ? 0 : (await findRoute(fact.order.cityId, position.location, restaurant.location)).distanceMeters;
  return {
    rideId: offer.rideId,
    offerSeq: offer.seq,
    expiresAt: offer.expiresAt.toISOString(),
    restaurant: { id: fact.restaurant.id, ...restaurant },
    dropoff: dropoffStop(fact),
    distanceMeters: Math.round(approach) + fact.order.distanceMeters,
    pay: money(fact.ride.pay, fact.ride.currency),
  };
}
