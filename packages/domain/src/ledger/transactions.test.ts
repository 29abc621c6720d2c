import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultPricingPolicy } from "../pricing/policy.ts";
import { priceOrder } from "../pricing/price-order.ts";
import { sharesOf } from "./shares.ts";
import {
  capturePosted,
  cashDepositPosted,
  deliveryPosted,
  refundPosted,
  salePosted,
  undeliveredPosted,
  type LedgerTransaction,
} from "./transactions.ts";

const at = new Date("2026-03-01T12:00:00Z");
const parties = {
  orderId: "order",
  customerId: "asha",
  restaurantId: "thali-house",
  riderId: "imran",
  currency: "INR",
};
const bill = (unitPrice: number, tip: number, packagingFee = 1_000) =>
  priceOrder({
    currency: "INR",
    lines: [{ name: "Thali", unitPrice, optionPrices: [], quantity: 1, taxClass: "standard" }],
    packagingFee,
    distanceMeters: 2_500,
    dropoff: { lat: 12.97, lng: 77.6 },
    tip,
    policy: defaultPricingPolicy,
  });

/** What stands on each account after some transactions; empty ones left out. */
function balances(transactions: readonly LedgerTransaction[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { account, partyId, amount } of transactions.flatMap(({ postings }) => postings)) {
    const name = partyId === null ? account : `${account}:${partyId}`;
    sums[name] = (sums[name] ?? 0) + amount;
  }
  return Object.fromEntries(Object.entries(sums).filter(([, amount]) => amount !== 0));
}

const capture = (amount: number, cash = false) =>
  capturePosted({ order: parties, paymentId: "payment", amount, captured: amount, cash }, at);

describe("an order that is paid by card and delivered", () => {
  const order = bill(20_000, 2_000);
  const whole = [
    capture(order.total),
    salePosted({ ...parties, bill: order }, 1_500, at),
    deliveryPosted({ ...parties, tip: 2_000, ridePay: 6_500 }, at),
  ];

  it("leaves each with their share, and the customer with nothing open", () => {
    expect(balances(whole)).toEqual({
      gateway: order.total,
      // 200.00 of food less 15 %, and the packaging.
      "restaurant:thali-house": -(17_000 + 1_000),
      "rider:imran": -6_500,
      // Commission and delivery fee, less what the rider earns beyond the tip.
      platform: -(3_000 + 3_400 - 4_500),
      tax: -order.taxes,
    });
  });

  it("lets the liable one bear a refund", () => {
    const refund = (liable: "platform" | "restaurant" | "rider") =>
      refundPosted({ order: parties, key: "r", amount: 5_000, tip: 0, liable, isSold: true, cash: false }, at);
    expect(balances([...whole, refund("restaurant")])["restaurant:thali-house"]).toBe(-13_000);
    expect(balances([...whole, refund("rider")])["rider:imran"]).toBe(-1_500);
    expect(balances([...whole, refund("platform")])["platform"]).toBe(3_100);
  });
});

it("an order that nobody took at the door leaves the way paid, and no tip with anybody", () => {
  const order = bill(20_000, 2_000);
  const refund = { order: parties, key: "r", amount: order.total, tip: 2_000, isSold: true, cash: false };
  const ended = [
    capture(order.total),
    salePosted({ ...parties, bill: order }, 1_500, at),
    undeliveredPosted({ ...parties, ridePay: 4_500 }, at),
    refundPosted({ ...refund, liable: "platform" }, at),
  ];
  expect(balances(ended)).toEqual({
    "restaurant:thali-house": -(17_000 + 1_000),
    "rider:imran": -4_500,
    platform: order.total - 2_000 + 4_500 - (3_000 + 3_400),
    tax: -order.taxes,
  });
});

it("money that went back before the food was fetched leaves no trace on any account", () => {
  const refund = refundPosted(
    { order: parties, key: "r", amount: 9_900, tip: 0, liable: "platform", isSold: false, cash: false },
    at,
  );
  expect(balances([capture(9_900), refund])).toEqual({});
});

it("notes are the rider's to hand over until they are handed over", () => {
  const deposit = cashDepositPosted({ key: "d", riderId: "imran", amount: 9_900, currency: "INR" }, at);
  expect(balances([capture(9_900, true)])).toEqual({ "cash_float:imran": 9_900, "customer:asha": -9_900 });
  expect(balances([capture(9_900, true), deposit])).toEqual({ cash_float: 9_900, "customer:asha": -9_900 });
});

it("any bill is shared out to the last unit, and every transaction sums to zero", () => {
  fc.assert(
    fc.property(
      fc.record({
        price: fc.integer({ min: 0, max: 5_000_000 }),
        tip: fc.integer({ min: 0, max: defaultPricingPolicy.maxTip }),
        packaging: fc.integer({ min: 0, max: 100_000 }),
        commission: fc.integer({ min: 0, max: 10_000 }),
        pay: fc.integer({ min: 0, max: 100_000 }),
        refunded: fc.double({ min: 0, max: 1, noNaN: true }),
        tipBack: fc.boolean(),
        liable: fc.constantFrom("platform" as const, "restaurant" as const, "rider" as const),
        isSold: fc.boolean(),
        cash: fc.boolean(),
      }),
      ({ price, tip, packaging, commission, pay, refunded, tipBack, liable, isSold, cash }) => {
        const order = bill(price, tip, packaging);
        const shares = sharesOf(order, commission);
        expect(Object.values(shares).reduce((sum, part) => sum + part, 0)).toBe(order.total);
        expect(Object.values(shares).every((part) => part >= 0 && Number.isSafeInteger(part))).toBe(true);
        const amount = Math.floor(order.total * refunded);
        const all = [
          capture(order.total, cash),
          salePosted({ ...parties, bill: order }, commission, at),
          deliveryPosted({ ...parties, tip, ridePay: pay + tip }, at),
          undeliveredPosted({ ...parties, ridePay: pay }, at),
          refundPosted(
            { order: parties, key: "r", amount, tip: tipBack ? Math.min(tip, amount) : 0, liable, isSold, cash },
            at,
          ),
        ];
        for (const { postings } of all) expect(postings.reduce((sum, posting) => sum + posting.amount, 0)).toBe(0);
      },
    ),
  );
});
