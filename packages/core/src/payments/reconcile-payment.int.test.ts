import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { findPayment } from "@tiffin/db/queries/payments";
import { orders } from "@tiffin/db/schema/orders";
import { outbox } from "@tiffin/db/schema/outbox";
import { refunds } from "@tiffin/db/schema/payments";
import { createTestDatabase, type TestDatabase } from "@tiffin/db/testing";
import type { OrderCommand } from "@tiffin/domain/order/decide";
import { transitionOrder } from "../lifecycle/index.ts";
import {
  capturePayment,
  createCashGateway,
  createSandboxGateway,
  gatewayFor,
  handlePaymentWebhook,
  reconcileDue,
  reconcilePayment,
  recordAuthorisation,
  voidOrRefund,
  type PaymentInstrument,
  type PaymentPorts,
  type PaymentWebhook,
} from "./index.ts";
import { insertOrderToPay, type PlacedOrder } from "./testing/fixtures.ts";
import { SANDBOX_API_KEY, startTestSandbox, type TestSandbox } from "./testing/sandbox-process.ts";

let database: TestDatabase;
let sandbox: TestSandbox;
let ports: PaymentPorts;
beforeAll(async () => {
  [database, sandbox] = await Promise.all([createTestDatabase(inject("postgresUrl")), startTestSandbox()]);
  ports = {
    db: database.db,
    gateways: {
      online: createSandboxGateway({ url: sandbox.url, apiKey: SANDBOX_API_KEY, timeoutMs: 400 }),
      cash: createCashGateway(database.db),
    },
  };
});
afterAll(() => Promise.all([database.close(), sandbox.stop()]));
afterEach(() => sandbox.healthy());

const now = () => new Date();
const later = (ms: number) => new Date(Date.now() + ms);
const statusOf = async ({ orderId, paymentId }: PlacedOrder) => {
  const [order] = await ports.db.select().from(orders).where(eq(orders.id, orderId));
  return [order?.status, (await findPayment(ports.db, paymentId))?.status];
};
const cardOf = (token: string): PaymentInstrument => ({ type: "card", token });

async function pay(placed: PlacedOrder, instrument: PaymentInstrument) {
  const result = await gatewayFor(ports.gateways, instrument).authorise({
    idempotencyKey: placed.key,
    reference: placed.orderId,
    money: placed.money,
    instrument,
  });
  await recordAuthorisation(ports.db, { id: placed.paymentId, orderId: placed.orderId }, result, now());
  return statusOf(placed);
}
async function payNew(instrument: PaymentInstrument, method: "card" | "upi" | "cash" = "card") {
  const placed = await insertOrderToPay(ports.db, { method });
  return { placed, status: await pay(placed, instrument) };
}
const act = (placed: PlacedOrder, ...commands: OrderCommand[]) =>
  commands.reduce<Promise<unknown>>(
    (before, command) =>
      before.then(() =>
        transitionOrder(ports.db, {
          orderId: placed.orderId,
          command,
          actor: { type: "system", id: null },
          now: now(),
        }),
      ),
    Promise.resolve(),
  );
const pickUp = (placed: PlacedOrder) =>
  act(
    placed,
    { type: "assign", riderId: placed.riderId },
    { type: "mark-ready" },
    { type: "pick-up", riderId: placed.riderId },
  );

describe("the answer to an authorisation", () => {
  it("takes the order where it leads", async () => {
    expect((await payNew(cardOf("tok_ok"))).status).toEqual(["CONFIRMED", "AUTHORIZED"]);
    expect((await payNew(cardOf("tok_declined"))).status).toEqual(["CANCELLED", "DECLINED"]);
    expect((await payNew(cardOf("tok_nonsense"))).status).toEqual(["CANCELLED", "DECLINED"]);
    expect((await payNew(cardOf("tok_3ds"))).status).toEqual(["PAYMENT_PENDING", "PENDING"]);
    expect((await payNew(cardOf("tok_timeout_after"))).status).toEqual(["PAYMENT_PENDING", "PENDING"]);
    expect((await payNew({ type: "cash" }, "cash")).status).toEqual(["CONFIRMED", "AUTHORIZED"]);
  });

  it("does not revive an order that was cancelled meanwhile; its money is let go", async () => {
    const placed = await insertOrderToPay(ports.db);
    await act(placed, { type: "cancel", reason: "customer" });
    expect(await pay(placed, cardOf("tok_ok"))).toEqual(["CANCELLED", "AUTHORIZED"]);
    await voidOrRefund(ports, placed.orderId, now());
    expect(await statusOf(placed)).toEqual(["CANCELLED", "VOIDED"]);
    expect(await sandbox.audit(placed.orderId)).toMatchObject([{ status: "voided" }]);
  });
});

describe("reconciling", () => {
  it("confirms what a silent gateway did, and cancels what it did not do", async () => {
    const acted = (await payNew(cardOf("tok_timeout_after"))).placed;
    expect(await reconcilePayment(ports, acted.paymentId, now())).toMatchObject({
      settled: true,
      orderStatus: "CONFIRMED",
    });
    const lost = (await payNew(cardOf("tok_timeout_before"))).placed;
    expect(await reconcilePayment(ports, lost.paymentId, now())).toMatchObject({ settled: false });
    expect(await reconcilePayment(ports, lost.paymentId, later(30_000))).toMatchObject({ settled: true });
    expect(await statusOf(lost)).toEqual(["CANCELLED", "VOIDED"]);
    expect(await sandbox.audit(lost.orderId)).toEqual([]);
  });

  it("voids a charge that reached the gateway after the order was given up", async () => {
    const { placed } = await payNew(cardOf("tok_timeout_before"));
    await reconcilePayment(ports, placed.paymentId, later(30_000));
    const money = placed.money;
    await ports.gateways.online.authorise({
      idempotencyKey: placed.key,
      reference: placed.orderId,
      money,
      instrument: cardOf("tok_ok"),
    });
    await reconcilePayment(ports, placed.paymentId, later(31_000));
    expect(await statusOf(placed)).toEqual(["CANCELLED", "VOIDED"]);
    expect(await sandbox.audit(placed.orderId)).toMatchObject([{ status: "voided" }]);
  });

  it("follows the customer through 3DS, and stops waiting in the end", async () => {
    const approved = (await payNew(cardOf("tok_3ds"))).placed;
    const row = await findPayment(ports.db, approved.paymentId);
    await sandbox.answerChallenge(row?.nextAction?.url ?? "", "approve");
    await reconcilePayment(ports, approved.paymentId, now());
    expect(await statusOf(approved)).toEqual(["CONFIRMED", "AUTHORIZED"]);

    const abandoned = (await payNew(cardOf("tok_3ds"))).placed;
    expect(await reconcilePayment(ports, abandoned.paymentId, now())).toMatchObject({ settled: false });
    await reconcilePayment(ports, abandoned.paymentId, later(21 * 60_000));
    expect(await statusOf(abandoned)).toEqual(["CANCELLED", "VOIDED"]);
  });

  it("changes nothing while the gateway can't be asked", async () => {
    const { placed } = await payNew(cardOf("tok_timeout_after"));
    await sandbox.fault({ kind: "error" });
    expect(await reconcilePayment(ports, placed.paymentId, later(86_400_000))).toMatchObject({
      settled: false,
      unreachable: true,
    });
    expect(await statusOf(placed)).toEqual(["PAYMENT_PENDING", "PENDING"]);
  });

  it("confirms once, however many do it at the same moment", async () => {
    const { placed } = await payNew(cardOf("tok_timeout_after"));
    await Promise.all(Array.from({ length: 8 }, () => reconcilePayment(ports, placed.paymentId, now())));
    const told = await ports.db.select().from(outbox).where(eq(outbox.subjectId, placed.orderId));
    expect(told.map((row) => row.topic).toSorted()).toEqual(["order/confirmed", "payment/pending"]);
  });

  it("finds by itself what is due", async () => {
    const old = new Date(Date.now() - 120_000);
    const crashed = await insertOrderToPay(ports.db, { createdAt: old });
    const charged = await insertOrderToPay(ports.db, { createdAt: old });
    await ports.gateways.online.authorise({
      idempotencyKey: charged.key,
      reference: charged.orderId,
      money: charged.money,
      instrument: cardOf("tok_ok"),
    });
    const { failed } = await reconcileDue(ports, now());
    expect(failed).toEqual([]);
    expect(await statusOf(crashed)).toEqual(["CANCELLED", "VOIDED"]);
    expect(await statusOf(charged)).toEqual(["CONFIRMED", "AUTHORIZED"]);
  });
});

describe("the money of an order", () => {
  it("is captured at pick-up, once", async () => {
    const { placed } = await payNew(cardOf("tok_ok"));
    await capturePayment(ports, placed.orderId, now());
    expect(await statusOf(placed)).toEqual(["CONFIRMED", "AUTHORIZED"]);
    await pickUp(placed);
    await Promise.all([1, 2, 3].map(() => capturePayment(ports, placed.orderId, now())));
    expect(await statusOf(placed)).toEqual(["PICKED_UP", "CAPTURED"]);
    expect(await sandbox.audit(placed.orderId)).toMatchObject([
      { status: "captured", captured: placed.money.amount, refunded: 0 },
    ]);
  });

  it("in cash is captured at delivery", async () => {
    const { placed } = await payNew({ type: "cash" }, "cash");
    await pickUp(placed);
    await capturePayment(ports, placed.orderId, now());
    expect(await statusOf(placed)).toEqual(["PICKED_UP", "AUTHORIZED"]);
    await act(placed, { type: "deliver", riderId: placed.riderId });
    await capturePayment(ports, placed.orderId, now());
    expect(await statusOf(placed)).toEqual(["DELIVERED", "CAPTURED"]);
  });

  it("goes back whole when the order is cancelled, also when the gateway stays silent about it", async () => {
    const { placed } = await payNew(cardOf("tok_ok"));
    await expect(voidOrRefund(ports, placed.orderId, now())).rejects.toMatchObject({ code: "ILLEGAL_TRANSITION" });
    await pickUp(placed);
    await capturePayment(ports, placed.orderId, now());
    await act(placed, { type: "cancel", reason: "ops", note: "spilled" });
    // The answer to asking is swallowed first, then the answer to the refund itself.
    await sandbox.fault({ kind: "timeout_after", times: 1 });
    await expect(voidOrRefund(ports, placed.orderId, now())).rejects.toMatchObject({ code: "UNAVAILABLE" });
    await Promise.all([1, 2, 3].map(() => voidOrRefund(ports, placed.orderId, now())));
    expect(await statusOf(placed)).toEqual(["CANCELLED", "REFUNDED"]);
    expect(await sandbox.audit(placed.orderId)).toMatchObject([
      { status: "refunded", captured: placed.money.amount, refunded: placed.money.amount },
    ]);
    const rows = await ports.db.select().from(refunds).where(eq(refunds.paymentId, placed.paymentId));
    expect(rows).toMatchObject([{ amount: placed.money.amount, status: "DONE", reason: "ops" }]);
  });
});

describe("a webhook", () => {
  const about = (placed: PlacedOrder, eventId: string): PaymentWebhook => ({
    provider: "sandbox",
    eventId,
    type: "payment.authorized",
    gatewayId: "pay_not_known_yet",
    idempotencyKey: placed.key,
    payload: {},
  });

  it("is processed once, and believed only as far as the gateway confirms it", async () => {
    const { placed } = await payNew(cardOf("tok_3ds"));
    const forged = about(placed, crypto.randomUUID());
    expect(await handlePaymentWebhook(ports, forged, now())).toMatchObject({ kind: "processed" });
    expect(await statusOf(placed)).toEqual(["PAYMENT_PENDING", "PENDING"]);
    expect(await handlePaymentWebhook(ports, forged, now())).toEqual({ kind: "duplicate" });

    const row = await findPayment(ports.db, placed.paymentId);
    await sandbox.answerChallenge(row?.nextAction?.url ?? "", "approve");
    await handlePaymentWebhook(ports, about(placed, crypto.randomUUID()), now());
    expect(await statusOf(placed)).toEqual(["CONFIRMED", "AUTHORIZED"]);
  });

  it("is taken again when the gateway could not be asked", async () => {
    const { placed } = await payNew(cardOf("tok_timeout_after"));
    const webhook = about(placed, crypto.randomUUID());
    await sandbox.fault({ kind: "error" });
    await expect(handlePaymentWebhook(ports, webhook, now())).rejects.toMatchObject({ code: "UNAVAILABLE" });
    await sandbox.healthy();
    expect(await handlePaymentWebhook(ports, webhook, now())).toMatchObject({ kind: "processed" });
    expect(await statusOf(placed)).toEqual(["CONFIRMED", "AUTHORIZED"]);
  });

  it("about somebody else's charge is put away", async () => {
    const webhook = { ...about({ key: "foreign" } as PlacedOrder, crypto.randomUUID()) };
    expect(await handlePaymentWebhook(ports, webhook, now())).toEqual({ kind: "ignored" });
    expect(await handlePaymentWebhook(ports, webhook, now())).toEqual({ kind: "duplicate" });
  });
});
