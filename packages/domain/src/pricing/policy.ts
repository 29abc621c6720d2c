import { z } from "zod";

const minorUnits = z.int().min(0);

/** How a city prices delivery and taxes food; kept with the city. Amounts in minor units of its currency. */
export const pricingPolicySchema = z.object({
  delivery: z.object({
    base: minorUnits,
    /** The base covers this much of the way over the streets. */
    includedMeters: z.int().min(0),
    perKm: minorUnits,
  }),
  smallOrder: z.object({ below: minorUnits, fee: minorUnits }),
  /** Of food and packaging, exclusive: added on top. 500 is 5 %. */
  foodTaxBasisPoints: z.int().min(0).max(10_000),
  /** Of delivery and small-order fees, exclusive. */
  feeTaxBasisPoints: z.int().min(0).max(10_000),
  riderPay: z.object({ base: minorUnits, perKm: minorUnits }),
  maxTip: minorUnits,
});
export type PricingPolicy = z.infer<typeof pricingPolicySchema>;

/** What a new city in India starts with (amounts in paise): GST of 5 % on restaurant food, 18 % on delivery. */
export const defaultPricingPolicy: PricingPolicy = {
  delivery: { base: 2_500, includedMeters: 1_500, perKm: 900 },
  smallOrder: { below: 14_900, fee: 1_500 },
  foodTaxBasisPoints: 500,
  feeTaxBasisPoints: 1_800,
  riderPay: { base: 2_500, perKm: 800 },
  maxTip: 50_000,
};
