import type { Order } from "@tiffin/domain/wire/orders";

type Paid = Pick<Order, "status" | "payment" | "total">;

/**
 * What an open payment waits for: the customer on the bank's page, the bank after they came back from it, their UPI app,
 * or somebody's answer. Null when it is settled.
 */
export type PendingStep = "approve" | "returned" | "upi" | "waiting";

export function pendingStepOf({ status, payment }: Paid, returned: boolean): PendingStep | null {
  if (status !== "PAYMENT_PENDING" && status !== "CREATED") return null;
  if (payment.nextAction) return returned ? "returned" : "approve";
  return payment.method === "upi" && payment.status === "PENDING" ? "upi" : "waiting";
}

/** Where the money of an order goes back, if any does. */
export type MoneyBack =
  /** Was only held, and is let go of. */
  | { kind: "releasing" | "released"; part: false }
  /** Was taken, and comes back: all of it or a part. */
  | { kind: "returning" | "returned"; part: boolean }
  | { kind: "nothing"; part: false };

export function moneyBackOf({ status, payment }: Paid): MoneyBack | null {
  if (payment.refunded.amount > 0) {
    return { kind: "returned", part: payment.refunded.amount < payment.amount.amount };
  }
  if (status !== "CANCELLED") return null;
  if (payment.method === "cash") return { kind: "nothing", part: false };
  switch (payment.status) {
    case "AUTHORIZED":
      return { kind: "releasing", part: false };
    case "VOIDED":
      return { kind: "released", part: false };
    case "CAPTURED":
      return { kind: "returning", part: false };
    case "REFUNDED":
      return { kind: "returned", part: false };
    default:
      return { kind: "nothing", part: false };
  }
}

/** Something about the money is still to come, though the order itself is over: worth asking again. */
export function moneyMoves(order: Paid): boolean {
  const back = moneyBackOf(order);
  if (back?.kind === "releasing" || back?.kind === "returning") return true;
  return order.status === "DELIVERED" && order.payment.status === "AUTHORIZED";
}

/** Cancelled because nobody paid: the dishes can be had by paying another way. */
export const wasUnpaid = (order: Pick<Order, "status" | "cancelReason">): boolean =>
  order.status === "CANCELLED" &&
  (order.cancelReason === "payment_declined" || order.cancelReason === "payment_expired");
