import { and, asc, eq, gt, sql } from "drizzle-orm";
import { builtOnce } from "@tiffin/db/built-once";
import { isPendingOffer } from "@tiffin/db/queries/dispatch-conditions";
import { offers } from "@tiffin/db/schema/dispatch";
import { orders } from "@tiffin/db/schema/orders";
import { notFound } from "@tiffin/domain/errors";
import type { Location } from "@tiffin/domain/geo/location";
import { money } from "@tiffin/domain/money/money";
import type { CurrentRides, Offer, Ride, RouteStop } from "@tiffin/domain/wire/riders";
import { livePosition } from "../location/index.ts";
import {
  carriedRides,
  dropoffStop,
  readRides,
  restaurantStop,
  routeStops,
  viewRides,
  type RideFacts,
} from "./ride-view.ts";
import type { DispatchServices } from "./services.ts";

/** What a rider has to do now: the open offer, if any, and the rides under way with their stops in order. */
export async function currentRides(services: DispatchServices, riderId: string, now: Date): Promise<CurrentRides> {
  // One after the other: an offer that is being accepted meanwhile is then seen as an offer, as a ride, or as both; asked
  // together, it could be seen as neither, and the rider would be told that they have lost it.
  const asked = await openQuestion(services, riderId, now);
  const carried = await carriedRides(services.db, riderId);
  const question = carried.some(({ ride }) => ride.id === asked[0]?.offer.rideId) ? [] : asked;
  const [offer, views] = await Promise.all([
    question.length === 0 ? null : viewOffer(services, riderId, question, carried, now),
    viewRides(services, riderId, carried, now),
  ]);
  return { ...(offer === null ? {} : { offer }), rides: views, stops: routeStops(carried) };
}

/**
 * One ride as its rider sees it, also when they have brought it to its end.
 *
 * @throws DomainError NOT_FOUND when it is another's, or nobody's (any more)
 */
export async function rideView(services: DispatchServices, riderId: string, rideId: string, now: Date): Promise<Ride> {
  const own = (await readRides(services.db, [rideId])).filter(({ ride }) => ride.riderId === riderId);
  const [ride] = await viewRides(services, riderId, own, now);
  if (ride === undefined) throw notFound("ride");
  return ride;
}

/** The rider's open offers, of one question, in the order of its doors. */
async function openQuestion({ db }: DispatchServices, riderId: string, now: Date) {
  return openOffers(db).execute({ riderId, now: now.toISOString() });
}

const openOffers = builtOnce((db) =>
  db
    .select({ offer: offers, orderStatus: orders.status })
    .from(offers)
    .innerJoin(orders, eq(orders.id, offers.orderId))
    .where(
      and(eq(offers.riderId, sql.placeholder("riderId")), isPendingOffer, gt(offers.expiresAt, sql.placeholder("now"))),
    )
    .orderBy(asc(offers.position))
    .prepare("open_offers_of_rider"),
);

async function viewOffer(
  services: DispatchServices,
  riderId: string,
  question: Awaited<ReturnType<typeof openQuestion>>,
  carried: readonly RideFacts[],
  now: Date,
): Promise<Offer | null> {
  const { db, redis } = services;
  const lead = question[0]?.offer;
  // One of its orders is gone: the whole question is about to be taken back.
  if (lead === undefined || question.some(({ orderStatus }) => orderStatus !== "CONFIRMED")) return null;
  const known = await readRides(
    db,
    question.map(({ offer }) => offer.rideId),
  );
  const asked = question.flatMap(({ offer }) => known.find(({ ride }) => ride.id === offer.rideId) ?? []);
  const places = new Map(lead.sequence.map((place) => [place.rideId, place]));
  const stops = routeStops([...carried, ...asked], places);
  const [first] = asked;
  if (first === undefined || stops[0] === undefined) return null;
  const position = await livePosition(redis, riderId, now).catch(() => null);
  return {
    rideId: lead.rideId,
    offerSeq: lead.seq,
    expiresAt: lead.expiresAt.toISOString(),
    restaurant: { id: first.restaurant.id, ...restaurantStop(first) },
    dropoff: dropoffStop(first),
    distanceMeters: await wayMeters(services, first.order.cityId, position?.location ?? null, stops),
    pay: money(
      asked.reduce((sum, { ride }) => sum + ride.pay, 0),
      first.ride.currency,
    ),
    orders: asked.map((fact) => ({
      rideId: fact.ride.id,
      orderId: fact.order.id,
      orderNumber: fact.order.number,
      restaurant: { id: fact.restaurant.id, ...restaurantStop(fact) },
      dropoff: dropoffStop(fact),
      pay: money(fact.ride.pay, fact.ride.currency),
    })),
    stops,
  };
}

/** Over the streets, from where the rider is (if that is known) along all stops. */
async function wayMeters(
  { findRoute }: DispatchServices,
  cityId: string,
  from: Location | null,
  stops: readonly RouteStop[],
): Promise<number> {
  const places = [...(from === null ? [] : [from]), ...stops.map(({ location }) => location)];
  const legs = await Promise.all(places.slice(1).map((to, index) => findRoute(cityId, places[index] ?? to, to)));
  return Math.round(legs.reduce((sum, { distanceMeters }) => sum + distanceMeters, 0));
}
