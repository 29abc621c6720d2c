import type { Order } from "@tiffin/domain/wire/orders";
import { describe, expect, it } from "vitest";
import { moneyBackOf, moneyMoves, pendingStepOf } from "./payment-step.ts";

const inr = (amount: number) => ({ amount, currency: "INR" });
const order = (
  status: Order["status"],
  payment: Partial<Order["payment"]> = {},
): Pick<Order, "status" | "payment" | "total"> => ({
  status,
  total: inr(41_200),
  payment: { id: "p", status: "AUTHORIZED", method: "card", amount: inr(41_200), refunded: inr(0), ...payment },
});

describe("an open payment", () => {
  const nextAction = { type: "redirect" as const, url: "https://bank.example/3ds" };

  it("waits for its customer on the bank's page, and for the bank once they are back", () => {
    const pending = order("PAYMENT_PENDING", { status: "PENDING", nextAction });
    expect(pendingStepOf(pending, false)).toBe("approve");
    expect(pendingStepOf(pending, true)).toBe("returned");
  });

  it("waits in the UPI app, or for a bank that has gone silent", () => {
    expect(pendingStepOf(order("PAYMENT_PENDING", { status: "PENDING", method: "upi" }), false)).toBe("upi");
    expect(pendingStepOf(order("PAYMENT_PENDING", { status: "PENDING" }), false)).toBe("waiting");
  });

  it("is open no more once the order stands or is off", () => {
    expect(pendingStepOf(order("CONFIRMED"), true)).toBeNull();
    expect(pendingStepOf(order("CANCELLED", { status: "DECLINED" }), true)).toBeNull();
  });
});

describe("the money of an order that is off", () => {
  it("was held and is let go of", () => {
    expect(moneyBackOf(order("CANCELLED"))?.kind).toBe("releasing");
    expect(moneyBackOf(order("CANCELLED", { status: "VOIDED" }))?.kind).toBe("released");
  });

  it("was taken and comes back", () => {
    expect(moneyBackOf(order("CANCELLED", { status: "CAPTURED" }))?.kind).toBe("returning");
    expect(moneyBackOf(order("CANCELLED", { status: "REFUNDED", refunded: inr(41_200) }))).toEqual({
      kind: "returned",
      part: false,
    });
  });

  it("was never taken: cash, and what was declined", () => {
    expect(moneyBackOf(order("CANCELLED", { method: "cash" }))?.kind).toBe("nothing");
    expect(moneyBackOf(order("CANCELLED", { status: "DECLINED" }))?.kind).toBe("nothing");
  });

  it("may come back in part, for an order that was delivered", () => {
    expect(moneyBackOf(order("DELIVERED", { status: "CAPTURED" }))).toBeNull();
    expect(moneyBackOf(order("DELIVERED", { status: "CAPTURED", refunded: inr(6_000) }))).toEqual({
      kind: "returned",
      part: true,
    });
  });

  it("is asked about until it has arrived", () => {
    expect(moneyMoves(order("CANCELLED"))).toBe(true);
    expect(moneyMoves(order("CANCELLED", { status: "VOIDED" }))).toBe(false);
    expect(moneyMoves(order("DELIVERED"))).toBe(true);
    expect(moneyMoves(order("DELIVERED", { status: "CAPTURED" }))).toBe(false);
  });
});
