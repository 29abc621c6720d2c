import { CANCEL_REASONS } from "@tiffin/domain/order/status";
import type { CantDeliverReason } from "@tiffin/domain/ride/cant-deliver";

/** What is written into an order's audit: every change of its state, and a rider who stands at a door. */
export const EVENT_TYPES = [
  "created",
  "payment-awaited",
  "confirmed",
  "accepted",
  "delayed",
  "cooked",
  "assigned",
  "unassigned",
  "rider-arrived",
  "picked-up",
  "delivered",
  "cancelled",
] as const;

/** Reasons that the house writes itself, of a cancelled order and of one that was taken from its rider. */
export const REASON_CODES = [...CANCEL_REASONS, "reassigned", "off_shift", "rider_silent", "kitchen_late"] as const;

/** Why riders give an order back before they have fetched it; later it ends. */
export const GIVE_BACK_REASONS = ["restaurant_closed", "vehicle", "unsafe"] as const satisfies CantDeliverReason[];

/** "cant_deliver:vehicle" is a rider's own word about a ride. */
export function gaveItBackFor(reason: string | null): (typeof GIVE_BACK_REASONS)[number] | null {
  return GIVE_BACK_REASONS.find((one) => reason === `cant_deliver:${one}`) ?? null;
}
