import { z } from "zod";
import { isInPolygon } from "../geo/polygon.ts";
import type { Location, LngLat } from "../geo/location.ts";

const minorUnits = z.int().min(0);
const basisPoints = z.int().min(0).max(10_000);

const deliveryTariffSchema = z.object({
  base: minorUnits,
  /** The base covers this much of the way over the streets. */
  includedMeters: z.int().min(0),
  perKm: minorUnits,
});
/** What the way to the door costs. */
export type DeliveryTariff = z.infer<typeof deliveryTariffSchema>;

const position = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]);

/** How a city prices delivery and taxes food; kept with the city. Amounts in minor units of its currency. */
export const pricingPolicySchema = z.object({
  /** Wherever no zone says otherwise. */
  delivery: deliveryTariffSchema,
  /** Parts of the city with a tariff of their own, by where the food goes; of those that overlap, the first counts. */
  zones: z
    .array(
      z.object({
        name: z.string().min(1).max(80),
        /** Of a GeoJSON polygon: the outer ring, then holes; `[lng, lat]`. */
        coordinates: z.array(z.array(position).min(4)).min(1),
        delivery: deliveryTariffSchema,
      }),
    )
    .max(200)
    .default([]),
  smallOrder: z.object({ below: minorUnits, fee: minorUnits }),
  /** GST or VAT of food and packaging. 500 is 5 %. */
  foodTaxBasisPoints: basisPoints,
  /** Of dishes that are taxed otherwise, by their `taxClass` (alcohol, sweets, …); all others are food. */
  taxClasses: z.record(z.string().regex(/^[a-z][a-z0-9_]{0,39}$/), basisPoints).default({}),
  /** Of delivery and small-order fees. */
  feeTaxBasisPoints: basisPoints,
  /** Whether menus and fees are given with their tax in them (as a VAT usually is), or it is added on top. */
  pricesIncludeTax: z.boolean().default(false),
  riderPay: z.object({ base: minorUnits, perKm: minorUnits }),
  maxTip: minorUnits,
});
export type PricingPolicy = z.infer<typeof pricingPolicySchema>;

/** What a new city in India starts with (amounts in paise): GST of 5 % on restaurant food, 18 % on delivery. */
export const defaultPricingPolicy: PricingPolicy = {
  delivery: { base: 2_500, includedMeters: 1_500, perKm: 900 },
  zones: [],
  smallOrder: { below: 14_900, fee: 1_500 },
  foodTaxBasisPoints: 500,
  taxClasses: {},
  feeTaxBasisPoints: 1_800,
  pricesIncludeTax: false,
  riderPay: { base: 2_500, perKm: 800 },
  maxTip: 50_000,
};

/** The tariff where the food goes. */
export function tariffAt(policy: PricingPolicy, dropoff: Location): DeliveryTariff {
  const zone = policy.zones.find(({ coordinates }) => isInPolygon(dropoff, coordinates as readonly LngLat[][]));
  return zone?.delivery ?? policy.delivery;
}
