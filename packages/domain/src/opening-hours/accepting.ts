import { isOpenAt, nextOpening, type Openness } from "./opening-hours.ts";

/** The kitchen's own switch, and a pause that ends by itself. */
export interface KitchenSwitch {
  readonly acceptingOrders: boolean;
  /** RFC 3339 where it comes from the wire or a search document. */
  readonly pausedUntil: Date | string | null;
}

/** Whether the kitchen takes orders, whatever its hours are. */
export function isAccepting({ acceptingOrders, pausedUntil }: KitchenSwitch, at: Date): boolean {
  return acceptingOrders && (pausedUntil === null || new Date(pausedUntil) <= at);
}

/**
 * When orders are taken next: within its hours, and after a pause that has an end. Null when they are taken now, when the
 * kitchen switched itself off (nobody knows until when), and when it doesn't open within two weeks. A search document is
 * an argument as it stands.
 */
export function nextAccepting(kitchen: Openness & KitchenSwitch, at: Date): Date | null {
  if (!kitchen.acceptingOrders) return null;
  if (isAccepting(kitchen, at)) return nextOpening(kitchen, at);
  const resumes = new Date(kitchen.pausedUntil!);
  return isOpenAt(kitchen, resumes) ? resumes : nextOpening(kitchen, resumes);
}
