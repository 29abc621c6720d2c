import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { newId } from "@tiffin/db/ids";
import { accountBalances, ledgerFaults, partyBalance } from "@tiffin/db/queries/ledger";
import { findPayment } from "@tiffin/db/queries/payments";
import { rides } from "@tiffin/db/schema/dispatch";
import { ledgerPostings, ledgerTransactions } from "@tiffin/db/schema/ledger";
import { orders } from "@tiffin/db/schema/orders";
import { outbox } from "@tiffin/db/schema/outbox";
import { refunds } from "@tiffin/db/schema/payments";
import { createTestDatabase, type TestDatabase } from "@tiffin/db/testing";
import type { OrderCommand } from "@tiffin/domain/order/decide";
import { recordCashDeposit, statementCsv, statementOf } from "../ledger/index.ts";
import { transitionOrder } from "../lifecycle/index.ts";
import {
  capturePayment,
  createCashGateway,
  createSandboxGateway,
  gatewayFor,
  listReviews,
  reconcileDue,
  recordAuthorisation,
  refundOrder,
  voidOrRefund,
  type PaymentPorts,
  type RefundRequest,
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
afterEach(async () => {
  await sandbox.healthy();
  // Whatever a test did: the ledger must agree with the payments.
  const faults = await ledgerFaults(ports.db);
  if (faults.length > 0) throw new Error(`the ledger is wrong: ${JSON.stringify(faults)}`);
});

const ops = newId();
const step = (placed: PlacedOrder, command: OrderCommand) =>
  transitionOrder(ports.db, { orderId: placed.orderId, command, actor: { type: "system", id: null }, now: new Date() });

const TIP = 1_500;

/** An order that was paid, and carried as far as its rider came. */
async function carried(
  method: "card" | "cash",
  to: "confirmed" | "picked-up" | "delivered",
  { tip = 0 } = {},
): Promise<PlacedOrder> {
  const placed = await insertOrderToPay(ports.db, { method, tip });
  const instrument = method === "cash" ? ({ type: "cash" } as const) : ({ type: "card", token: "tok_ok" } as const);
  const result = await gatewayFor(ports.gateways, instrument).authorise({
    idempotencyKey: placed.key,
    reference: placed.orderId,
    money: placed.money,
    instrument,
  });
  await recordAuthorisation(ports.db, { id: placed.paymentId, orderId: placed.orderId }, result, new Date());
  if (to === "confirmed") return placed;
  const { riderId } = placed;
  const [order] = await ports.db.select().from(orders).where(eq(orders.id, placed.orderId));
  await ports.db.insert(rides).values({
    id: newId(),
    orderId: placed.orderId,
    cityId: order!.cityId,
    riderId,
    status: "ASSIGNED",
    currency: "INR",
    pay: 4_000,
  });
  await step(placed, { type: "mark-ready" });
  await step(placed, { type: "assign", riderId });
  await step(placed, { type: "pick-up", riderId });
  if (to === "delivered") await step(placed, { type: "deliver", riderId });
  await capturePayment(ports, placed.orderId, new Date());
  return placed;
}

const refund = (placed: PlacedOrder, request: Partial<RefundRequest> = {}) =>
  refundOrder(
    ports,
    {
      orderId: placed.orderId,
      liable: "platform",
      reason: "cold food",
      key: randomUUID(),
      requestedBy: ops,
      ...request,
    },
    new Date(),
  );
const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => "done",
    (error: { code?: string }) => error.code ?? error,
  );
const balancesOf = async (placed: PlacedOrder) => {
  const rows = await ports.db
    .select({ account: ledgerPostings.account, amount: ledgerPostings.amount })
    .from(ledgerPostings)
    .innerJoin(ledgerTransactions, eq(ledgerTransactions.id, ledgerPostings.transactionId))
    .where(eq(ledgerTransactions.orderId, placed.orderId));
  const sums: Record<string, number> = {};
  for (const { account, amount } of rows) sums[account] = (sums[account] ?? 0) + amount;
  return sums;
};

describe("the ledger of an order", () => {
  it("is empty while money is only promised, and when the promise is let go", async () => {
    const placed = await carried("card", "confirmed");
    await step(placed, { type: "cancel", reason: "customer" });
    await voidOrRefund(ports, placed.orderId, new Date());
    expect(await balancesOf(placed)).toEqual({});
  });

  it("knows who got what once it is delivered", async () => {
    const placed = await carried("card", "delivered");
    const { amount } = placed.money;
    const balances = await balancesOf(placed);
    expect(balances).toMatchObject({ gateway: amount, customer: 0, rider: -4_000 });
    expect(Object.values(balances).reduce((sum, balance) => sum + balance, 0)).toBe(0);
  });

  it("follows the notes that a rider carries", async () => {
    const placed = await carried("cash", "delivered");
    const { riderId, money } = placed;
    expect(await partyBalance(ports.db, "cash_float", riderId)).toBe(money.amount);
    const key = randomUUID();
    const deposit = (amount: number) => recordCashDeposit(ports.db, { riderId, amount, key }, new Date());
    expect(await refusal(recordCashDeposit(ports.db, { riderId, amount: 1e9, key: "more" }, new Date()))).toBe(
      "VALIDATION_FAILED",
    );
    expect(await deposit(5_000)).toEqual({ float: { amount: money.amount - 5_000, currency: "INR" } });
    expect(await deposit(5_000)).toEqual({ float: { amount: money.amount - 5_000, currency: "INR" } });
  });

  it("gives restaurants and riders their statements", async () => {
    const placed = await carried("cash", "delivered");
    const period = { from: new Date(Date.now() - 3_600_000), to: new Date(Date.now() + 3_600_000) };
    const [order] = await ports.db.select().from(orders).where(eq(orders.id, placed.orderId));
    const rider = await statementOf(ports.db, { party: { type: "rider", id: placed.riderId }, ...period });
    expect(rider).toMatchObject({ net: 4_000, cashFloat: placed.money.amount });
    expect(rider.lines.map(({ what }) => what)).toEqual(["delivery", "cash_collected"]);
    const kitchen = await statementOf(ports.db, { party: { type: "restaurant", id: order!.restaurantId }, ...period });
    // 180.00 of food less 15 %.
    expect(kitchen).toMatchObject({ net: 15_300, lines: [{ what: "sale", orderNumber: order!.number }] });
    expect(statementCsv(kitchen)).toMatch(/^time,what,order,amount,currency\n[^,]+,sale,[^,]+,153\.00,INR\n$/);
    const before = { from: new Date(0), to: period.from };
    expect((await statementOf(ports.db, { party: { type: "rider", id: placed.riderId }, ...before })).lines).toEqual(
      [],
    );
  });

  it("pays the way to a door where nobody took the food, once, and keeps no tip that nobody gets", async () => {
    const placed = await carried("card", "picked-up", { tip: TIP });
    const { orderId, riderId, money } = placed;
    const before = await balancesOf(placed);
    expect(before["tip"]).toBe(-TIP);
    await ports.db.update(rides).set({ arrivedAtCustomerAt: new Date() }).where(eq(rides.orderId, orderId));
    await step(placed, { type: "cancel", reason: "customer_unreachable" });
    // The ride's pay less the tip, although the customer has not got the money back yet.
    expect(await partyBalance(ports.db, "rider", riderId)).toBe(-(4_000 - TIP));
    await voidOrRefund(ports, orderId, new Date());
    await voidOrRefund(ports, orderId, new Date());
    expect(await balancesOf(placed)).toEqual({
      ...before,
      gateway: 0,
      rider: -(4_000 - TIP),
      tip: 0,
      platform: before["platform"]! + money.amount - TIP + (4_000 - TIP),
    });
    const period = { from: new Date(Date.now() - 3_600_000), to: new Date(Date.now() + 3_600_000) };
    const statement = await statementOf(ports.db, { party: { type: "rider", id: riderId }, ...period });
    expect(statement).toMatchObject({ net: 4_000 - TIP, lines: [{ what: "undelivered" }] });
  });

  it.each([
    ["food that was spilt", "food_damaged", true],
    ["a customer whose door was never reached", "customer_unreachable", false],
  ] as const)(
    "pays nothing for %s, and gives the tip back to whoever bears the refund",
    async (_, reason, isAtDoor) => {
      const placed = await carried("card", "picked-up", { tip: TIP });
      const before = await balancesOf(placed);
      const arrivedAtCustomerAt = isAtDoor ? new Date() : null;
      await ports.db.update(rides).set({ arrivedAtCustomerAt }).where(eq(rides.orderId, placed.orderId));
      await step(placed, { type: "cancel", reason });
      await voidOrRefund(ports, placed.orderId, new Date());
      const bearer = reason === "food_damaged" ? "rider" : "platform";
      expect(await balancesOf(placed)).toEqual({
        ...before,
        gateway: 0,
        tip: 0,
        [bearer]: (before[bearer] ?? 0) + placed.money.amount - TIP,
      });
    },
  );

  it("leaves the tip where it is while the food may still be brought", async () => {
    const placed = await carried("card", "picked-up", { tip: TIP });
    await refund(placed, { amount: 3_000 });
    expect(await balancesOf(placed)).toMatchObject({ tip: -TIP });
    await step(placed, { type: "deliver", riderId: placed.riderId });
    expect(await balancesOf(placed)).toMatchObject({ tip: 0, rider: -4_000 });
  });

  it("can't be put out of balance, or changed afterwards, by anybody", async () => {
    const placed = await carried("card", "delivered");
    const lopsided = ports.db.transaction(async (tx) => {
      const id = newId();
      const at = new Date();
      await tx
        .insert(ledgerTransactions)
        .values({ id, key: id, kind: "capture", orderId: placed.orderId, currency: "INR", at });
      await tx
        .insert(ledgerPostings)
        .values({ id: newId(), transactionId: id, position: 0, account: "gateway", amount: 1, at });
    });
    await expect(lopsided).rejects.toThrow("out of balance");
    await expect(ports.db.update(ledgerPostings).set({ amount: 1 })).rejects.toThrow("Failed query");
    await expect(ports.db.delete(ledgerTransactions)).rejects.toThrow("Failed query");
    expect((await accountBalances(ports.db)).reduce((sum, { balance }) => sum + balance, 0)).toBe(0);
  });
});

describe("a refund", () => {
  it("of a part is borne by whoever is named, and the gateway agrees", async () => {
    const placed = await carried("card", "delivered");
    const before = await balancesOf(placed);
    await refund(placed, { amount: 3_000, liable: "restaurant" });
    await refund(placed, { amount: 1_000, liable: "rider" });
    expect(await balancesOf(placed)).toMatchObject({
      gateway: before["gateway"]! - 4_000,
      restaurant: before["restaurant"]! + 3_000,
      rider: before["rider"]! + 1_000,
    });
    expect(await sandbox.audit(placed.orderId)).toMatchObject([{ refunded: 4_000 }]);
    expect(await findPayment(ports.db, placed.paymentId)).toMatchObject({ status: "CAPTURED", refunded: 4_000 });
  });

  it("counts once under one key, and is refused when the key says something else", async () => {
    const placed = await carried("card", "delivered");
    const key = randomUUID();
    await Promise.all(Array.from({ length: 5 }, () => refund(placed, { amount: 2_500, key })));
    expect(await sandbox.audit(placed.orderId)).toMatchObject([{ refunded: 2_500 }]);
    expect(await refusal(refund(placed, { amount: 2_600, key }))).toBe("IDEMPOTENCY_KEY_REUSED");
  });

  it("never exceeds what was taken, however many race", async () => {
    const placed = await carried("card", "delivered");
    const most = Math.ceil(placed.money.amount * 0.6);
    const outcomes = await Promise.all(Array.from({ length: 4 }, () => refusal(refund(placed, { amount: most }))));
    expect(outcomes.filter((outcome) => outcome === "done")).toHaveLength(1);
    await refund(placed);
    expect(await sandbox.audit(placed.orderId)).toMatchObject([{ status: "refunded", refunded: placed.money.amount }]);
    expect(await refusal(refund(placed))).toBe("ILLEGAL_TRANSITION");
  });

  it("is not for what was never charged", async () => {
    expect(await refusal(refund(await carried("card", "confirmed")))).toBe("ILLEGAL_TRANSITION");
    expect(await refusal(refund({ ...(await carried("card", "confirmed")), orderId: newId() }))).toBe("NOT_FOUND");
  });

  it.each(["timeout_before", "timeout_after"])(
    "that the gateway did not answer is finished later: %s",
    async (kind) => {
      const placed = await carried("card", "delivered");
      await sandbox.fault({ kind });
      await refund(placed, { amount: 2_000, liable: "restaurant" });
      const pending = () => ports.db.select().from(refunds).where(eq(refunds.paymentId, placed.paymentId));
      expect(await pending()).toMatchObject([{ status: "PENDING" }]);
      await sandbox.healthy();
      await reconcileDue(ports, new Date(Date.now() + 120_000));
      expect(await pending()).toMatchObject([{ status: "DONE", liable: "restaurant" }]);
      expect(await sandbox.audit(placed.orderId)).toMatchObject([{ refunded: 2_000 }]);
    },
  );

  it("of an order that is cancelled on its way goes back whole", async () => {
    const placed = await carried("card", "picked-up");
    await step(placed, { type: "cancel", reason: "ops" });
    await voidOrRefund(ports, placed.orderId, new Date());
    expect(await sandbox.audit(placed.orderId)).toMatchObject([{ status: "refunded" }]);
    expect(await balancesOf(placed)).toMatchObject({ gateway: 0 });
  });
});

describe("a payment that can't be settled", () => {
  it("goes to ops after a day, once, and leaves them when it is settled", async () => {
    const dayAgo = new Date(Date.now() - 25 * 3_600_000);
    const placed = await insertOrderToPay(ports.db, { createdAt: dayAgo });
    await ports.gateways.online.authorise({
      idempotencyKey: placed.key,
      reference: placed.orderId,
      money: placed.money,
      instrument: { type: "card", token: "tok_ok" },
    });
    await sandbox.fault({ kind: "error" });
    await reconcileDue(ports, new Date());
    const reviewed = async () => (await listReviews(ports.db)).map(({ payment }) => payment.id);
    expect(await reviewed()).toContain(placed.paymentId);
    await reconcileDue(ports, new Date(Date.now() + 2 * 3_600_000));
    const told = await ports.db.select().from(outbox).where(eq(outbox.subjectId, placed.orderId));
    expect(told.filter(({ topic }) => topic === "order/escalated")).toHaveLength(1);
    await sandbox.healthy();
    await reconcileDue(ports, new Date(Date.now() + 4 * 3_600_000));
    expect(await reviewed()).not.toContain(placed.paymentId);
    expect(await findPayment(ports.db, placed.paymentId)).toMatchObject({ status: "AUTHORIZED" });
  });

  it("goes to ops at once when the gateway's record is of another amount", async () => {
    const placed = await insertOrderToPay(ports.db);
    await ports.gateways.online.authorise({
      idempotencyKey: placed.key,
      reference: placed.orderId,
      money: { ...placed.money, amount: placed.money.amount + 1 },
      instrument: { type: "card", token: "tok_ok" },
    });
    await reconcileDue(ports, new Date(Date.now() + 120_000));
    expect((await listReviews(ports.db)).map(({ payment }) => [payment.id, payment.reviewReason])).toContainEqual([
      placed.paymentId,
      "amount_differs",
    ]);
  });
});
