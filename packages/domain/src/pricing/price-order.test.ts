import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sharesOf } from "../ledger/shares.ts";
import { currencyExponent, formatMoney, money } from "../money/money.ts";
import { defaultPricingPolicy as policy, pricingPolicySchema, type PricingPolicy } from "./policy.ts";
import { deliveryFee, priceOrder, riderPay, type PricingInput, type PricingLine } from "./price-order.ts";

const dropoff = { lat: 12.97, lng: 77.6 };
const thali: PricingLine = {
  name: "Thali",
  unitPrice: 22_000,
  optionPrices: [3_000, 0],
  quantity: 2,
  taxClass: "standard",
};
const beer: PricingLine = { name: "Beer", unitPrice: 30_000, optionPrices: [], quantity: 1, taxClass: "alcohol" };
const price = (overrides: Partial<PricingInput> = {}) =>
  priceOrder({
    currency: "INR",
    lines: [thali],
    packagingFee: 1_000,
    distanceMeters: 2_500,
    dropoff,
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
});

describe("taxes", () => {
  const withAlcohol: PricingPolicy = { ...policy, taxClasses: { alcohol: 2_000 } };

  it("go by the dish's class, each class in a line of its own", () => {
    expect(price({ lines: [beer, thali], policy: withAlcohol }).taxLines).toEqual([
      { code: "food", basisPoints: 500, amount: 2_550 },
      { code: "alcohol", basisPoints: 2_000, amount: 6_000 },
      { code: "fees", basisPoints: 1_800, amount: 612 },
    ]);
  });

  it("are food's where the city has no such class", () => {
    expect(price({ lines: [beer] }).taxLines[0]).toEqual({ code: "food", basisPoints: 500, amount: 1_550 });
  });

  it("that are within the prices are shown and change nothing", () => {
    const vat: PricingPolicy = {
      ...policy,
      foodTaxBasisPoints: 2_000,
      feeTaxBasisPoints: 2_000,
      pricesIncludeTax: true,
    };
    const bill = price({
      lines: [{ ...thali, unitPrice: 12_000, optionPrices: [], quantity: 1 }],
      packagingFee: 0,
      policy: vat,
    });
    expect(bill.taxLines).toEqual([
      { code: "food", basisPoints: 2_000, amount: 2_000, included: true },
      // Delivery, and the small-order fee: 4 900 with their tax.
      { code: "fees", basisPoints: 2_000, amount: 817, included: true },
    ]);
    expect(bill.taxes).toBe(0);
    expect(bill.total).toBe(12_000 + 4_900 + 2_000);
  });
});

describe("delivery", () => {
  it("is included up to the base, then grows smoothly", () => {
    expect(deliveryFee(0, policy.delivery)).toBe(2_500);
    expect(deliveryFee(1_500, policy.delivery)).toBe(2_500);
    expect(deliveryFee(2_000, policy.delivery)).toBe(2_950);
    expect(riderPay(2_000, 1_500, policy)).toBe(2_500 + 1_600 + 1_500);
  });

  it("costs what the zone of the address says; the first one, where two overlap", () => {
    const box = (size: number) => [
      [
        [77.6 - size, 12.97 - size],
        [77.6 + size, 12.97 - size],
        [77.6 + size, 12.97 + size],
        [77.6 - size, 12.97 + size],
        [77.6 - size, 12.97 - size],
      ] as [number, number][],
    ];
    const tariff = (base: number) => ({ base, includedMeters: 10_000, perKm: 0 });
    const zoned: PricingPolicy = {
      ...policy,
      zones: [
        { name: "Old town", coordinates: box(0.01), delivery: tariff(1_000) },
        { name: "City", coordinates: box(0.1), delivery: tariff(4_000) },
      ],
    };
    const feeAt = (place: { lat: number; lng: number }) =>
      price({ policy: zoned, dropoff: place }).feeLines.find(({ code }) => code === "delivery")?.amount;
    expect(feeAt(dropoff)).toBe(1_000);
    expect(feeAt({ lat: 13.03, lng: 77.6 })).toBe(4_000);
    expect(feeAt({ lat: 13.5, lng: 77.6 })).toBe(2_500 + 900);
  });
});

describe("a city's policy", () => {
  it("from before zones and tax classes means what it meant", () => {
    const { zones: _zones, taxClasses: _classes, pricesIncludeTax: _included, ...before } = policy;
    expect(pricingPolicySchema.parse(before)).toEqual(policy);
  });
});

describe("whatever is ordered", () => {
  const classes = ["standard", "alcohol", "sweets"];
  const line = fc.record({
    name: fc.constant("dish"),
    unitPrice: fc.integer({ min: 0, max: 5_000_000 }),
    optionPrices: fc.array(fc.integer({ min: 0, max: 100_000 }), { maxLength: 5 }),
    quantity: fc.integer({ min: 1, max: 50 }),
    taxClass: fc.constantFrom(...classes),
  });
  const order = fc.record({
    // None, two and three digits after the point.
    currency: fc.constantFrom("JPY", "INR", "KWD"),
    lines: fc.array(line, { minLength: 1, maxLength: 20 }),
    packagingFee: fc.integer({ min: 0, max: 10_000 }),
    distanceMeters: fc.integer({ min: 0, max: 25_000 }),
    tip: fc.integer({ min: 0, max: policy.maxTip }),
    policy: fc
      .record({
        foodTaxBasisPoints: fc.integer({ min: 0, max: 10_000 }),
        feeTaxBasisPoints: fc.integer({ min: 0, max: 10_000 }),
        taxClasses: fc.record({ alcohol: fc.integer({ min: 0, max: 10_000 }) }),
        pricesIncludeTax: fc.boolean(),
      })
      .map((taxes): PricingPolicy => ({ ...policy, ...taxes })),
  });

  it("a bill's parts sum to its total, and none is negative or broken", () => {
    fc.assert(
      fc.property(order, (wanted) => {
        const bill = price(wanted);
        const sum = (lines: readonly { amount: number }[]) => lines.reduce((total, { amount }) => total + amount, 0);
        expect(sum(bill.lines)).toBe(bill.subtotal);
        expect(sum(bill.feeLines)).toBe(bill.fees);
        expect(sum(bill.taxLines.filter(({ included }) => included !== true))).toBe(bill.taxes);
        expect(bill.subtotal + bill.fees + bill.taxes + bill.tip).toBe(bill.total);
        for (const amount of [
          bill.subtotal,
          bill.fees,
          bill.taxes,
          bill.total,
          ...bill.taxLines.map((tax) => tax.amount),
        ])
          expect(Number.isSafeInteger(amount) && amount >= 0).toBe(true);
      }),
    );
  });

  it("the order of its lines is irrelevant", () => {
    fc.assert(
      fc.property(order, (wanted) => {
        const { lines: _, ...bill } = price(wanted);
        const { lines: __, ...reversed } = price({ ...wanted, lines: wanted.lines.toReversed() });
        expect(reversed).toEqual(bill);
      }),
    );
  });

  it("one more of a dish never makes it cheaper, but for the small-order fee", () => {
    fc.assert(
      fc.property(order, (wanted) => {
        const [first, ...rest] = wanted.lines;
        const free = { ...wanted.policy, smallOrder: { below: 0, fee: 0 } };
        const before = price({ ...wanted, policy: free });
        const after = price({
          ...wanted,
          policy: free,
          lines: [{ ...first!, quantity: first!.quantity + 1 }, ...rest],
        });
        expect(after.total).toBeGreaterThanOrEqual(before.total);
      }),
    );
  });

  it("everybody's shares sum to what the customer pays, wherever the tax stands", () => {
    fc.assert(
      fc.property(order, fc.integer({ min: 0, max: 3_000 }), (wanted, commission) => {
        const bill = price(wanted);
        const shares = sharesOf(bill, commission);
        expect(Object.values(shares).reduce((sum, share) => sum + share, 0)).toBe(bill.total);
        expect(shares.fees).toBeGreaterThanOrEqual(0);
        expect(shares.taxes).toBe(bill.taxLines.reduce((sum, { amount }) => sum + amount, 0));
      }),
    );
  });

  it("an amount reads back as itself in its currency", () => {
    fc.assert(
      fc.property(fc.constantFrom("JPY", "INR", "KWD"), fc.integer({ min: 0, max: 1e9 }), (currency, amount) => {
        const digits = formatMoney(money(amount, currency), "en").replace(/[^0-9.]/g, "");
        expect(Math.round(Number(digits) * 10 ** currencyExponent(currency))).toBe(amount);
      }),
    );
  });
});
