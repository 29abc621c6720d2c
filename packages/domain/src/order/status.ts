import { z } from "zod";

/** The life of an order. A kitchen's acceptance is a fact beside it (`acceptedAt`), not a status. */
export const ORDER_STATUSES = [
  "CREATED",
  "PAYMENT_PENDING",
  "CONFIRMED",
  "ASSIGNED",
  "READY",
  "PICKED_UP",
  "DELIVERED",
  "CANCELLED",
] as const;
export const orderStatusSchema = z.enum(ORDER_STATUSES);
export type OrderStatus = z.infer<typeof orderStatusSchema>;

export const TERMINAL_STATUSES = ["DELIVERED", "CANCELLED"] as const satisfies readonly OrderStatus[];

export function isTerminal(status: OrderStatus): boolean {
  return status === "DELIVERED" || status === "CANCELLED";
}

export const CANCEL_REASONS = [
  "customer",
  "kitchen_rejected",
  "kitchen_silent",
  "payment_declined",
  "payment_expired",
  "no_rider",
  // The food was on its way already.
  "customer_unreachable",
  "food_damaged",
  "ride_failed",
  "ops",
] as const;
export type CancelReason = (typeof CANCEL_REASONS)[number];
