import { razorpayUnits } from "../minor-units.ts";
import type { GatewayPayment } from "../port.ts";
import type { RazorpayOrder, RazorpayPayment } from "./razorpay-client.ts";

/** Ours in Razorpay's notes: an order's id, the key of its payment or refund, and that it was let go. */
export const NOTES = { order: "tiffin_order", key: "tiffin_key", voided: "tiffin_voided" } as const;

/** One charge of ours: Razorpay's order, and what the customer tried to pay it with. */
export interface RazorpayCharge {
  readonly order: RazorpayOrder;
  readonly payments: readonly RazorpayPayment[];
}

export const isLetGo = ({ order }: RazorpayCharge): boolean => NOTES.voided in order.notes;

/** The payment with money in it, or that had; attempts that failed, or go on, never did. */
export function paidBy({ payments }: RazorpayCharge): RazorpayPayment | null {
  const by = (wanted: RazorpayPayment["status"]) => payments.find(({ status }) => status === wanted);
  return payments.find(isCaptured) ?? by("authorized") ?? by("refunded") ?? null;
}

/** Was it taken for good? What Razorpay gave back by itself, because nobody captured it, never was. */
export const isCaptured = ({ status, captured }: RazorpayPayment): boolean =>
  status === "captured" || (status === "refunded" && captured !== false);

/** What Razorpay holds of a charge, as the port tells of it. */
export function recordOf(charge: RazorpayCharge, keyId: string): GatewayPayment {
  const { order } = charge;
  const ours = (amount: number) => razorpayUnits.fromGateway(amount, order.currency);
  const base = {
    gatewayId: order.id,
    reference: String(order.notes[NOTES.order] ?? ""),
    idempotencyKey: order.receipt ?? "",
    amount: ours(order.amount),
    currency: order.currency,
    captured: 0,
    refunded: 0,
  };
  const payment = paidBy(charge);
  if (isLetGo(charge)) {
    // Until all of it is back it is still to be let go: the next call goes on with that.
    return { ...base, status: payment === null || payment.status === "refunded" ? "voided" : "authorized" };
  }
  if (payment === null) {
    const nextAction = { type: "razorpay", orderId: order.id, keyId } as const;
    return { ...base, status: "pending", nextAction };
  }
  if (payment.status === "authorized") return { ...base, status: "authorized" };
  if (!isCaptured(payment)) return { ...base, status: "voided" };
  // Where the customer bears Razorpay's fee, more than the order's amount is paid, and given back.
  const refunded = Math.min(payment.amount_refunded ?? 0, order.amount);
  return {
    ...base,
    status: refunded === order.amount ? "refunded" : "captured",
    captured: ours(order.amount),
    refunded: ours(refunded),
  };
}
