import { describe, expect, it } from "vitest";
import { parsePrice, typedPrice } from "./price.ts";

const amountOf = (typed: string, currency = "INR") => parsePrice(typed, currency)?.amount ?? null;

describe("a typed price", () => {
  it("is read in the currency's own minor units", () => {
    expect(["249", "249.5", "249.50", "1,249.50", "₹ 99", "0", "249."].map((typed) => amountOf(typed))).toEqual([
      24_900, 24_950, 24_950, 124_950, 9_900, 0, 24_900,
    ]);
    expect(amountOf("500", "JPY")).toBe(500);
    expect(amountOf("1.250", "KWD")).toBe(1_250);
  });

  it("is refused when it is none", () => {
    for (const typed of ["", "abc", "-5", "2.999", "1e3", "12.3.4", "9999999999"]) expect(amountOf(typed)).toBeNull();
    expect(amountOf("5.5", "JPY")).toBeNull();
    expect(amountOf("1000001")).toBeNull();
  });

  it("comes back as it would be typed", () => {
    for (const typed of ["249", "249.50", "0.05"])
      expect(typedPrice(parsePrice(typed, "INR") ?? { amount: -1, currency: "INR" })).toBe(typed);
  });
});
