import { describe, expect, it } from "vitest";
import { addMoney, exponentOf, formatMoney } from "./money.ts";

const inr = (amount: number) => ({ amount, currency: "INR" });

describe("prices", () => {
  it("leave out decimals that are all zero, as a menu does", () => {
    expect(formatMoney(inr(24_900), "en")).toBe("₹249");
    expect(formatMoney(inr(24_950), "en")).toBe("₹249.50");
  });

  it("keep them where figures stand in a column", () => {
    expect(formatMoney(inr(24_900), "en", { exact: true })).toBe("₹249.00");
  });

  it("group digits as India does, in both languages, with the digits that menus use", () => {
    expect(formatMoney(inr(12_000_000), "en")).toBe("₹1,20,000");
    expect(formatMoney(inr(12_000_000), "hi")).toBe("₹1,20,000");
  });

  it("know the currency's own exponent", () => {
    expect(exponentOf("JPY")).toBe(0);
    expect(formatMoney({ amount: 1_200, currency: "JPY" }, "en")).toBe("¥1,200");
    expect(formatMoney({ amount: 1_250, currency: "KWD" }, "en")).toMatch(/1\.250/);
  });

  it("are never added over currencies", () => {
    expect(addMoney(inr(100), inr(50))).toEqual(inr(150));
    expect(() => addMoney(inr(1), { amount: 1, currency: "USD" })).toThrow(RangeError);
  });
});
