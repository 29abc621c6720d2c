import { describe, expect, it } from "vitest";
import { razorpayUnits, stripeUnits } from "./minor-units.ts";

const money = (amount: number, currency: string) => ({ amount, currency });

describe("amounts as the gateways count them", () => {
  it.each([
    // 249.00 rupees, 500 yen, 5.120 dinars: as we count them.
    ["INR", 24_900, 24_900],
    ["JPY", 500, 500],
    ["KWD", 5_120, 5_120],
    // No decimals for us, two for both gateways: 75 rupiah.
    ["IDR", 75, 7_500],
  ])("%s: ours %i is theirs %i", (currency, ours, theirs) => {
    for (const units of [stripeUnits, razorpayUnits]) {
      expect(units.toGateway(money(ours, currency))).toBe(theirs);
      expect(units.fromGateway(theirs, currency)).toBe(ours);
    }
  });

  it("Stripe wants two decimals of krónur and Ugandan shillings, which have none", () => {
    for (const currency of ["ISK", "UGX"]) {
      expect(stripeUnits.toGateway(money(5, currency))).toBe(500);
      expect(stripeUnits.fromGateway(500, currency)).toBe(5);
      expect(razorpayUnits.toGateway(money(5, currency))).toBe(5);
    }
  });

  it("never rounds: of three decimals the last must be 0, of none there is no half", () => {
    for (const units of [stripeUnits, razorpayUnits]) {
      expect(units.toGateway(money(5_124, "KWD"))).toBeNull();
      expect(units.toGateway(money(0.5, "INR"))).toBeNull();
    }
    expect(() => stripeUnits.fromGateway(550, "ISK")).toThrow(RangeError);
  });

  it("comes back as it went, in every currency", () => {
    for (const units of [stripeUnits, razorpayUnits]) {
      const changed = Intl.supportedValuesOf("currency").filter((currency) => {
        const theirs = units.toGateway(money(123_450, currency));
        return theirs !== null && units.fromGateway(theirs, currency) !== 123_450;
      });
      expect(changed).toEqual([]);
    }
  });
});
