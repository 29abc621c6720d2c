import { newId } from "@tiffin/db/ids";
import type { CityPlan, CityState, PlannedOffer } from "@tiffin/domain/dispatch/city";
import { planCity } from "@tiffin/domain/dispatch/plan";
import { distanceMeters } from "@tiffin/domain/geo/distance";
import type { Location } from "@tiffin/domain/geo/location";
import { CityTravel } from "./city-travel.ts";
import { cityRiders } from "./city-riders.ts";
import { writeDecision, type Decision } from "./decisions/decision-log.ts";
import { recordState } from "./decisions/recorded-state.ts";
import { makeOffers } from "./make-offer.ts";
import type { DispatchSettings, MatchServices } from "./services.ts";
import { expireOffers, type OfferRow } from "./settle-offer.ts";
import { waitingOrders } from "./waiting-orders.ts";

export interface MatchResult {
  /** One an order. */
  readonly offers: readonly OfferRow[];
}

/** What a round did, and what of it is still to be written down. */
export interface MatchedRound extends MatchResult {
  /** Null when there was nothing to decide. */
  readonly decision: Decision | null;
}

/** Questions that are written in one transaction: the first riders need not wait for the last. */
const AT_ONCE = 50;

/** A matching round of a city, see {@link matchRound}, and the log of it. */
export async function matchCity(
  services: MatchServices,
  cityId: string,
  settings: DispatchSettings,
  now: Date,
): Promise<MatchResult> {
  const { offers, decision } = await matchRound(services, cityId, settings, now);
  if (decision !== null) await writeDecision(services.db, decision);
  return { offers };
}

/**
 * One matching round of a city: plans all its waiting orders and its riders together, and makes the offers that are due.
 * Rounds of a city run one at a time ({@link createCityMatcher}); should two ever overlap, the locks and the offers'
 * unique indexes decide. What it saw and why it decided so is the caller's to keep: the next round need not wait for it.
 */
export async function matchRound(
  services: MatchServices,
  cityId: string,
  settings: DispatchSettings,
  now: Date,
): Promise<MatchedRound> {
  const { db } = services;
  const { policy, scorer } = settings;
  // A rush takes a while to plan: the ten seconds of an offer begin when it is written.
  const began = performance.now();
  const present = () => new Date(now.getTime() + performance.now() - began);
  const waiting = () => waitingOrders(db, cityId, settings, now);
  const [ended, first] = await Promise.all([expireOffers(services, now), waiting()]);
  // Whoever was asked in vain may be asked again, and what they were asked about waits again.
  const orders = ended === 0 ? first : await waiting();
  if (orders.length === 0) return { offers: [], decision: null };
  const { riders, nearby } = await cityRiders(services, cityId, orders, policy, now);
  const travel = new CityTravel(await services.streets.of(db, cityId, now));
  for (const [restaurantId, near] of nearby) {
    const door = orders.find((order) => order.restaurantId === restaurantId)?.pickup;
    const places = riders.filter(({ riderId }) => near.has(riderId)).map(({ freePlace }) => freePlace);
    if (door !== undefined && places.length > 0) travel.prepare(door, places);
  }
  const state: CityState<Location> = { now, orders, riders, travel: travel.seconds, meters: distanceMeters };
  const plan = planCity(state, policy, scorer);

  const id = newId();
  const [offers, input] = await Promise.all([
    ask(services, plan, id, present),
    // Put together while Postgres is busy with the questions.
    (async () => recordState(state, travel, policy, scorer.version))(),
  ]);
  const asked = new Set(offers.map(({ orderId }) => orderId));
  return {
    offers,
    decision: {
      id,
      cityId,
      decidedAt: now,
      input,
      outcome: {
        offers: plan.offers.map((offer) => {
          const { stops: _, ...decided } = offer;
          return { ...decided, isAsked: offer.orderIds.every((orderId) => asked.has(orderId)) };
        }),
        left: plan.left,
      },
    },
  };
}

async function ask(
  services: MatchServices,
  plan: CityPlan,
  decisionId: string,
  present: () => Date,
): Promise<OfferRow[]> {
  const made: OfferRow[] = [];
  for (let from = 0; from < plan.offers.length; from += AT_ONCE) {
    const questions = plan.offers.slice(from, from + AT_ONCE).map((offer) => questionOf(offer, decisionId));
    made.push(...(await makeOffers(services, questions, present())));
  }
  return made;
}

function questionOf({ riderId, orderIds, stops, carries, why }: PlannedOffer, decisionId: string) {
  return {
    riderId,
    orders: orderIds.map((orderId) => ({ orderId, features: why })),
    stops,
    carries,
    decisionId,
  };
}
