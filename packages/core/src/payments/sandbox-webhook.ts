import { createHmac, timingSafeEqual } from "node:crypto";
import { DomainError } from "@tiffin/domain/errors";
import { z } from "zod";
import { GATEWAY_STATUSES } from "./port.ts";
import { parseJson, type PaymentWebhook, type WebhookMessage } from "./webhook.ts";

const TOLERANCE_SECONDS = 300;

const eventSchema = z.object({
  id: z.string().min(1).max(200),
  type: z.string().min(1).max(100),
  createdAt: z.string(),
  data: z.object({ payment: z.object({ id: z.string().min(1), reference: z.string(), idempotencyKey: z.string() }) }),
});

const claimsSchema = z.object({
  data: z.object({
    payment: z.object({ status: z.enum(GATEWAY_STATUSES), captured: z.int(), refunded: z.int() }),
  }),
});

/**
 * Checks a webhook of the sandbox: `sandbox-signature: t=<unix seconds>,v1=<hex HMAC-SHA256 of "<t>.<body>">`, not older
 * and not newer than five minutes (each delivery is signed anew, so a late one is fresh and a replayed one is not).
 *
 * @throws DomainError SIGNATURE_INVALID; VALIDATION_FAILED when a signed body is not an event.
 */
export function verifySandboxWebhook(secret: string, message: WebhookMessage, now: Date): PaymentWebhook {
  const signature = message.header("sandbox-signature") ?? "";
  const fields = new Map(signature.split(",").map((field) => splitOnce(field.trim())));
  const t = fields.get("t") ?? "";
  const given = fields.get("v1") ?? "";
  const expected = createHmac("sha256", secret).update(`${t}.${message.body}`).digest();
  const genuine = /^[0-9a-f]{64}$/.test(given) && timingSafeEqual(Buffer.from(given, "hex"), expected);
  const age = Math.abs(now.getTime() / 1000 - Number(t));
  if (!/^\d{1,12}$/.test(t) || !genuine || age > TOLERANCE_SECONDS)
    throw new DomainError("SIGNATURE_INVALID", "The webhook's signature is missing, wrong or too old.");

  const event = parseJson(message.body);
  const parsed = eventSchema.safeParse(event);
  if (!parsed.success) throw new DomainError("VALIDATION_FAILED", "The webhook's body is not an event.");
  const { id, type, data } = parsed.data;
  const claims = claimsSchema.safeParse(event).data?.data.payment;
  return {
    provider: "sandbox",
    eventId: id,
    type,
    gatewayId: data.payment.id,
    idempotencyKey: data.payment.idempotencyKey,
    ...(claims === undefined ? {} : { claims }),
    payload: data.payment,
  };
}

function splitOnce(field: string): [string, string] {
  const at = field.indexOf("=");
  return at < 0 ? [field, ""] : [field.slice(0, at), field.slice(at + 1)];
}
