import type { ErrorCode } from "../errors.ts";

/** What decides whether a restaurant's food can be had now at a place. */
export interface DeliveryFacts {
  /** It has a menu here. */
  readonly orderable: boolean;
  /** By its hours and closures. */
  readonly isOpen: boolean;
  /** The kitchen has not paused itself. */
  readonly acceptingOrders: boolean;
  /** From its door to the place, over the streets where they are known; whole meters, as routes are told. */
  readonly streetMeters: number;
  readonly deliveryRadiusMeters: number;
}

export type Undeliverable = Extract<
  ErrorCode,
  "RESTAURANT_NOT_ORDERABLE" | "RESTAURANT_CLOSED" | "RESTAURANT_PAUSED" | "OUT_OF_DELIVERY_AREA"
>;

/**
 * Why food can't be had, the first reason that holds; null when it can be had. Search
 * and ordering ask this one function, so that a card does not promise what the quote refuses.
 */
export function whyUndeliverable(facts: DeliveryFacts): Undeliverable | null {
  if (!facts.orderable) return "RESTAURANT_NOT_ORDERABLE";
  if (!facts.isOpen) return "RESTAURANT_CLOSED";
  if (!facts.acceptingOrders) return "RESTAURANT_PAUSED";
  // The radius is a radius of riding, not of flying.
  if (facts.streetMeters > facts.deliveryRadiusMeters) return "OUT_OF_DELIVERY_AREA";
  return null;
}

export function canDeliver(facts: DeliveryFacts): boolean {
  return whyUndeliverable(facts) === null;
}
