/** What a kitchen has to do when an order comes in. */
export interface KitchenNow {
  /** For one order, in a kitchen with nothing else to do. */
  readonly prepMinutes: number;
  /** Orders that were taken and are not ready. */
  readonly openTickets: number;
}

/** Tickets that a kitchen cooks side by side. */
export const KITCHEN_SLOTS = 6;
/** More than this nobody waits for: the count then says that tickets were forgotten, not how long it takes. */
export const MAX_KITCHEN_WAIT_SECONDS = 90 * 60;

/**
 * How long a new ticket waits for a free slot. With every slot taken, one comes free each prep / slots (the tickets in
 * work have begun at different times), and those that wait already are served first. Nothing while a slot is free.
 */
export function kitchenWaitSeconds({ prepMinutes, openTickets }: KitchenNow): number {
  const ahead = Math.max(0, openTickets + 1 - KITCHEN_SLOTS);
  return Math.min(MAX_KITCHEN_WAIT_SECONDS, (ahead * prepMinutes * 60) / KITCHEN_SLOTS);
}

/** From now until a new order would be ready: its wait and its cooking. */
export function kitchenSeconds(kitchen: KitchenNow): number {
  return kitchen.prepMinutes * 60 + kitchenWaitSeconds(kitchen);
}
