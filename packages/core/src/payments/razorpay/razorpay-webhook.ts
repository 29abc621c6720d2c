import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { DomainError } from "@tiffin/domain/errors";
import { z } from "zod";
import { parseJson, type PaymentWebhook, type WebhookMessage } from "../webhook.ts";

/** Razorpay tries for a day, and signs no time: what is older is not a delivery. */
const OLDEST_SECONDS = 48 * 3_600;

const eventSchema = z.object({
  event: z.string().min(1).max(100),
  created_at: z.int(),
  payload: z.object({
    payment: z.object({ entity: z.object({ id: z.string(), order_id: z.string().nullish() }) }).optional(),
    order: z.object({ entity: z.object({ id: z.string(), receipt: z.string().nullish() }) }).optional(),
  }),
});

/**
 * Checks a webhook of Razorpay: `x-razorpay-signature` is the hex HMAC-SHA256 of the raw body. (Not by the SDK's helper,
 * which compares in a time that tells how much of a forgery is right.)
 *
 * @throws DomainError SIGNATURE_INVALID; VALIDATION_FAILED when a signed body is not an event.
 */
export function verifyRazorpayWebhook(secret: string, message: WebhookMessage, now: Date): PaymentWebhook {
  const given = message.header("x-razorpay-signature") ?? "";
  const expected = createHmac("sha256", secret).update(message.body).digest();
  if (!/^[0-9a-f]{64}$/.test(given) || !timingSafeEqual(Buffer.from(given, "hex"), expected))
    throw new DomainError("SIGNATURE_INVALID", "The webhook's signature is missing or wrong.");

  const parsed = eventSchema.safeParse(parseJson(message.body));
  if (!parsed.success) throw new DomainError("VALIDATION_FAILED", "The webhook's body is not an event.");
  const { event, created_at: created, payload } = parsed.data;
  if (now.getTime() / 1000 - created > OLDEST_SECONDS)
    throw new DomainError("SIGNATURE_INVALID", "The webhook's signature is too old.");
  const gatewayId = payload.payment?.entity.order_id ?? payload.order?.entity.id ?? null;
  return {
    provider: "razorpay",
    eventId: eventId(message),
    type: event,
    gatewayId,
    idempotencyKey: payload.order?.entity.receipt ?? null,
    payload: { created, order: gatewayId, payment: payload.payment?.entity.id ?? null },
  };
}

/**
 * Razorpay's id of the event stands in a header, which the signature does not cover. With the body's fingerprint beside
 * it, nobody can use up the id of an event that is still to come.
 */
function eventId(message: WebhookMessage): string {
  const fingerprint = createHash("sha256").update(message.body).digest("hex").slice(0, 32);
  return `${(message.header("x-razorpay-event-id") ?? "").slice(0, 100)}:${fingerprint}`;
}
