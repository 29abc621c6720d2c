import type { Stripe } from "stripe";
import { stripeUnits } from "../minor-units.ts";
import type { GatewayPayment, GatewayStatus, NextAction } from "../port.ts";

/** Ours in Stripe's metadata: an order's id and the key of its payment or refund. */
export const METADATA = { order: "tiffin_order", key: "tiffin_key" } as const;

/** A PaymentIntent as the port tells of it. What was given back stands in its charge, which has to be expanded. */
export function recordOf(intent: Stripe.PaymentIntent, publishableKey?: string): GatewayPayment {
  const currency = intent.currency.toUpperCase();
  const ours = (amount: number) => stripeUnits.fromGateway(amount, currency);
  const captured = intent.status === "succeeded" ? intent.amount_received : 0;
  const refunded = refundedOf(intent.latest_charge);
  const status = statusOf(intent, captured > 0 && refunded >= captured);
  const nextAction = status === "pending" ? nextActionOf(intent, publishableKey) : null;
  return {
    gatewayId: intent.id,
    reference: intent.metadata[METADATA.order] ?? "",
    idempotencyKey: intent.metadata[METADATA.key] ?? "",
    status,
    amount: ours(intent.amount),
    currency,
    captured: ours(captured),
    refunded: ours(refunded),
    ...(status === "declined" ? { declineCode: declineCodeOf(intent) } : {}),
    ...(nextAction === null ? {} : { nextAction }),
  };
}

export function declineCodeOf({ last_payment_error: error }: Stripe.PaymentIntent): string {
  return error?.decline_code ?? error?.code ?? "declined";
}

function statusOf(intent: Stripe.PaymentIntent, isRefunded: boolean): GatewayStatus {
  switch (intent.status) {
    case "requires_capture":
      return "authorized";
    case "succeeded":
      return isRefunded ? "refunded" : "captured";
    case "canceled":
      return "voided";
    case "requires_payment_method":
      // Where Stripe puts an intent after a decline or a failed 3DS; also where one stands that was never confirmed.
      return intent.last_payment_error ? "declined" : "pending";
    default:
      return "pending";
  }
}

/** A charge that was captured in part counts the rest, which was never taken, as given back. */
function refundedOf(charge: Stripe.PaymentIntent["latest_charge"]): number {
  if (charge === null || typeof charge === "string" || !charge.captured) return 0;
  return Math.max(0, charge.amount_refunded - (charge.amount - charge.amount_captured));
}

function nextActionOf(intent: Stripe.PaymentIntent, publishableKey?: string): NextAction | null {
  if (intent.next_action === null) return null;
  const url = intent.next_action.redirect_to_url?.url;
  if (url) return { type: "redirect", url };
  if (intent.client_secret === null) return null;
  return { type: "stripe", clientSecret: intent.client_secret, ...(publishableKey ? { publishableKey } : {}) };
}
