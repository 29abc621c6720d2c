import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultPricingPolicy as policy } from "./policy.ts";
import { deliveryFee, priceOrder, riderPay, type PricingLine } from "./price-order.ts";

const thali: PricingLine = { name: "Thali", unitPrice: 22_000, optionPrices: [3_000, 0], quantity: 2 };
const price = (overrides: Partial<Parameters<typeof priceOrder>[0]> = {}) =>
  priceOrder({
    currency: "INR",
    lines: [thali],
    packagingFee: 1_000,
    distanceMeters: 2_500,
    tip: 2_000,
    policy,
    ...overrides,
  });

describe("a bill", () => {
  it("shows every line, and its parts sum to the total", () => {
    expect(price()).toEqual({
      currency: "INR",
      lines: [{ name: "Thali", quantity: 2, unitPrice: 25_000, amount: 50_000 }],
      subtotal: 50_000,
      feeLines: [
        { code: "packaging", amount: 1_000 },
        { code: "delivery", amount: 2_500 + 900 },
      ],
      fees: 4_400,
      taxLines: [
        { code: "food", basisPoints: 500, amount: 2_550 },
        { code: "fees", basisPoints: 1_800, amount: 612 },
      ],
      taxes: 3_162,
      tip: 2_000,
      total: 50_000 + 4_400 + 3_162 + 2_000,
    });
  });

  it("adds a small-order fee below the city's bound only", () => {
    const small = { ...thali, unitPrice: 10_000, optionPrices: [], quantity: 1 };
    expect(price({ lines: [small] }).feeLines.map((line) => line.code)).toContain("small_order");
    expect(price().feeLines.map((line) => line.code)).not.toContain("small_order");
  });

  it("refuses a tip beyond what the city allows, naming the field", () => {
    expect(() => price({ tip: policy.maxTip + 1 })).toThrowError(
      expect.objectContaining({ code: "VALIDATION_FAILED", fields: [expect.objectContaining({ path: "tip" })] }),
    );
  });

  const line = fc.record({
    name: fc.constant("dish"),
    unitPrice: fc.integer({ min: 0, max: 5_000_000 }),
    optionPrices: fc.array(fc.integer({ min: 0, max: 100_000 }), { maxLength: 5 }),
    quantity: fc.integer({ min: 1, max: 50 }),
  });

  it("never is negative, always sums, and does not depend on the order of the lines", () => {
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 0, max: 25_000 }),
        fc.integer({ min: 0, max: policy.maxTip }),
        (lines, distanceMeters, tip) => {
          const bill = price({ lines, distanceMeters, tip });
          const reversed = price({ lines: lines.toReversed(), distanceMeters, tip });
          expect(reversed.total).toBe(bill.total);
          expect(bill.subtotal + bill.fees + bill.taxes + bill.tip).toBe(bill.total);
          for (const amount of [bill.subtotal, bill.fees, bill.taxes, bill.total]) {
            expect(Number.isSafeInteger(amount) && amount >= 0).toBe(true);
          }
        },
      ),
    );
  });
});

describe("distance", () => {
  it("is included up to the base, then grows smoothly", () => {
    expect(deliveryFee(0, policy)).toBe(2_500);
    expect(deliveryFee(1_500, policy)).toBe(2_500);
    expect(deliveryFee(2_000, policy)).toBe(2_950);
    expect(riderPay(2_000, 1_500, policy)).toBe(2_500 + 1_600 + 1_500);
  });
});
