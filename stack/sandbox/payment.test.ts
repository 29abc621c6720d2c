import { describe, expect, it } from "vitest";
import { capture, refund, settle, voidPayment, type Payment } from "./payment.ts";

const now = new Date("2026-01-01T12:00:00Z");
const authorized: Payment = {
  id: "pay_1",
  reference: "order-1",
  amount: 1_000,
  currency: "INR",
  status: "authorized",
  captured: 0,
  refunded: 0,
  method: { type: "card", token: "tok_ok" },
  idempotencyKey: "key",
  declineCode: null,
  returnUrl: null,
  challenge: null,
  settles: null,
  refunds: [],
  createdAt: now.toISOString(),
  updatedAt: now.toISOString(),
};
const captured: Payment = { ...authorized, status: "captured", captured: 1_000 };
const after = (change: ReturnType<typeof capture>) => ("payment" in change ? change.payment : change.refusal.code);

describe("the money rules", () => {
  it("captures at most what was authorised, once", () => {
    expect(after(capture(authorized, {}, now))).toMatchObject({ status: "captured", captured: 1_000 });
    expect(after(capture(authorized, { amount: 600 }, now))).toMatchObject({ status: "captured", captured: 600 });
    expect(after(capture(authorized, { amount: 1_001 }, now))).toBe("amount_too_large");
    expect(after(capture(captured, {}, now))).toBe("payment_captured");
    expect(after(capture(authorized, { currency: "EUR" }, now))).toBe("currency_mismatch");
  });

  it("refunds in parts, never more than was captured", () => {
    const part = refund(captured, { amount: 400 }, "ref_1", now);
    expect(after(part)).toMatchObject({ status: "captured", refunded: 400 });
    const rest = "payment" in part ? part.payment : captured;
    expect(after(refund(rest, { amount: 601 }, "ref_2", now))).toBe("amount_too_large");
    expect(after(refund(rest, {}, "ref_2", now))).toMatchObject({ status: "refunded", refunded: 1_000 });
    expect(after(refund(authorized, {}, "ref_1", now))).toBe("payment_authorized");
    expect(after(refund(captured, { currency: "EUR" }, "ref_1", now))).toBe("currency_mismatch");
  });

  it("voids what is not captured, and nothing comes back from there", () => {
    const voided = voidPayment(authorized, now);
    expect(after(voided)).toMatchObject({ status: "voided" });
    expect(after(voidPayment(captured, now))).toBe("payment_captured");
    const dead = "payment" in voided ? voided.payment : authorized;
    expect(after(capture(dead, {}, now))).toBe("payment_voided");
    expect(after(settle(dead, "authorized", now))).toBe("payment_voided");
  });
});
