import { Stripe } from "stripe";
import { DomainError } from "@tiffin/domain/errors";
import { z } from "zod";
import { stripeUnits } from "../minor-units.ts";
import type { PaymentWebhook, WebhookMessage } from "../webhook.ts";
import { METADATA } from "./stripe-record.ts";

const TOLERANCE_SECONDS = 300;

const metadata = z.record(z.string(), z.string()).nullish();
const eventSchema = z.object({
  id: z.string().min(1).max(200),
  type: z.string().min(1).max(100),
  created: z.int(),
  data: z.object({
    object: z.union([
      z.object({
        object: z.literal("payment_intent"),
        id: z.string().min(1),
        metadata,
        status: z.string().optional(),
        amount_received: z.int().optional(),
        currency: z.string().optional(),
      }),
      // Charges, refunds and disputes name the intent that they belong to.
      z.object({ object: z.string(), payment_intent: z.string().min(1) }),
      z.object({ object: z.string() }),
    ]),
  }),
});

/**
 * Checks a webhook of Stripe: `stripe-signature` over the raw body, not older than five minutes (each delivery is signed
 * anew, so a late one is fresh and a replayed one is not).
 *
 * @throws DomainError SIGNATURE_INVALID; VALIDATION_FAILED when a signed body is not an event.
 */
export function verifyStripeWebhook(secret: string, message: WebhookMessage, now: Date): PaymentWebhook {
  const event = genuineEvent(secret, message, now);
  const parsed = eventSchema.safeParse(event);
  if (!parsed.success) throw new DomainError("VALIDATION_FAILED", "The webhook's body is not an event.");
  const { id, type, created, data } = parsed.data;
  const subject = data.object;
  const idempotencyKey = ("metadata" in subject && subject.metadata?.[METADATA.key]) || null;
  // Others may use the same account, with amounts that are none of ours.
  const claims = "status" in subject && idempotencyKey !== null ? claimsOf(subject) : undefined;
  const gatewayId = "id" in subject ? subject.id : "payment_intent" in subject ? subject.payment_intent : null;
  return {
    provider: "stripe",
    eventId: id,
    type,
    gatewayId,
    idempotencyKey,
    ...(claims === undefined ? {} : { claims }),
    payload: { created, object: subject.object, paymentIntent: gatewayId },
  };
}

/** How the intent stands, as far as an event can say it alone: what was given back stands in the charge. */
function claimsOf(intent: {
  readonly status?: string | undefined;
  readonly amount_received?: number | undefined;
  readonly currency?: string | undefined;
}): PaymentWebhook["claims"] {
  const { status, amount_received: received, currency } = intent;
  if (status === "requires_capture") return { status: "authorized", captured: 0, refunded: 0 };
  if (status === "canceled") return { status: "voided", captured: 0, refunded: 0 };
  if (status !== "succeeded" || received === undefined || currency === undefined) return undefined;
  const captured = stripeUnits.fromGateway(received, currency.toUpperCase());
  return { status: "captured", captured, refunded: 0 };
}

function genuineEvent(secret: string, message: WebhookMessage, now: Date): unknown {
  const signature = message.header("stripe-signature") ?? "";
  const receivedAt = now.getTime();
  try {
    return Stripe.webhooks.constructEvent(message.body, signature, secret, TOLERANCE_SECONDS, undefined, receivedAt);
  } catch (error) {
    // The signature was good then, and the body no JSON.
    if (error instanceof SyntaxError) return null;
    // Malformed headers fail in several ways. The SDK's own error has the whole body in it: not for a log.
    throw new DomainError("SIGNATURE_INVALID", "The webhook's signature is missing, wrong or too old.");
  }
}
