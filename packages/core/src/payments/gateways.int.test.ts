import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@tiffin/db/testing";
import { createCashGateway, createSandboxGateway } from "./index.ts";
import type { PaymentInstrument } from "./port.ts";
import { createRazorpayGateway } from "./razorpay/razorpay-gateway.ts";
import { createStripeGateway } from "./stripe/stripe-gateway.ts";
import { insertOrderToPay } from "./testing/fixtures.ts";
import { describePaymentGateway } from "./testing/payments.contract.ts";
import { describeRemoteGateway } from "./testing/remote-payments.contract.ts";
import { SANDBOX_API_KEY, startTestSandbox, type TestSandbox } from "./testing/sandbox-process.ts";
import { RAZORPAY_KEY, startRazorpayServer, type RazorpayServer } from "./testing/wire/razorpay-server.ts";
import { startStripeServer, STRIPE_KEY, type StripeServer } from "./testing/wire/stripe-server.ts";

let database: TestDatabase;
let sandbox: TestSandbox;
let stripe: StripeServer;
let razorpay: RazorpayServer;
beforeAll(async () => {
  [database, sandbox, stripe, razorpay] = await Promise.all([
    createTestDatabase(inject("postgresUrl")),
    startTestSandbox(),
    startStripeServer(),
    startRazorpayServer(),
  ]);
});
afterAll(() => Promise.all([database.close(), sandbox.stop(), stripe.close(), razorpay.close()]));

const money = { amount: 24_900, currency: "INR" };
const newCharge = async () => ({ key: randomUUID(), reference: randomUUID(), money });
const IMPATIENT_MS = 400;
const serverError = { status: 500, body: { error: { type: "api_error", message: "An unknown error occurred" } } };

const sandboxBy = (apiKey = SANDBOX_API_KEY, timeoutMs = 5_000) =>
  createSandboxGateway({ url: sandbox.url, apiKey, timeoutMs });
describeRemoteGateway("the sandbox", async () => ({
  gateway: sandboxBy(),
  good: { type: "card", token: "tok_ok" },
  foreign: { type: "cash" },
  capturesInPart: true,
  newCharge,
  charges: async (reference) => (await sandbox.audit(reference)).length,
  impatient: sandboxBy(SANDBOX_API_KEY, IMPATIENT_MS),
  stranger: sandboxBy("sk_wrong_wrong_wrong"),
  fault: (kind) => sandbox.fault({ kind, times: 1 }),
  declining: { instrument: { type: "card", token: "tok_declined" }, code: "card_declined" },
  challenge: {
    instrument: { type: "card", token: "tok_3ds" },
    type: "redirect",
    answer: ({ nextAction }, decision) =>
      sandbox.answerChallenge(nextAction?.type === "redirect" ? nextAction.url : "", decision),
    refused: "declined",
  },
}));

const stripeBy = (secretKey = STRIPE_KEY, timeoutMs = 5_000) =>
  createStripeGateway({ secretKey, baseUrl: stripe.url, timeoutMs });
describeRemoteGateway("Stripe", async () => ({
  gateway: stripeBy(),
  good: { type: "card", token: "pm_card_visa" },
  foreign: { type: "upi", token: "somebody@bank" },
  capturesInPart: true,
  newCharge,
  charges: (reference) => stripe.intents(reference).length,
  impatient: stripeBy(STRIPE_KEY, IMPATIENT_MS),
  stranger: stripeBy("sk_test_wrong"),
  fault: (kind) => stripe.fault(kind === "error" ? { kind, answer: serverError } : { kind }),
  declining: { instrument: { type: "card", token: "pm_card_visa_chargeDeclined" }, code: "generic_decline" },
  challenge: {
    instrument: { type: "card", token: "pm_card_threeDSecure2Required" },
    type: "redirect",
    answer: ({ gatewayId }, decision) => stripe.authenticate(gatewayId, decision),
    refused: "declined",
  },
}));

const razorpayBy = (keySecret = RAZORPAY_KEY.keySecret, timeoutMs = 5_000) =>
  createRazorpayGateway({ keyId: RAZORPAY_KEY.keyId, keySecret, baseUrl: razorpay.url, timeoutMs });
describeRemoteGateway("Razorpay", async () => ({
  gateway: razorpayBy(),
  good: { type: "upi", token: null },
  foreign: { type: "cash" },
  capturesInPart: false,
  newCharge,
  approve: ({ gatewayId }) => void razorpay.pay(gatewayId, "upi", "authorized"),
  charges: (reference) => razorpay.orders(reference).length,
  impatient: razorpayBy(RAZORPAY_KEY.keySecret, IMPATIENT_MS),
  stranger: razorpayBy("wrong"),
  fault: (kind) => razorpay.fault(kind === "error" ? { kind, answer: { status: 502, body: "Bad Gateway" } } : { kind }),
  declining: null,
  challenge: {
    instrument: { type: "card", token: null },
    type: "razorpay",
    answer: ({ gatewayId }, decision) =>
      void razorpay.pay(gatewayId, "card", decision === "approve" ? "authorized" : "failed"),
    refused: "pending",
  },
}));

describePaymentGateway("cash", async () => ({
  gateway: createCashGateway(database.db),
  good: { type: "cash" },
  foreign: { type: "card", token: "tok_ok" },
  capturesInPart: true,
  async newCharge() {
    const order = await insertOrderToPay(database.db, { method: "cash" });
    return { key: order.key, reference: order.orderId, money: order.money };
  },
}));

describe("the sandbox's cards and UPI addresses", () => {
  const pay = (token: string, timeoutMs = 5_000, key: string = randomUUID()) => {
    const instrument: PaymentInstrument = token.startsWith("vpa") ? { type: "upi", token } : { type: "card", token };
    return sandboxBy(SANDBOX_API_KEY, timeoutMs).authorise({
      idempotencyKey: key,
      reference: key,
      money,
      instrument,
      returnUrl: "http://shop.example/orders/1",
    });
  };

  it("tell a refusal from an answer that never came", async () => {
    expect(await pay("tok_nonsense")).toMatchObject({ kind: "declined", code: "unknown_token" });
    expect(await pay("tok_error")).toMatchObject({ kind: "unknown" });
    expect(await pay("tok_timeout_before", 200)).toMatchObject({ kind: "unknown" });
    const nowhere = createSandboxGateway({ url: "http://127.0.0.1:9", apiKey: SANDBOX_API_KEY });
    expect(await nowhere.retrieve({ gatewayId: "pay_1" })).toMatchObject({ kind: "unknown" });
  });

  it("wait for the customer's UPI app", async () => {
    expect(await pay("vpa_pending")).toMatchObject({ kind: "pending" });
  });
});
