import { newId } from "@tiffin/db/ids";
import type { CityPlan, CityState, PlannedOffer } from "@tiffin/domain/dispatch/city";
import { planCity } from "@tiffin/domain/dispatch/plan";
import { distanceMeters } from "@tiffin/domain/geo/distance";
import type { Location } from "@tiffin/domain/geo/location";
import { CityTravel } from "./city-travel.ts";
import { canAnybodyBeAsked, cityRiders } from "./city-riders.ts";
import { writeDecision } from "./decisions/decision-log.ts";
import { recordState } from "./decisions/recorded-state.ts";
import { makeOffers } from "./make-offer.ts";
import type { DispatchSettings, MatchServices } from "./services.ts";
import { expireOffers, type OfferRow } from "./settle-offer.ts";
import { waitingOrders } from "./waiting-orders.ts";

export interface MatchResult {
  /** One an order. */
  readonly offers: readonly OfferRow[];
}

/** Questions that are written in one transaction: the first riders need not wait for the last. */
const AT_ONCE = 50;

/**
 * One matching round of a city: plans all its waiting orders and its riders together, makes the offers that are due, and
 * writes down what it saw and why it decided so. Rounds of a city run one at a time ({@link createCityMatcher}); should
 * two ever overlap, the offers' unique indexes decide.
 */
export async function matchCity(
  services: MatchServices,
  cityId: string,
  settings: DispatchSettings,
  now: Date,
): Promise<MatchResult> {
  const { db } = services;
  const { policy, scorer } = settings;
  // A rush takes a while to plan: the ten seconds of an offer begin when it is written.
  const began = performance.now();
  const present = () => new Date(now.getTime() + performance.now() - began);
  // In a rush it is riders that are few and orders that are many: they are the cheaper question.
  const [ended, canAsk] = await Promise.all([expireOffers(services, now), canAnybodyBeAsked(db, cityId, policy)]);
  // Whoever was asked in vain may be asked again.
  if (!canAsk && (ended === 0 || !(await canAnybodyBeAsked(db, cityId, policy)))) return { offers: [] };
  const orders = await waitingOrders(db, cityId, settings, now);
  if (orders.length === 0) return { offers: [] };
  const { riders, nearby } = await cityRiders(services, cityId, orders, policy, now);
  const travel = new CityTravel(await services.streets.of(db, cityId, now));
  for (const [restaurantId, near] of nearby) {
    const door = orders.find((order) => order.restaurantId === restaurantId)?.pickup;
    const places = riders.filter(({ riderId }) => near.has(riderId)).map(({ freePlace }) => freePlace);
    if (door !== undefined && places.length > 0) travel.prepare(door, places);
  }
  const state: CityState<Location> = { now, orders, riders, travel: travel.seconds, meters: distanceMeters };
  const plan = planCity(state, policy, scorer);

  const decisionId = newId();
  const input = recordState(state, travel, policy, scorer.version);
  const made = await ask(services, plan, decisionId, present);
  const asked = new Set(made.map(({ orderId }) => orderId));
  await writeDecision(db, {
    id: decisionId,
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
  });
  return { offers: made };
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
