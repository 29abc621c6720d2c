import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { verifySandboxWebhook } from "./sandbox-webhook.ts";

const secret = "whsec_secret_of_the_test";
const now = new Date("2026-03-01T12:00:00Z");
const body = JSON.stringify({
  id: "evt_1",
  type: "payment.authorized",
  createdAt: now.toISOString(),
  data: { payment: { id: "pay_1", reference: "order", idempotencyKey: "key", status: "authorized" } },
});
const sign = (text: string, at: Date, by = secret) => {
  const t = Math.floor(at.getTime() / 1000);
  return `t=${t},v1=${createHmac("sha256", by).update(`${t}.${text}`).digest("hex")}`;
};
const verify = (signature: string | null, text = body) =>
  verifySandboxWebhook(
    secret,
    { body: text, header: (name) => (name === "sandbox-signature" ? (signature ?? undefined) : undefined) },
    now,
  );
const refused = (act: () => unknown) => {
  try {
    act();
    return "taken";
  } catch (error) {
    return (error as { code?: string }).code;
  }
};

describe("a webhook of the sandbox", () => {
  it("is taken with its signature", () => {
    expect(verify(sign(body, now))).toMatchObject({
      eventId: "evt_1",
      type: "payment.authorized",
      gatewayId: "pay_1",
      idempotencyKey: "key",
    });
  });

  it("is refused when forged, changed, unsigned or replayed later", () => {
    const week = new Date(now.getTime() - 7 * 86_400_000);
    for (const signature of [sign(body, now, "other"), sign(body, week), null, "", "t=,v1=", "t=abc,v1=00"])
      expect(refused(() => verify(signature))).toBe("SIGNATURE_INVALID");
    expect(refused(() => verify(sign(body, now), body.replace("pay_1", "pay_2")))).toBe("SIGNATURE_INVALID");
  });

  it("that is signed but no event is malformed, not an error of ours", () => {
    for (const text of ["{}", "nonsense", "[1]"])
      expect(refused(() => verify(sign(text, now), text))).toBe("VALIDATION_FAILED");
  });
});
