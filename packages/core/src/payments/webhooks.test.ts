import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { isDomainError } from "@tiffin/domain/errors";
import { verifyPaymentWebhook, type PaymentsConfig } from "./payments-config.ts";
import { signedWebhook, webhookEvent, WEBHOOK_SECRETS } from "./testing/signed-webhook.ts";
import type { WebhookMessage } from "./webhook.ts";

const config: PaymentsConfig = {
  provider: "sandbox",
  sandbox: { url: "http://sandbox", apiKey: "key", webhookSecret: WEBHOOK_SECRETS.sandbox },
  stripe: { secretKey: "sk", publishableKey: undefined, baseUrl: undefined, webhookSecret: WEBHOOK_SECRETS.stripe },
  razorpay: { keyId: "id", keySecret: "secret", baseUrl: undefined, webhookSecret: WEBHOOK_SECRETS.razorpay },
};
const now = new Date("2026-03-01T12:00:00Z");
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000);
const WEEK = 7 * 86_400;

describe.each(["sandbox", "stripe", "razorpay"] as const)("a webhook of %s", (provider) => {
  const charge = { gatewayId: "charge_1", idempotencyKey: "key_1" };
  const sign = (at = now, secret: string = WEBHOOK_SECRETS[provider], body = webhookEvent(provider, charge, at)) =>
    signedWebhook(provider, body, { at, secret });
  const verify = (message: WebhookMessage) => verifyPaymentWebhook(config, provider, message, now);
  const codeOf = (message: WebhookMessage) => {
    try {
      return verify(message).provider;
    } catch (error) {
      return isDomainError(error) ? error.code : error;
    }
  };

  it("says which event it is, and about which charge", () => {
    expect(verify(sign())).toMatchObject({ provider, ...charge });
    expect(verify(sign()).eventId).not.toBe("");
  });

  it("is the same event however often it is delivered, and another one only for another body", () => {
    const other = webhookEvent(provider, { ...charge, gatewayId: "charge_2" }, now);
    expect(verify(sign()).eventId).toBe(verify(sign()).eventId);
    expect(verify(sign(now, undefined, other)).eventId).not.toBe(verify(sign()).eventId);
  });

  it("is refused when it is forged, changed on the way or not signed", () => {
    const message = sign();
    expect(codeOf(sign(now, "another secret of somebody else"))).toBe("SIGNATURE_INVALID");
    expect(codeOf({ ...message, body: message.body.replace("charge_1", "charge_2") })).toBe("SIGNATURE_INVALID");
    for (const signature of ["", "nonsense", "t=,v1=", "t=abc,v1=00", "00"]) {
      expect(codeOf({ body: message.body, header: () => signature })).toBe("SIGNATURE_INVALID");
    }
    expect(codeOf({ body: message.body, header: () => undefined })).toBe("SIGNATURE_INVALID");
  });

  it("is refused when it is replayed a week later", () => {
    expect(codeOf(sign(ago(WEEK)))).toBe("SIGNATURE_INVALID");
    expect(codeOf(sign(ago(60)))).toBe(provider);
  });

  it("that is signed but no event is malformed, not an error of ours", () => {
    for (const body of ["{}", "nonsense", "[1]"]) {
      expect(codeOf(sign(now, undefined, body))).toBe("VALIDATION_FAILED");
    }
  });

  it("keeps nothing that tells who paid", () => {
    expect(JSON.stringify(verify(sign()).payload)).not.toMatch(/customer\.example|4242|Somebody/);
  });

  it("has no door where that gateway is not set up, nor where its secret isn't known", () => {
    const message = sign();
    for (const one of [null, { ...config[provider]!, webhookSecret: null }]) {
      expect(() => verifyPaymentWebhook({ ...config, [provider]: one }, provider, message, now)).toThrow(
        expect.objectContaining({ code: "NOT_FOUND" }),
      );
    }
  });
});

describe("what gateways tell of that is no charge of ours", () => {
  it("is an event about nothing", () => {
    const payout = JSON.stringify({
      id: "evt_2",
      type: "payout.paid",
      created: 1,
      data: { object: { object: "payout" } },
    });
    const settled = JSON.stringify({ event: "settlement.processed", created_at: now.getTime() / 1000, payload: {} });
    for (const [provider, body] of [
      ["stripe", payout],
      ["razorpay", settled],
    ] as const) {
      const message = signedWebhook(provider, body, { at: now });
      const webhook = verifyPaymentWebhook(config, provider, message, now);
      expect(webhook).toMatchObject({ gatewayId: null, idempotencyKey: null });
    }
  });

  it("may be another shop's intent on the same account, of an amount that is none of ours", () => {
    const object = { object: "payment_intent", id: "pi_2", status: "succeeded", amount_received: 550, currency: "isk" };
    const body = JSON.stringify({ id: "evt_4", type: "payment_intent.succeeded", created: 1, data: { object } });
    const webhook = verifyPaymentWebhook(config, "stripe", signedWebhook("stripe", body, { at: now }), now);
    expect(webhook).toMatchObject({ gatewayId: "pi_2", idempotencyKey: null });
    expect(webhook).not.toHaveProperty("claims");
  });

  it("names the intent, when Stripe tells of its charge or refund", () => {
    const object = { object: "charge", id: "ch_1", payment_intent: "pi_1" };
    const body = JSON.stringify({ id: "evt_3", type: "charge.refunded", created: 1, data: { object } });
    const webhook = verifyPaymentWebhook(config, "stripe", signedWebhook("stripe", body, { at: now }), now);
    expect(webhook).toMatchObject({ gatewayId: "pi_1", idempotencyKey: null });
  });
});

it("Razorpay's event can't be used up by its id, which nobody signs", () => {
  const genuine = signedWebhook("razorpay", webhookEvent("razorpay", { gatewayId: "order_1" }, now), { at: now });
  const older = webhookEvent("razorpay", { gatewayId: "order_2" }, ago(60));
  const signature = createHmac("sha256", WEBHOOK_SECRETS.razorpay).update(older).digest("hex");
  const header = (name: string) => (name === "x-razorpay-signature" ? signature : genuine.header(name));
  const replayed = verifyPaymentWebhook(config, "razorpay", { body: older, header }, now);
  expect(replayed.eventId).not.toBe(verifyPaymentWebhook(config, "razorpay", genuine, now).eventId);
});
