import { createHmac, timingSafeEqual } from "node:crypto";
import { DomainError } from "@tiffin/domain/errors";
import { z } from "zod";

const TOLERANCE_SECONDS = 300;

const eventSchema = z.object({
  id: z.string().min(1).max(200),
  type: z.string().min(1).max(100),
  createdAt: z.string(),
  data: z.object({ payment: z.object({ id: z.string().min(1), reference: z.string(), idempotencyKey: z.string() }) }),
});

/** What a gateway's webhook says, whichever gateway it is: which event, and about which charge. */
export type PaymentWebhook = {
  readonly provider: "sandbox";
  readonly eventId: string;
  readonly type: string;
  readonly gatewayId: string;
  readonly idempotencyKey: string;
  readonly payload: Record<string, unknown>;
};

/**
 * Checks a webhook of the sandbox: `sandbox-signature: t=<unix seconds>,v1=<hex HMAC-SHA256 of "<t>.<body>">`, not older
 * and not newer than five minutes (each delivery is signed anew, so a late one is fresh and a replayed one is not).
 *
 * @param body exactly as it came over the wire
 * @throws DomainError SIGNATURE_INVALID; VALIDATION_FAILED when a signed body is not an event.
 */
export function verifySandboxWebhook(input: {
  readonly secret: string;
  readonly signature: string | null | undefined;
  readonly body: string;
  readonly now: Date;
}): PaymentWebhook {
  const fields = new Map((input.signature ?? "").split(",").map((field) => splitOnce(field.trim())));
  const t = fields.get("t") ?? "";
  const given = fields.get("v1") ?? "";
  const expected = createHmac("sha256", input.secret).update(`${t}.${input.body}`).digest();
  const genuine = /^[0-9a-f]{64}$/.test(given) && timingSafeEqual(Buffer.from(given, "hex"), expected);
  const age = Math.abs(input.now.getTime() / 1000 - Number(t));
  if (!/^\d{1,12}$/.test(t) || !genuine || age > TOLERANCE_SECONDS)
    throw new DomainError("SIGNATURE_INVALID", "The webhook's signature is missing, wrong or too old.");

  const parsed = eventSchema.safeParse(parseJson(input.body));
  if (!parsed.success) throw new DomainError("VALIDATION_FAILED", "The webhook's body is not an event.");
  const { id, type, data } = parsed.data;
  return {
    provider: "sandbox",
    eventId: id,
    type,
    gatewayId: data.payment.id,
    idempotencyKey: data.payment.idempotencyKey,
    payload: parseJson(input.body) as Record<string, unknown>,
  };
}

function splitOnce(field: string): [string, string] {
  const at = field.indexOf("=");
  return at < 0 ? [field, ""] : [field.slice(0, at), field.slice(at + 1)];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
