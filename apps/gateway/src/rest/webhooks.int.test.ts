import { createHmac, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@tiffin/db/testing";
import { startTestGateway, type TestGateway } from "../testing/test-gateway.ts";

let database: TestDatabase;
let gateway: TestGateway;

beforeAll(async () => {
  database = await createTestDatabase(inject("postgresUrl"));
  gateway = await startTestGateway({ databaseUrl: database.url, redisUrl: inject("redisUrl") });
});
afterAll(async () => {
  await gateway.stop();
  await database.close();
});

const body = JSON.stringify({
  id: `evt_${randomUUID()}`,
  type: "payment.captured",
  createdAt: new Date().toISOString(),
  data: { payment: { id: "pay_unknown", reference: randomUUID(), idempotencyKey: randomUUID() } },
});

function send(secret: string, at = Date.now() / 1000, text = body): Promise<Response> {
  const t = Math.floor(at);
  const v1 = createHmac("sha256", secret).update(`${t}.${body}`).digest("hex");
  const headers = { "content-type": "application/json", "sandbox-signature": `t=${t},v1=${v1}` };
  return gateway.fetch("/v1/webhooks/sandbox", { method: "POST", headers, body: text });
}

test("a webhook counts once, whoever repeats it", async () => {
  const first = await send("sandbox-secret");
  expect([first.status, await first.json()]).toEqual([200, { outcome: "ignored" }]);
  const second = await send("sandbox-secret");
  expect([second.status, await second.json()]).toEqual([200, { outcome: "duplicate" }]);
});

test("a webhook with a wrong, old, foreign or missing signature changes nothing", async () => {
  const anHourAgo = Date.now() / 1000 - 3600;
  const refused = [
    await send("another secret"),
    await send("sandbox-secret", anHourAgo),
    await send("sandbox-secret", undefined, body.replace("captured", "refunded")),
    await gateway.fetch("/v1/webhooks/sandbox", { method: "POST", body }),
  ];
  for (const response of refused) {
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([401, "SIGNATURE_INVALID"]);
  }
});

test("gateways that are not configured have no door", async () => {
  for (const provider of ["stripe", "razorpay", "other"]) {
    const response = await gateway.fetch(`/v1/webhooks/${provider}`, { method: "POST", body });
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([404, "NOT_FOUND"]);
  }
});

describe("with Stripe for what is paid now, and Razorpay for what was paid before", () => {
  let real: TestGateway;
  beforeAll(async () => {
    real = await startTestGateway(
      { databaseUrl: database.url, redisUrl: inject("redisUrl") },
      {
        PAYMENTS_PROVIDER: "stripe",
        STRIPE_SECRET_KEY: "sk_test_of_the_tests",
        STRIPE_WEBHOOK_SECRET: "whsec_of_the_tests",
        RAZORPAY_KEY_ID: "rzp_test_of_the_tests",
        RAZORPAY_KEY_SECRET: "secret",
        RAZORPAY_WEBHOOK_SECRET: "a secret of the webhook",
      },
    );
  });
  afterAll(() => real.stop());

  const hmac = (secret: string, text: string) => createHmac("sha256", secret).update(text).digest("hex");
  const seconds = () => Math.floor(Date.now() / 1000);
  const stripeEvent = JSON.stringify({
    id: `evt_${randomUUID()}`,
    type: "payment_intent.succeeded",
    created: seconds(),
    data: { object: { object: "payment_intent", id: "pi_of_nobody", metadata: {} } },
  });
  const razorpayEvent = JSON.stringify({
    event: "payment.authorized",
    created_at: seconds(),
    payload: { payment: { entity: { id: "pay_of_nobody", order_id: "order_of_nobody" } } },
  });
  const signedBy = {
    stripe: (secret: string) => {
      const t = seconds();
      return { "stripe-signature": `t=${t},v1=${hmac(secret, `${t}.${stripeEvent}`)}` };
    },
    razorpay: (secret: string) => ({ "x-razorpay-signature": hmac(secret, razorpayEvent) }),
  };

  test.each([
    ["stripe", stripeEvent, "whsec_of_the_tests"],
    ["razorpay", razorpayEvent, "a secret of the webhook"],
  ] as const)("a webhook of %s counts once; a forged one changes nothing", async (provider, event, secret) => {
    const deliver = async (headers: Record<string, string>, text: string = event) => {
      const sent = { method: "POST", body: text, headers: { "content-type": "application/json", ...headers } };
      const response = await real.fetch(`/v1/webhooks/${provider}`, sent);
      return [response.status, await response.json()];
    };
    const forged = [401, expect.objectContaining({ code: "SIGNATURE_INVALID" })];
    expect(await deliver(signedBy[provider]("another secret"))).toEqual(forged);
    expect(await deliver(signedBy[provider](secret), event.replace("of_nobody", "of_somebody"))).toEqual(forged);
    expect(await deliver({})).toEqual(forged);
    expect(await deliver(signedBy[provider](secret))).toEqual([200, { outcome: "ignored" }]);
    expect(await deliver(signedBy[provider](secret))).toEqual([200, { outcome: "duplicate" }]);
  });
});
