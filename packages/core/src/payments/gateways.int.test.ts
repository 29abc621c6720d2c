import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@tiffin/db/testing";
import { createCashGateway, createSandboxGateway } from "./index.ts";
import type { PaymentInstrument } from "./port.ts";
import { insertOrderToPay } from "./testing/fixtures.ts";
import { describePaymentGateway } from "./testing/payments.contract.ts";
import { SANDBOX_API_KEY, startTestSandbox, type TestSandbox } from "./testing/sandbox-process.ts";

let database: TestDatabase;
let sandbox: TestSandbox;
beforeAll(async () => {
  [database, sandbox] = await Promise.all([createTestDatabase(inject("postgresUrl")), startTestSandbox()]);
});
afterAll(() => Promise.all([database.close(), sandbox.stop()]));

const money = { amount: 24_900, currency: "INR" };
const gatewayWithin = (timeoutMs: number) =>
  createSandboxGateway({ url: sandbox.url, apiKey: SANDBOX_API_KEY, timeoutMs });

describePaymentGateway("the sandbox", async () => ({
  gateway: gatewayWithin(5_000),
  good: { type: "card", token: "tok_ok" },
  foreign: { type: "cash" },
  newCharge: async () => ({ key: randomUUID(), reference: randomUUID(), money }),
}));

describePaymentGateway("cash", async () => ({
  gateway: createCashGateway(database.db),
  good: { type: "cash" },
  foreign: { type: "card", token: "tok_ok" },
  async newCharge() {
    const order = await insertOrderToPay(database.db, { method: "cash" });
    return { key: order.key, reference: order.orderId, money: order.money };
  },
}));

describe("what only a gateway over the network does", () => {
  const pay = (token: string, timeoutMs = 5_000, key: string = randomUUID()) => {
    const instrument: PaymentInstrument = token.startsWith("vpa") ? { type: "upi", token } : { type: "card", token };
    return gatewayWithin(timeoutMs).authorise({
      idempotencyKey: key,
      reference: key,
      money,
      instrument,
      returnUrl: "http://shop.example/orders/1",
    });
  };

  it("tells a refusal from an answer that never came", async () => {
    expect(await pay("tok_declined")).toMatchObject({ kind: "declined", code: "card_declined" });
    expect(await pay("tok_nonsense")).toMatchObject({ kind: "declined", code: "unknown_token" });
    expect(await pay("tok_error")).toMatchObject({ kind: "unknown" });
    expect(await pay("tok_timeout_before", 200)).toMatchObject({ kind: "unknown" });
    const nowhere = createSandboxGateway({ url: "http://127.0.0.1:9", apiKey: SANDBOX_API_KEY });
    expect(await nowhere.retrieve({ gatewayId: "pay_1" })).toMatchObject({ kind: "unknown" });
  });

  it("finds by our key what a silent gateway did", async () => {
    const key = randomUUID();
    expect(await pay("tok_timeout_after", 200, key)).toMatchObject({ kind: "unknown" });
    expect(await gatewayWithin(5_000).retrieve({ reference: key, idempotencyKey: key })).toMatchObject({
      kind: "found",
      payment: { status: "authorized" },
    });
  });

  it("hands on what the customer has to do", async () => {
    const result = await pay("tok_3ds");
    expect(result).toMatchObject({ kind: "requiresAction", nextAction: { type: "redirect" } });
    expect(await pay("vpa_pending")).toMatchObject({ kind: "pending" });
  });

  it("gets over a hiccup by asking again under the same key", async () => {
    await sandbox.fault({ kind: "error", times: 1 });
    const key = randomUUID();
    expect(await pay("tok_ok", 5_000, key)).toMatchObject({ kind: "authorised" });
    expect(await sandbox.audit(key)).toHaveLength(1);
  });

  it("never takes a key of ours that is refused for 'no such charge'", async () => {
    const stranger = createSandboxGateway({ url: sandbox.url, apiKey: "sk_wrong_wrong_wrong" });
    expect(await stranger.retrieve({ gatewayId: "pay_1" })).toMatchObject({ kind: "unknown" });
  });
});
