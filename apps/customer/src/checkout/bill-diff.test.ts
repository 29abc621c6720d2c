import type { Quote } from "@tiffin/domain/wire/orders";
import { describe, expect, it } from "vitest";
import { diffBills } from "./bill-diff.ts";

const inr = (amount: number) => ({ amount, currency: "INR" });
const bill = (
  dosa: number,
  delivery: number | null,
): Pick<Quote, "items" | "feeLines" | "taxLines" | "tip" | "total"> => ({
  items: [
    {
      menuItemId: "dosa",
      name: "Dosa",
      isVeg: true,
      quantity: 1,
      unitPrice: inr(dosa),
      amount: inr(dosa),
      options: [],
    },
  ],
  feeLines: delivery === null ? [] : [{ code: "delivery", amount: inr(delivery) }],
  taxLines: [{ code: "food", percent: 5, amount: inr(dosa / 20) }],
  tip: inr(0),
  total: inr(dosa + dosa / 20 + (delivery ?? 0)),
});

describe("the difference of two bills", () => {
  it("is nothing where nothing changed", () => {
    expect(diffBills(bill(10_000, 2_500), bill(10_000, 2_500))).toEqual([]);
  });

  it("names the dish that has another price, and the tax that follows it", () => {
    expect(diffBills(bill(10_000, 2_500), bill(12_000, 2_500))).toEqual([
      { kind: "item", name: "Dosa", from: inr(10_000), to: inr(12_000) },
      { kind: "tax", name: "food", percent: 5, from: inr(500), to: inr(600) },
    ]);
  });

  it("knows lines that come and go", () => {
    expect(diffBills(bill(10_000, null), bill(10_000, 2_500))).toMatchObject([
      { kind: "fee", name: "delivery", from: null, to: inr(2_500) },
    ]);
    expect(diffBills(bill(10_000, 2_500), bill(10_000, null))).toMatchObject([{ from: inr(2_500), to: null }]);
  });
});
