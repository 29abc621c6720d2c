import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startStripeServer, STRIPE_KEY, type StripeServer } from "../testing/wire/stripe-server.ts";
import type { WireRequest } from "../testing/wire/wire-server.ts";
import { createStripeGateway } from "./stripe-gateway.ts";

let server: StripeServer;
beforeAll(async () => {
  server = await startStripeServer();
});
afterAll(() => server.close());

const gateway = () =>
  createStripeGateway({ secretKey: STRIPE_KEY, publishableKey: "pk_test_1", baseUrl: server.url, timeoutMs: 5_000 });
const money = { amount: 24_900, currency: "INR" };
let lastKey = 0;
const request = (token = "pm_card_visa") => ({
  idempotencyKey: `key_${(lastKey += 1)}`,
  reference: "order_1",
  money,
  instrument: { type: "card", token } as const,
  returnUrl: "https://eat.example/orders/order_1",
});

/** What was asked while `act` ran: method and path, the idempotency key, the form's fields in order. */
async function asked(act: () => Promise<unknown>): Promise<{ line: string; key: string | undefined; form: object }[]> {
  const before = server.requests.length;
  await act();
  return server.requests.slice(before).map(({ method, path, headers, body }) => ({
    line: `${method} ${decodeURIComponent(path)}`,
    key: headers["idempotency-key"],
    form: Object.fromEntries(new URLSearchParams(body)),
  }));
}

async function authorised() {
  const made = request();
  const result = await gateway().authorise(made);
  if (result.kind !== "authorised") throw new Error(`expected an authorisation, got ${result.kind}`);
  return { key: made.idempotencyKey, gatewayId: result.payment.gatewayId };
}

describe("what Stripe is asked, word for word", () => {
  it("an authorisation is an intent that is confirmed at once and captured by hand, under the payment's own key", async () => {
    const made = request();
    expect(await asked(() => gateway().authorise(made))).toEqual([
      {
        line: "POST /v1/payment_intents",
        key: made.idempotencyKey,
        form: {
          amount: "24900",
          currency: "inr",
          payment_method: "pm_card_visa",
          "allowed_payment_method_types[0]": "card",
          capture_method: "manual",
          confirm: "true",
          return_url: "https://eat.example/orders/order_1?payment=returned",
          "metadata[tiffin_order]": "order_1",
          "metadata[tiffin_key]": made.idempotencyKey,
          "expand[0]": "latest_charge",
        },
      },
    ]);
  });

  it("every call is signed by the secret key, form-encoded and of the version that the SDK was made for", async () => {
    await gateway().authorise(request());
    const { headers } = server.requests.at(-1) as WireRequest;
    expect(headers).toMatchObject({
      authorization: `Bearer ${STRIPE_KEY}`,
      "content-type": "application/x-www-form-urlencoded",
      "stripe-version": expect.stringMatching(/^\d{4}-\d{2}-\d{2}\.\w+$/),
    });
    expect(headers).not.toHaveProperty("x-stripe-client-telemetry");
  });

  it("capture, void and refund go to the intent, each under its own key", async () => {
    const { gatewayId, key } = await authorised();
    const capture = { gatewayId, idempotencyKey: `${key}:capture`, money };
    expect(await asked(() => gateway().capture(capture))).toEqual([
      {
        line: `POST /v1/payment_intents/${gatewayId}/capture`,
        key: `${key}:capture`,
        form: { amount_to_capture: "24900", "expand[0]": "latest_charge" },
      },
    ]);
    const refund = { gatewayId, idempotencyKey: `${key}:refund:0`, money: { ...money, amount: 900 }, reason: "cold" };
    expect(await asked(() => gateway().refund(refund))).toEqual([
      { line: `GET /v1/refunds?payment_intent=${gatewayId}&limit=100`, key: undefined, form: {} },
      {
        line: "POST /v1/refunds",
        key: `${key}:refund:0`,
        form: {
          payment_intent: gatewayId,
          amount: "900",
          "metadata[tiffin_key]": `${key}:refund:0`,
          "metadata[reason]": "cold",
        },
      },
      { line: `GET /v1/payment_intents/${gatewayId}?expand[0]=latest_charge`, key: undefined, form: {} },
    ]);
    const other = await authorised();
    const letGo = { gatewayId: other.gatewayId, idempotencyKey: `${other.key}:void` };
    expect(await asked(() => gateway().void(letGo))).toEqual([
      {
        line: `POST /v1/payment_intents/${other.gatewayId}/cancel`,
        key: `${other.key}:void`,
        form: { "expand[0]": "latest_charge" },
      },
    ]);
  });

  it("a charge whose id is not known is looked for in the list, page by page, around the time of its row", async () => {
    const since = new Date();
    const from = Math.floor(since.getTime() / 1000);
    const { key } = await authorised();
    for (let n = 0; n < 100; n += 1) await authorised();
    const found = await gateway().retrieve({ reference: "order_1", idempotencyKey: key, since });
    expect(found).toMatchObject({ kind: "found", payment: { idempotencyKey: key, reference: "order_1" } });
    const lists = server.requests.slice(-2).map(({ path }) => new URL(path, server.url).searchParams);
    expect(lists.map((query) => Object.fromEntries(query))).toEqual([
      {
        "created[gte]": String(from - 60),
        "created[lte]": String(from + 900),
        limit: "100",
        "expand[0]": "data.latest_charge",
      },
      expect.objectContaining({ starting_after: expect.stringMatching(/^pi_/) }),
    ]);
  });
});

describe("what Stripe answers", () => {
  it("a step of the customer's is a link where there is a way back, otherwise for Stripe.js", async () => {
    const link = await gateway().authorise(request("pm_card_threeDSecure2Required"));
    expect(link).toMatchObject({ kind: "requiresAction", nextAction: { type: "redirect" } });
    const { returnUrl: _, ...noWayBack } = request("pm_card_threeDSecure2Required");
    const step = await gateway().authorise(noWayBack);
    expect(step).toMatchObject({
      kind: "requiresAction",
      nextAction: { type: "stripe", clientSecret: expect.stringMatching(/_secret_/), publishableKey: "pk_test_1" },
    });
    expect(Object.fromEntries(new URLSearchParams(server.requests.at(-1)?.body))).toMatchObject({
      use_stripe_sdk: "true",
    });
  });

  it("a mistake in what we ask is a refusal with Stripe's code: nothing was charged", async () => {
    expect(await gateway().authorise(request("pm_of_nobody"))).toEqual({ kind: "declined", code: "resource_missing" });
  });

  it("a refund that the customer's bank refuses has failed, and goes on having failed under its key", async () => {
    const { key, gatewayId } = await authorised();
    await gateway().capture({ gatewayId, idempotencyKey: `${key}:capture`, money });
    const refund = () => gateway().refund({ gatewayId, idempotencyKey: `${key}:refund:0`, money });
    server.refuseRefunds(true);
    expect(await refund()).toMatchObject({ kind: "refused", code: "refund_failed" });
    server.refuseRefunds(false);
    expect(await refund()).toMatchObject({ kind: "refused", code: "refund_failed" });
    const now = await gateway().retrieve({ gatewayId });
    expect(now).toMatchObject({ payment: { status: "captured", refunded: 0 } });
  });

  it("a key that served another request leaves open what came of that one", async () => {
    const made = request();
    await gateway().authorise(made);
    const other = { ...made, money: { ...money, amount: 100 } };
    expect(await gateway().authorise(other)).toMatchObject({ kind: "unknown" });
  });

  it.each([
    [409, "idempotency_error", "idempotency_key_in_use"],
    [429, "invalid_request_error", "rate_limit"],
    [500, "api_error", undefined],
    [503, "api_error", undefined],
  ])("%i, twice, leaves open what was done, and is asked no third time", async (status, type, code) => {
    const answer = { status, body: { error: { type, code, message: "Please try again" } } };
    server.fault({ kind: "error", answer, times: 2 });
    const made = request();
    const calls = await asked(async () => expect(await gateway().authorise(made)).toMatchObject({ kind: "unknown" }));
    expect(calls.map(({ key }) => key)).toEqual([made.idempotencyKey, made.idempotencyKey]);
  });

  it.each([
    [200, "<html>a proxy's</html>"],
    [502, { message: "a proxy's" }],
    [200, {}],
  ])("an answer that is not Stripe's (%i, %j) leaves open what was done", async (status, body) => {
    server.fault({ kind: "error", answer: { status, body }, times: 2 });
    expect(await gateway().authorise(request())).toMatchObject({ kind: "unknown" });
  });

  it("silence is not answered by a second attempt: somebody is waiting", async () => {
    server.fault({ kind: "timeout_before" });
    const impatient = createStripeGateway({ secretKey: STRIPE_KEY, baseUrl: server.url, timeoutMs: 300 });
    const calls = await asked(async () =>
      expect(await impatient.authorise(request())).toEqual({
        kind: "unknown",
        reason: "the gateway did not answer in time",
      }),
    );
    expect(calls).toHaveLength(1);
  });

  it("what can't be said exactly in Stripe's units is declined before it is asked", async () => {
    const dinars = { ...request(), money: { amount: 5_124, currency: "KWD" } };
    const calls = await asked(async () =>
      expect(await gateway().authorise(dinars)).toEqual({ kind: "declined", code: "amount_not_supported" }),
    );
    expect(calls).toEqual([]);
  });
});
