import type { Vehicle } from "./city.ts";

/** What is known of asking one rider to do one job, before they are asked. Seconds unless named otherwise. */
export interface PairFeatures {
  /** The way to the (first) restaurant, on this rider's vehicle. */
  readonly rideSeconds: number;
  /** Parking and walking in there. */
  readonly doorSeconds: number;
  /** From the pick-up to the last door. */
  readonly carrySeconds: number;
  readonly orders: number;
  readonly vehicle: Vehicle | null;
  readonly offersMade: number;
  readonly offersAccepted: number;
  /** How often this rider was asked about one of these orders and let it pass. */
  readonly askedBefore: number;
  /** Without a ride for so long; null when this is not known. */
  readonly idleSeconds: number | null;
  /** Until the food is expected; negative when it waits. */
  readonly readyInSeconds: number;
}

/**
 * What the planner wants to be told about the future. Pure: the same features give the same answers, or a decision could
 * not be replayed.
 */
export interface Scorer {
  /** Names the model and its weights, for the decision's log. */
  readonly version: string;
  /** How likely the rider says yes: 0…1. */
  acceptance(features: PairFeatures): number;
  /** From saying yes to standing at the counter, in seconds. */
  pickupSeconds(features: PairFeatures): number;
}

/** Offers that every newcomer is credited with: 4 of 5 taken. */
const PRIOR = { made: 5, accepted: 4 };
/** Who let it pass once will hardly take it at the second time of asking. */
const ASKED_AGAIN = 0.5;
/** A way of so many seconds to the restaurant makes every third rider who would come think twice. */
const FAR_SECONDS = 1_800;

/** Weights set by hand: what is used until there are models learned from the logged offers, and when there are none. */
export const handSetScorer: Scorer = {
  version: "hand-set-1",
  acceptance({ offersMade, offersAccepted, askedBefore, rideSeconds }) {
    const usually = (offersAccepted + PRIOR.accepted) / (offersMade + PRIOR.made);
    const distance = FAR_SECONDS / (FAR_SECONDS + rideSeconds / 2);
    return Math.min(1, usually) * distance * ASKED_AGAIN ** askedBefore;
  },
  pickupSeconds: ({ rideSeconds, doorSeconds }) => rideSeconds + doorSeconds,
};
