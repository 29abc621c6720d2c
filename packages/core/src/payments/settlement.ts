import type { OrderStatus } from "@tiffin/domain/order/status";
import type { GatewayPayment } from "./port.ts";

/** A request under way may reach the gateway for this long after the payment's row was written (time-out and retry). */
export const NOT_FOUND_GRACE_MS = 20_000;
/** How long an order waits for its customer (3DS, UPI); a little longer than gateways let their own pages live. */
export const PENDING_LIMIT_MS = 20 * 60_000;

export type OrderStep =
  | { readonly type: "await-payment" }
  | { readonly type: "confirm" }
  | { readonly type: "cancel"; readonly reason: "payment_declined" | "payment_expired" };

export type GatewayStep =
  | { readonly type: "void" }
  | { readonly type: "capture"; readonly amount: number }
  | { readonly type: "refund"; readonly amount: number };

export type Settlement = {
  readonly order: OrderStep | null;
  readonly gateway: GatewayStep | null;
  /** Nothing can be done yet: ask again later. */
  readonly wait: boolean;
  /** The gateway never got the charge: our row is closed too. */
  readonly lost: boolean;
};

export type SettlementInput = {
  readonly order: OrderStatus;
  readonly cash: boolean;
  /** Since the payment's row was written. */
  readonly ageMs: number;
  /** The gateway's record; null when it has none. */
  readonly truth: GatewayPayment | null;
};

const nothing: Settlement = { order: null, gateway: null, wait: false, lost: false };

/**
 * What follows for an order and its payment from what the gateway says. The gateway's truth wins: an order that is paid
 * is confirmed, one that can't be paid is cancelled; what a cancelled order holds is let go or given back; what is on
 * its way is captured (cash: once it is delivered).
 */
export function decideSettlement({ order, cash, ageMs, truth }: SettlementInput): Settlement {
  const unpaid = order === "CREATED" || order === "PAYMENT_PENDING";
  const awaiting: OrderStep | null = order === "CREATED" ? { type: "await-payment" } : null;
  const cancel = (reason: "payment_declined" | "payment_expired"): Settlement =>
    unpaid ? { ...nothing, order: { type: "cancel", reason } } : nothing;

  if (truth === null) {
    if (!unpaid && order !== "CANCELLED") return nothing;
    if (ageMs < NOT_FOUND_GRACE_MS) return { ...nothing, order: awaiting, wait: true };
    return { ...cancel("payment_expired"), lost: true };
  }
  switch (truth.status) {
    case "pending":
      if (order === "CANCELLED" || (unpaid && ageMs > PENDING_LIMIT_MS))
        return { ...nothing, gateway: { type: "void" } };
      return unpaid ? { ...nothing, order: awaiting, wait: true } : nothing;
    case "authorized": {
      if (unpaid) return { ...nothing, order: { type: "confirm" } };
      if (order === "CANCELLED") return { ...nothing, gateway: { type: "void" } };
      const due = order === "DELIVERED" || (order === "PICKED_UP" && !cash);
      return due ? { ...nothing, gateway: { type: "capture", amount: truth.amount } } : nothing;
    }
    case "captured": {
      if (unpaid) return { ...nothing, order: { type: "confirm" } };
      const held = truth.captured - truth.refunded;
      return order === "CANCELLED" && held > 0 ? { ...nothing, gateway: { type: "refund", amount: held } } : nothing;
    }
    case "declined":
      return cancel(truth.declineCode === "expired" ? "payment_expired" : "payment_declined");
    case "voided":
    case "refunded":
      return cancel("payment_expired");
    default:
      return truth.status satisfies never;
  }
}
