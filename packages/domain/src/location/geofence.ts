import { assertNever } from "../errors.ts";

/**
 * A circle around a door with hysteresis and dwell: inside after two fixes in a row within the radius, outside after two
 * in a row beyond radius + margin, and only if they lie some seconds apart. One stray fix changes nothing, and neither do
 * a few that a phone blurts out in one moment.
 */
export interface FenceState {
  readonly inside: boolean;
  /** Fixes in a row that say otherwise, and when the first of them was taken (ms since the epoch). */
  readonly against: number;
  readonly againstSince: number | null;
  /** When the rider came in; null outside. */
  readonly enteredAt: number | null;
}

export const newFence: FenceState = { inside: false, against: 0, againstSince: null, enteredAt: null };

export const FENCE_RULES = {
  restaurantMeters: 80,
  customerMeters: 60,
  marginMeters: 25,
  fixesToBelieve: 2,
  /** From the first fix that says so to the one that is believed. */
  dwellMs: 1_000,
  /** Nobody fetches food in less: who was at the restaurant for a shorter time rode past it. */
  visitMs: 20_000,
  /** Worse fixes say nothing about a circle of this size. */
  maxAccuracyMeters: 100,
} as const;

export interface FenceFix {
  readonly distanceMeters: number;
  readonly accuracyMeters: number;
  /** ms since the epoch. */
  readonly at: number;
}

export type Crossing =
  | { readonly kind: "entered" }
  /** How long the visit lasted: until the first fix outside. */
  | { readonly kind: "left"; readonly stayedMs: number }
  | null;

export function crossFence(
  state: FenceState,
  { distanceMeters, accuracyMeters, at }: FenceFix,
  radiusMeters: number,
): { state: FenceState; crossing: Crossing } {
  // To have left, a rider must be outside whatever half of the fix's error does.
  const contradicts = state.inside
    ? distanceMeters - accuracyMeters / 2 > radiusMeters + FENCE_RULES.marginMeters
    : distanceMeters <= radiusMeters;
  if (!contradicts) return { state: { ...state, against: 0, againstSince: null }, crossing: null };
  const against = state.against + 1;
  const since = state.againstSince ?? at;
  if (against < FENCE_RULES.fixesToBelieve || at - since < FENCE_RULES.dwellMs)
    return { state: { ...state, against, againstSince: since }, crossing: null };
  if (state.inside)
    return { state: newFence, crossing: { kind: "left", stayedMs: since - (state.enteredAt ?? since) } };
  return { state: { ...newFence, inside: true, enteredAt: since }, crossing: { kind: "entered" } };
}

/** How far a ride has come, as the fences need to know it. */
export type RidePhase = "to-restaurant" | "at-restaurant" | "to-customer" | "at-customer";

export interface RideFences {
  readonly restaurant: FenceState;
  readonly customer: FenceState;
  /** The newest fix that was looked at: what comes again, or after it, is not counted twice. */
  readonly at: number;
}
export const newRideFences: RideFences = { restaurant: newFence, customer: newFence, at: 0 };

/** What a rider's movement means: the same commands as the taps. */
export type FenceCommand = "arrived-at-restaurant" | "picked-up" | "arrived-at-customer" | null;

export interface RideFix {
  readonly toRestaurantMeters: number;
  readonly toCustomerMeters: number;
  readonly accuracyMeters?: number;
  /** ms since the epoch. */
  readonly at: number;
}

export interface WatchedRide {
  readonly phase: RidePhase;
  readonly isReady: boolean;
  /** Its customer's door is the rider's next stop: whoever rides past it to another door has not arrived. */
  readonly isNextStop: boolean;
}

/**
 * Feeds one fix to a ride's fences. Leaving the restaurant counts as picking up only when the food is ready and the rider
 * was there for as long as that takes.
 */
export function observeRide(
  fences: RideFences,
  ride: WatchedRide,
  { toRestaurantMeters, toCustomerMeters, accuracyMeters = 0, at }: RideFix,
): { fences: RideFences; command: FenceCommand } {
  if (accuracyMeters > FENCE_RULES.maxAccuracyMeters || at <= fences.at) return { fences, command: null };
  const fix = (distanceMeters: number): FenceFix => ({ distanceMeters, accuracyMeters, at });
  const restaurant = crossFence(fences.restaurant, fix(toRestaurantMeters), FENCE_RULES.restaurantMeters);
  const customer = crossFence(fences.customer, fix(toCustomerMeters), FENCE_RULES.customerMeters);
  const next = { restaurant: restaurant.state, customer: customer.state, at };
  return { fences: next, command: commandOf(ride, restaurant, customer) };
}

interface Observed {
  readonly state: FenceState;
  readonly crossing: Crossing;
}

function commandOf(
  { phase, isReady, isNextStop }: WatchedRide,
  restaurant: Observed,
  customer: Observed,
): FenceCommand {
  switch (phase) {
    case "to-restaurant":
      return restaurant.state.inside ? "arrived-at-restaurant" : null;
    case "at-restaurant": {
      const { crossing } = restaurant;
      if (crossing?.kind !== "left" || crossing.stayedMs < FENCE_RULES.visitMs) return null;
      return isReady ? "picked-up" : null;
    }
    case "to-customer":
      return isNextStop && customer.state.inside ? "arrived-at-customer" : null;
    case "at-customer":
      return null;
    default:
      return assertNever(phase);
  }
}
