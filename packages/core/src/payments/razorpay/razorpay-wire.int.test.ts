import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RAZORPAY_KEY, startRazorpayServer, type RazorpayServer } from "../testing/wire/razorpay-server.ts";
import { createRazorpayGateway } from "./razorpay-gateway.ts";

let server: RazorpayServer;
beforeAll(async () => {
  server = await startRazorpayServer();
});
afterAll(() => server.close());

const gateway = (timeoutMs = 5_000) => createRazorpayGateway({ ...RAZORPAY_KEY, baseUrl: server.url, timeoutMs });
const money = { amount: 24_900, currency: "INR" };
const request = () => ({
  idempotencyKey: randomUUID(),
  reference: "order_1",
  money,
  instrument: { type: "upi", token: null } as const,
});

/** What was asked while `act` ran. */
async function asked(act: () => Promise<unknown>): Promise<{ line: string; body: unknown }[]> {
  const before = server.requests.length;
  await act();
  return server.requests.slice(before).map(({ method, path, body }) => ({
    line: `${method} ${path}`,
    body: body === "" ? null : JSON.parse(body),
  }));
}
const lastHeaders = () => server.requests.at(-1)?.headers ?? {};

/** An order that the customer paid: the charge's id, and that of the payment in it. */
async function paid() {
  const made = request();
  const result = await gateway().authorise(made);
  if (result.kind !== "requiresAction") throw new Error(`expected something to do, got ${result.kind}`);
  const gatewayId = result.payment.gatewayId;
  return { key: made.idempotencyKey, gatewayId, paymentId: server.pay(gatewayId, "upi", "authorized") };
}

describe("what Razorpay is asked, word for word", () => {
  it("an authorisation is an order to be captured by hand, made once for a receipt", async () => {
    const made = request();
    expect(await asked(() => gateway().authorise(made))).toEqual([
      {
        line: "POST /v1/orders",
        body: {
          amount: 24_900,
          currency: "INR",
          receipt: made.idempotencyKey,
          unique_receipt: true,
          payment: {
            capture: "manual",
            capture_options: { manual_expiry_period: 1_440, refund_speed: "optimum" },
          },
          notes: { tiffin_order: "order_1", tiffin_key: made.idempotencyKey },
        },
      },
    ]);
    expect(lastHeaders()).toMatchObject({
      authorization: `Basic ${btoa(`${RAZORPAY_KEY.keyId}:${RAZORPAY_KEY.keySecret}`)}`,
      "content-type": "application/json",
    });
  });

  it("a capture is of the payment in the order, whole", async () => {
    const { key, gatewayId, paymentId } = await paid();
    const capture = { gatewayId, idempotencyKey: `${key}:capture`, money };
    const calls = await asked(() => gateway().capture(capture));
    expect(calls.map(({ line }) => line)).toEqual([
      `GET /v1/orders/${gatewayId}`,
      `GET /v1/orders/${gatewayId}/payments`,
      `POST /v1/payments/${paymentId}/capture`,
      `GET /v1/orders/${gatewayId}`,
      `GET /v1/orders/${gatewayId}/payments`,
    ]);
    expect(calls[2]?.body).toEqual({ amount: 24_900, currency: "INR" });
  });

  it("a refund carries its key in a header, in the letters that Razorpay takes, and in its notes for good", async () => {
    const { key, gatewayId, paymentId } = await paid();
    await gateway().capture({ gatewayId, idempotencyKey: `${key}:capture`, money });
    const refund = { gatewayId, idempotencyKey: `${key}:refund:0`, money: { ...money, amount: 900 }, reason: "cold" };
    const calls = await asked(() => gateway().refund(refund));
    expect(calls.slice(2, 4)).toEqual([
      { line: `GET /v1/payments/${paymentId}/refunds?count=100`, body: null },
      {
        line: `POST /v1/payments/${paymentId}/refund`,
        body: { amount: 900, speed: "optimum", notes: { tiffin_key: `${key}:refund:0`, reason: "cold" } },
      },
    ]);
    const sent = server.requests.find(({ path }) => path === `/v1/payments/${paymentId}/refund`);
    expect(sent?.headers["x-refund-idempotency"]).toBe(`${key}_refund_0`);
    const again = await asked(() => gateway().refund(refund));
    expect(again.filter(({ line }) => line.startsWith("POST"))).toEqual([]);
  });

  it("letting go marks the order first, then gives back what was paid", async () => {
    const { key, gatewayId, paymentId } = await paid();
    const calls = await asked(() => gateway().void({ gatewayId, idempotencyKey: `${key}:void` }));
    expect(calls.filter(({ line }) => !line.startsWith("GET"))).toEqual([
      {
        line: `PATCH /v1/orders/${gatewayId}`,
        body: { notes: { tiffin_order: "order_1", tiffin_key: key, tiffin_voided: "1" } },
      },
      { line: `POST /v1/payments/${paymentId}/capture`, body: { amount: 24_900, currency: "INR" } },
      {
        line: `POST /v1/payments/${paymentId}/refund`,
        body: { amount: 24_900, speed: "optimum", notes: { tiffin_key: `${key}:void` } },
      },
    ]);
  });

  it("a charge whose id is not known is found by its receipt", async () => {
    const { key } = await paid();
    const calls = await asked(() =>
      gateway().retrieve({ reference: "order_1", idempotencyKey: key, since: new Date() }),
    );
    expect(calls[0]?.line).toBe(`GET /v1/orders?count=100&skip=0&receipt=${key}`);
  });
});

describe("what becomes of a charge at Razorpay", () => {
  const stateOf = async (gatewayId: string) => {
    const found = await gateway().retrieve({ gatewayId });
    return found.kind === "found" ? found.payment : found;
  };

  it("the customer pays in Razorpay's checkout, and may try again", async () => {
    const result = await gateway().authorise(request());
    if (result.kind !== "requiresAction") throw new Error(`expected something to do, got ${result.kind}`);
    const { gatewayId } = result.payment;
    expect(result.nextAction).toEqual({ type: "razorpay", orderId: gatewayId, keyId: RAZORPAY_KEY.keyId });
    server.pay(gatewayId, "card", "failed");
    expect(await stateOf(gatewayId)).toMatchObject({ status: "pending", nextAction: result.nextAction });
    server.pay(gatewayId, "upi", "authorized");
    expect(await stateOf(gatewayId)).toMatchObject({ status: "authorized", captured: 0 });
  });

  it("an order that was paid before the answer came is authorised when it is asked for again", async () => {
    const made = request();
    const first = await gateway().authorise(made);
    if (first.kind !== "requiresAction") throw new Error(`expected something to do, got ${first.kind}`);
    server.pay(first.payment.gatewayId, "upi", "authorized");
    expect(await gateway().authorise(made)).toMatchObject({ kind: "authorised", payment: { status: "authorized" } });
  });

  it("what nobody captured in time was never taken", async () => {
    const { gatewayId, key } = await paid();
    server.expire(gatewayId);
    expect(await stateOf(gatewayId)).toMatchObject({ status: "voided", captured: 0, refunded: 0 });
    const capture = { gatewayId, idempotencyKey: `${key}:capture`, money };
    expect(await gateway().capture(capture)).toMatchObject({ kind: "refused", code: "payment_voided" });
  });

  it("a second payment counts when the first was given back unasked", async () => {
    const { gatewayId } = await paid();
    server.expire(gatewayId);
    server.pay(gatewayId, "card", "authorized");
    expect(await stateOf(gatewayId)).toMatchObject({ status: "authorized" });
  });

  it("who pays an order that was let go gets it back when it is let go again", async () => {
    const made = request();
    const result = await gateway().authorise(made);
    if (result.kind !== "requiresAction") throw new Error(`expected something to do, got ${result.kind}`);
    const letGo = { gatewayId: result.payment.gatewayId, idempotencyKey: `${made.idempotencyKey}:void` };
    expect(await gateway().void(letGo)).toMatchObject({ kind: "done", payment: { status: "voided" } });
    server.pay(letGo.gatewayId, "upi", "authorized");
    expect(await stateOf(letGo.gatewayId)).toMatchObject({ status: "authorized" });
    const capture = { ...letGo, money };
    expect(await gateway().capture(capture)).toMatchObject({ kind: "refused" });
    expect(await gateway().void(letGo)).toMatchObject({ kind: "done", payment: { status: "voided" } });
  });

  it("a refund that the customer's bank refuses has failed, and goes on having failed under its key", async () => {
    const { key, gatewayId } = await paid();
    await gateway().capture({ gatewayId, idempotencyKey: `${key}:capture`, money });
    const refund = () => gateway().refund({ gatewayId, idempotencyKey: `${key}:refund:0`, money });
    server.refuseRefunds(true);
    expect(await refund()).toMatchObject({ kind: "refused", code: "refund_failed" });
    server.refuseRefunds(false);
    expect(await refund()).toMatchObject({ kind: "refused", code: "refund_failed" });
    const now = await gateway().retrieve({ gatewayId });
    expect(now).toMatchObject({ payment: { status: "captured", refunded: 0 } });
  });

  it("a letting go that was cut short after the capture goes on with the refund", async () => {
    const { gatewayId, key } = await paid();
    const letGo = () => gateway(300).void({ gatewayId, idempotencyKey: `${key}:void` });
    server.fault({ kind: "timeout_before", path: /\/refund$/ });
    expect(await letGo()).toMatchObject({ kind: "unknown" });
    expect(await stateOf(gatewayId)).toMatchObject({ status: "authorized", captured: 0 });
    expect(await letGo()).toMatchObject({ kind: "done", payment: { status: "voided", captured: 0, refunded: 0 } });
  });
});

describe("what Razorpay answers", () => {
  it("a mistake in what we ask is a refusal: nothing was made", async () => {
    const small = { ...request(), money: { ...money, amount: 1 } };
    expect(await gateway().authorise(small)).toEqual({ kind: "declined", code: "input_validation_failed" });
  });

  it.each([409, 429, 500, 502])("%i, twice, leaves open what was done", async (status) => {
    server.fault({ kind: "error", answer: { status, body: { error: { code: "SERVER_ERROR" } } }, times: 2 });
    expect(await gateway().authorise(request())).toEqual({
      kind: "unknown",
      reason: `the gateway answered ${status}`,
    });
  });

  it("an answer that can't be read leaves open what was done", async () => {
    server.fault({ kind: "error", answer: { status: 200, body: "<html>a proxy's</html>" }, times: 2 });
    expect(await gateway().authorise(request())).toMatchObject({ kind: "unknown" });
  });

  it("silence and no connection are no TypeErrors of the SDK's", async () => {
    server.fault({ kind: "timeout_before" });
    expect(await gateway(300).authorise(request())).toMatchObject({ reason: "the gateway did not answer in time" });
    const nowhere = createRazorpayGateway({ ...RAZORPAY_KEY, baseUrl: "http://127.0.0.1:9" });
    expect(await nowhere.authorise(request())).toEqual({ kind: "unknown", reason: "no connection" });
  });
});
