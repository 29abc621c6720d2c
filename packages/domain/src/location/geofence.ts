import { assertNever } from "../errors.ts";

/**
 * A circle around a door with hysteresis: inside after two fixes in a row within the radius, outside after two in a row
 * beyond radius + margin. One stray fix changes nothing.
 */
export interface FenceState {
  readonly inside: boolean;
  /** Fixes in a row that say otherwise. */
  readonly against: number;
}

export const newFence: FenceState = { inside: false, against: 0 };

export const FENCE_RULES = {
  restaurantMeters: 80,
  customerMeters: 60,
  marginMeters: 25,
  fixesToBelieve: 2,
  /** Worse fixes say nothing about a circle of this size. */
  maxAccuracyMeters: 100,
} as const;

export type Crossing = "entered" | "left" | null;

export function crossFence(
  state: FenceState,
  distanceMeters: number,
  radiusMeters: number,
): { state: FenceState; crossing: Crossing } {
  const contradicts = state.inside
    ? distanceMeters > radiusMeters + FENCE_RULES.marginMeters
    : distanceMeters <= radiusMeters;
  if (!contradicts) return { state: { ...state, against: 0 }, crossing: null };
  const against = state.against + 1;
  if (against < FENCE_RULES.fixesToBelieve) return { state: { ...state, against }, crossing: null };
  return { state: { inside: !state.inside, against: 0 }, crossing: state.inside ? "left" : "entered" };
}

/** How far a ride has come, as the fences need to know it. */
export type RidePhase = "to-restaurant" | "at-restaurant" | "to-customer" | "at-customer";

export interface RideFences {
  readonly restaurant: FenceState;
  readonly customer: FenceState;
}
export const newRideFences: RideFences = { restaurant: newFence, customer: newFence };

/** What a rider's movement means: the same commands as the taps. */
export type FenceCommand = "arrived-at-restaurant" | "picked-up" | "arrived-at-customer" | null;

/** Feeds one fix to a ride's fences. Leaving the restaurant counts as picking up only when the food is ready. */
export function observeRide(
  fences: RideFences,
  ride: { readonly phase: RidePhase; readonly isReady: boolean },
  fix: { readonly toRestaurantMeters: number; readonly toCustomerMeters: number; readonly accuracyMeters?: number },
): { fences: RideFences; command: FenceCommand } {
  if ((fix.accuracyMeters ?? 0) > FENCE_RULES.maxAccuracyMeters) return { fences, command: null };
  const restaurant = crossFence(fences.restaurant, fix.toRestaurantMeters, FENCE_RULES.restaurantMeters);
  const customer = crossFence(fences.customer, fix.toCustomerMeters, FENCE_RULES.customerMeters);
  const next = { restaurant: restaurant.state, customer: customer.state };
  switch (ride.phase) {
    case "to-restaurant":
      return { fences: next, command: restaurant.state.inside ? "arrived-at-restaurant" : null };
    case "at-restaurant":
      return { fences: next, command: restaurant.crossing === "left" && ride.isReady ? "picked-up" : null };
    case "to-customer":
      return { fences: next, command: customer.state.inside ? "arrived-at-customer" : null };
    case "at-customer":
      return { fences: next, command: null };
    default:
      return assertNever(ride.phase);
  }
}
