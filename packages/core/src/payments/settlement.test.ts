import { describe, expect, it } from "vitest";
import type { OrderStatus } from "@tiffin/domain/order/status";
import type { GatewayPayment, GatewayStatus } from "./port.ts";
import { decideSettlement, NOT_FOUND_GRACE_MS, PENDING_LIMIT_MS } from "./settlement.ts";

const gatewaySays = (status: GatewayStatus, more: Partial<GatewayPayment> = {}): GatewayPayment => ({
  gatewayId: "pay_1",
  reference: "order",
  idempotencyKey: "key",
  status,
  amount: 1_000,
  currency: "INR",
  captured: status === "captured" || status === "refunded" ? 1_000 : 0,
  refunded: status === "refunded" ? 1_000 : 0,
  ...more,
});
const given = (order: OrderStatus, truth: GatewayPayment | null, ageMs = 1_000, cash = false) =>
  decideSettlement({ order, truth, ageMs, cash });

describe("what follows from the gateway's truth", () => {
  it("an order that is paid is confirmed, however long it was thought lost", () => {
    for (const order of ["CREATED", "PAYMENT_PENDING"] as const) {
      expect(given(order, gatewaySays("authorized"), 86_400_000).order).toEqual({ type: "confirm" });
      expect(given(order, gatewaySays("captured")).order).toEqual({ type: "confirm" });
    }
  });

  it("an order that can't be paid is cancelled", () => {
    expect(given("CREATED", gatewaySays("declined")).order).toEqual({ type: "cancel", reason: "payment_declined" });
    const expired = gatewaySays("declined", { declineCode: "expired" });
    expect(given("PAYMENT_PENDING", expired).order).toEqual({ type: "cancel", reason: "payment_expired" });
    expect(given("PAYMENT_PENDING", gatewaySays("voided")).order).toEqual({
      type: "cancel",
      reason: "payment_expired",
    });
  });

  it("a charge that the gateway does not know may still be on its way, for a while", () => {
    expect(given("CREATED", null)).toMatchObject({ order: { type: "await-payment" }, wait: true, lost: false });
    expect(given("CREATED", null, NOT_FOUND_GRACE_MS)).toMatchObject({
      order: { type: "cancel", reason: "payment_expired" },
      lost: true,
    });
    expect(given("CANCELLED", null, NOT_FOUND_GRACE_MS)).toMatchObject({ order: null, lost: true });
  });

  it("a customer is waited for, then the charge is closed at the gateway first", () => {
    expect(given("PAYMENT_PENDING", gatewaySays("pending"))).toMatchObject({ gateway: null, wait: true });
    expect(given("PAYMENT_PENDING", gatewaySays("pending"), PENDING_LIMIT_MS + 1)).toMatchObject({
      order: null,
      gateway: { type: "void" },
    });
  });

  it("a cancelled order keeps no money", () => {
    expect(given("CANCELLED", gatewaySays("pending")).gateway).toEqual({ type: "void" });
    expect(given("CANCELLED", gatewaySays("authorized")).gateway).toEqual({ type: "void" });
    expect(given("CANCELLED", gatewaySays("captured", { refunded: 300 })).gateway).toEqual({
      type: "refund",
      amount: 700,
    });
    for (const done of ["voided", "refunded", "declined"] as const)
      expect(given("CANCELLED", gatewaySays(done))).toMatchObject({ gateway: null, wait: false });
  });

  it("what is on its way is captured; cash once it is handed over", () => {
    const capture = { type: "capture", amount: 1_000 };
    expect(given("PICKED_UP", gatewaySays("authorized")).gateway).toEqual(capture);
    expect(given("DELIVERED", gatewaySays("authorized")).gateway).toEqual(capture);
    expect(given("PICKED_UP", gatewaySays("authorized"), 0, true).gateway).toBeNull();
    expect(given("DELIVERED", gatewaySays("authorized"), 0, true).gateway).toEqual(capture);
    expect(given("READY", gatewaySays("authorized")).gateway).toBeNull();
    expect(given("DELIVERED", gatewaySays("captured")).gateway).toBeNull();
  });
});
