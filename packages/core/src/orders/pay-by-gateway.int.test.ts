import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { orders } from "@tiffin/db/schema/orders";
import { payments } from "@tiffin/db/schema/payments";
import type { PlaceOrder } from "@tiffin/domain/wire/orders";
import {
  createPaymentGateways,
  handlePaymentWebhook,
  paymentOptions,
  verifyPaymentWebhook,
  voidOrRefund,
  type OnlineProvider,
  type PaymentsConfig,
} from "../payments/index.ts";
import { SANDBOX_API_KEY } from "../payments/testing/sandbox-process.ts";
import { signedWebhook, webhookEvent, WEBHOOK_SECRETS } from "../payments/testing/signed-webhook.ts";
import { RAZORPAY_KEY, startRazorpayServer, type RazorpayServer } from "../payments/testing/wire/razorpay-server.ts";
import { startStripeServer, STRIPE_KEY, type StripeServer } from "../payments/testing/wire/stripe-server.ts";
import { cancelOrder } from "./cancel-order.ts";
import { placeOrder } from "./place-order.ts";
import type { OrderServices } from "./services.ts";
import { createOrderWorld, type OrderWorld, type Scene } from "./testing/order-world.ts";

let world: OrderWorld;
let stripe: StripeServer;
let razorpay: RazorpayServer;
beforeAll(async () => {
  [world, stripe, razorpay] = await Promise.all([
    createOrderWorld(inject("postgresUrl"), inject("redisUrl")),
    startStripeServer(),
    startRazorpayServer(),
  ]);
});
afterAll(() => Promise.all([world.close(), stripe.close(), razorpay.close()]));

const configOf = (provider: OnlineProvider): PaymentsConfig => ({
  provider,
  sandbox: { url: world.sandbox.url, apiKey: SANDBOX_API_KEY, webhookSecret: WEBHOOK_SECRETS.sandbox },
  stripe: {
    secretKey: STRIPE_KEY,
    publishableKey: "pk_test_1",
    baseUrl: stripe.url,
    webhookSecret: WEBHOOK_SECRETS.stripe,
  },
  razorpay: { ...RAZORPAY_KEY, baseUrl: razorpay.url, webhookSecret: WEBHOOK_SECRETS.razorpay },
});
/** The house with another gateway for what is paid from now on. */
const servicesWith = (provider: OnlineProvider): OrderServices => ({
  ...world.services,
  gateways: createPaymentGateways(configOf(provider), world.db),
});

const place = (services: OrderServices, scene: Scene, paymentMethod: PlaceOrder["paymentMethod"], key = randomUUID()) =>
  placeOrder(services, scene.customerId, key, scene.cart({ paymentMethod }), new Date());
const rowOf = async (orderId: string) => {
  const [row] = await world.db.select().from(payments).where(eq(payments.orderId, orderId));
  if (row === undefined) throw new Error("the order has no payment");
  return row;
};
/** The gateway tells that a charge was authorised; an event is told of once a second. */
async function tell(
  services: OrderServices,
  { provider, providerReference, idempotencyKey }: Awaited<ReturnType<typeof rowOf>>,
  at = new Date(),
) {
  const from = provider as OnlineProvider;
  const body = webhookEvent(from, { gatewayId: providerReference ?? "", idempotencyKey }, at);
  const webhook = verifyPaymentWebhook(configOf(from), from, signedWebhook(from, body, { at }), at);
  const outcome = await handlePaymentWebhook(services, webhook, at);
  return outcome.kind === "processed" ? outcome.reconciliation.orderStatus : outcome.kind;
}

describe("with Stripe", () => {
  const card = (token: string) => ({ type: "card", token }) as const;

  test("a card that is good confirms the order; one that is declined ends it", async () => {
    const services = servicesWith("stripe");
    const { order } = await place(services, await world.open(), card("pm_card_visa"));
    expect(order).toMatchObject({ status: "CONFIRMED", payment: { status: "AUTHORIZED", method: "card" } });
    const [intent] = stripe.intents(order.id);
    expect(await rowOf(order.id)).toMatchObject({ provider: "stripe", providerReference: intent?.id });
    await expect(place(services, await world.open(), card("pm_card_visa_chargeDeclined"))).rejects.toMatchObject({
      code: "PAYMENT_DECLINED",
    });
  });

  test("Stripe's echo of what we asked it for is not looked into", async () => {
    const services = servicesWith("stripe");
    const { order } = await place(services, await world.open(), card("pm_card_visa"));
    const row = await rowOf(order.id);
    const before = stripe.requests.length;
    expect(await tell(services, row)).toBe("known");
    expect(stripe.requests).toHaveLength(before);
  });

  test("a declined charge that its customer confirms after all is let go: the order is off", async () => {
    const services = servicesWith("stripe");
    const scene = await world.open();
    await expect(place(services, scene, card("pm_card_visa_chargeDeclined"))).rejects.toMatchObject({
      code: "PAYMENT_DECLINED",
    });
    const [order] = await world.db.select().from(orders).where(eq(orders.customerId, scene.customerId));
    const row = await rowOf(order?.id ?? "");
    expect(row.status).toBe("DECLINED");
    stripe.confirmAgain(row.providerReference!);
    expect(await tell(services, row)).toBe("CANCELLED");
    expect(stripe.intents(row.orderId)).toMatchObject([{ status: "canceled" }]);
    expect((await rowOf(row.orderId)).status).toBe("VOIDED");
  });

  test("3DS: a link for the customer, and the webhook confirms the order once", async () => {
    const services = servicesWith("stripe");
    const placed = await place(services, await world.open(), card("pm_card_threeDSecure2Required"));
    expect(placed).toMatchObject({ isPending: true, order: { status: "PAYMENT_PENDING" } });
    expect(placed.order.payment.nextAction).toEqual({
      type: "redirect",
      url: expect.stringMatching(/^https:\/\/hooks\.stripe\.com/),
    });
    const row = await rowOf(placed.order.id);
    stripe.authenticate(row.providerReference!, "approve");
    expect(await tell(services, row)).toBe("CONFIRMED");
  });

  test("an answer that was lost: the webhook names the charge, and nothing has to be searched for", async () => {
    const services = servicesWith("stripe");
    stripe.fault({ kind: "error", answer: { status: 500, body: {} }, times: 2 });
    const lost = await place(services, await world.open(), card("pm_card_visa"));
    expect(lost.order.status).toBe("PAYMENT_PENDING");
    // It acts all the same, later.
    const row = await rowOf(lost.order.id);
    const { idempotencyKey, amount, currency } = row;
    const late = await services.gateways.online.authorise({
      idempotencyKey,
      reference: lost.order.id,
      money: { amount, currency },
      instrument: card("pm_card_visa"),
    });
    if (late.kind !== "authorised") throw new Error(`expected an authorisation, got ${late.kind}`);
    const before = stripe.requests.length;
    expect(await tell(services, { ...row, providerReference: late.payment.gatewayId })).toBe("CONFIRMED");
    const asked = stripe.requests.slice(before).map(({ method, path }) => `${method} ${path.split("?")[0]}`);
    expect(asked).toEqual([`GET /v1/payment_intents/${late.payment.gatewayId}`]);
  });

  test("UPI, and a card without its token, are refused before anything is written", async () => {
    const services = servicesWith("stripe");
    const refused = (field: string) => ({
      code: "PAYMENT_METHOD_INVALID",
      fields: [expect.objectContaining({ path: `paymentMethod.${field}` })],
    });
    const scene = await world.open();
    await expect(place(services, scene, { type: "upi", token: "me@bank" })).rejects.toMatchObject(refused("type"));
    await expect(place(services, scene, { type: "card" })).rejects.toMatchObject(refused("token"));
    expect(await world.db.select().from(orders).where(eq(orders.customerId, scene.customerId))).toEqual([]);
  });
});

describe("with Razorpay", () => {
  test("its own checkout asks how to pay; the webhook confirms the order", async () => {
    const services = servicesWith("razorpay");
    const placed = await place(services, await world.open(), { type: "upi" });
    const row = await rowOf(placed.order.id);
    const orderId = row.providerReference!;
    expect(placed).toMatchObject({ isPending: true, order: { status: "PAYMENT_PENDING" } });
    expect(placed.order.payment.nextAction).toEqual({ type: "razorpay", orderId, keyId: RAZORPAY_KEY.keyId });
    razorpay.pay(orderId, "upi", "failed");
    expect(await tell(services, row)).toBe("PAYMENT_PENDING");
    razorpay.pay(orderId, "upi", "authorized");
    const later = new Date(Date.now() + 1_000);
    expect(await tell(services, row, later)).toBe("CONFIRMED");
    expect(await tell(services, row, later)).toBe("duplicate");
  });

  test("what was paid for an order that is called off is given back", async () => {
    const services = servicesWith("razorpay");
    const scene = await world.open();
    const { order } = await place(services, scene, { type: "card" });
    const row = await rowOf(order.id);
    await cancelOrder(services, scene.customerId, order.id, new Date());
    // Too late: the checkout was still open.
    razorpay.pay(row.providerReference!, "card", "authorized");
    expect(await tell(services, row)).toBe("CANCELLED");
    expect(await rowOf(order.id)).toMatchObject({ status: "VOIDED", captured: 0 });
    expect(razorpay.requests.filter(({ path }) => path.endsWith("/refund"))).toHaveLength(1);
  });
});

test("who orders can ask how to pay, and what their browser needs for it", () => {
  const optionsOf = (provider: OnlineProvider) => paymentOptions(configOf(provider), servicesWith(provider).gateways);
  expect(optionsOf("sandbox")).toEqual({ provider: "sandbox", methods: ["card", "upi", "cash"], needsToken: true });
  expect(optionsOf("stripe")).toEqual({
    provider: "stripe",
    methods: ["card", "cash"],
    needsToken: true,
    publishableKey: "pk_test_1",
  });
  expect(optionsOf("razorpay")).toEqual({
    provider: "razorpay",
    methods: ["card", "upi", "cash"],
    needsToken: false,
    keyId: RAZORPAY_KEY.keyId,
  });
});

describe("when the gateway is changed", () => {
  test("what was paid through the earlier one is settled there", async () => {
    const scene = await world.open();
    const { order } = await place(servicesWith("sandbox"), scene, { type: "card", token: "tok_ok" });
    const services = servicesWith("stripe");
    await cancelOrder(services, scene.customerId, order.id, new Date());
    await voidOrRefund(services, order.id, new Date());
    expect(await world.sandbox.audit(order.id)).toMatchObject([{ status: "voided" }]);
    expect(await rowOf(order.id)).toMatchObject({ provider: "sandbox", status: "VOIDED" });
  });

  test("a gateway that takes payments has to be set up", () => {
    expect(() => createPaymentGateways({ ...configOf("stripe"), stripe: null }, world.db)).toThrow(
      "the payment provider stripe is not set up",
    );
  });
});
