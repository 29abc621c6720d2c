import { distanceMeters } from "../geo/distance.ts";
import type { Location } from "../geo/location.ts";

/** An order that needs a rider, as the planner sees it. */
export interface WaitingOrder {
  readonly orderId: string;
  readonly restaurant: Location;
  readonly dropoff: Location;
  /** Since when dispatch looks for a rider. */
  readonly waitingSince: Date;
  /** When the kitchen has it ready, or said that it will. */
  readonly readyAt: Date;
  /** How often each rider was asked before and did not answer. */
  readonly askedBefore: Readonly<Record<string, number>>;
  /** Riders who said no to it. */
  readonly declinedBy: readonly string[];
}

/** A rider on shift, with a live position, without a ride and without an open offer. */
export interface FreeRider {
  readonly riderId: string;
  readonly location: Location;
  readonly offersMade: number;
  readonly offersAccepted: number;
  /** Since when without a ride; null when this is not known. */
  readonly idleSince: Date | null;
}

/** Seconds from one place to another for a rider. */
export type TravelTime = (from: Location, to: Location) => number;

export interface DispatchPolicy {
  readonly kind: "greedy";
  /** How far around the restaurant riders are looked for, growing with the wait. In order of `afterSeconds`. */
  readonly waves: readonly { readonly afterSeconds: number; readonly radiusMeters: number }[];
}

export const greedyPolicy: DispatchPolicy = {
  kind: "greedy",
  waves: [
    { afterSeconds: 0, radiusMeters: 3_000 },
    { afterSeconds: 10, radiusMeters: 5_000 },
    { afterSeconds: 25, radiusMeters: 8_000 },
  ],
};

/** Facts about a decision, to explain it, replay it and learn from it. */
export type OfferFeatures = Readonly<Record<string, number | string | boolean | null>>;

export interface PlannedOffer {
  readonly orderId: string;
  readonly riderId: string;
  readonly why: OfferFeatures;
}

export interface PlanInput {
  readonly now: Date;
  readonly orders: readonly WaitingOrder[];
  readonly riders: readonly FreeRider[];
  readonly travelTime: TravelTime;
  readonly policy: DispatchPolicy;
}

/**
 * Whom to ask to carry what, for one city at one moment. Pure and deterministic: the same input gives the same offers,
 * whatever the order of its lists. No rider gets two offers, no order two riders.
 */
export function plan({ now, orders, riders, travelTime, policy }: PlanInput): PlannedOffer[] {
  const free = new Map(riders.map((rider) => [rider.riderId, rider]));
  const offers: PlannedOffer[] = [];
  for (const order of [...orders].sort(longestWaitFirst)) {
    const waitingSeconds = (now.getTime() - order.waitingSince.getTime()) / 1_000;
    const radiusMeters = radiusAfter(waitingSeconds, policy);
    const candidates = [...free.values()]
      .filter((rider) => !order.declinedBy.includes(rider.riderId))
      .map((rider) => ({ rider, meters: distanceMeters(rider.location, order.restaurant) }))
      .filter(({ meters }) => meters <= radiusMeters)
      .map((candidate) => ({
        ...candidate,
        asked: order.askedBefore[candidate.rider.riderId] ?? 0,
        seconds: travelTime(candidate.rider.location, order.restaurant),
      }))
      // Those who let it pass come after those who were not asked yet; then the nearest by time; the id settles ties.
      .sort((a, b) => a.asked - b.asked || a.seconds - b.seconds || (a.rider.riderId < b.rider.riderId ? -1 : 1));
    const best = candidates[0];
    if (best === undefined) continue;
    free.delete(best.rider.riderId);
    offers.push({
      orderId: order.orderId,
      riderId: best.rider.riderId,
      why: {
        policy: policy.kind,
        waitingSeconds: Math.round(waitingSeconds),
        radiusMeters,
        candidates: candidates.length,
        pickupMeters: Math.round(best.meters),
        pickupSeconds: Math.round(best.seconds),
        readyInSeconds: Math.round((order.readyAt.getTime() - now.getTime()) / 1_000),
        askedBefore: best.asked,
        acceptanceRate: acceptanceRate(best.rider),
        idleSeconds:
          best.rider.idleSince === null ? null : Math.round((now.getTime() - best.rider.idleSince.getTime()) / 1_000),
      },
    });
  }
  return offers;
}

/** The radius of the wave that an order has reached. */
export function radiusAfter(waitingSeconds: number, policy: DispatchPolicy): number {
  return policy.waves.reduce(
    (radius, wave) => (waitingSeconds >= wave.afterSeconds ? Math.max(radius, wave.radiusMeters) : radius),
    policy.waves[0]?.radiusMeters ?? 0,
  );
}

/** Share of offers that were taken, smoothed so that a newcomer counts as an average rider. */
function acceptanceRate({ offersMade, offersAccepted }: FreeRider): number {
  return Math.round(((offersAccepted + 4) / (offersMade + 5)) * 100) / 100;
}

function longestWaitFirst(a: WaitingOrder, b: WaitingOrder): number {
  return a.waitingSince.getTime() - b.waitingSince.getTime() || (a.orderId < b.orderId ? -1 : 1);
}
