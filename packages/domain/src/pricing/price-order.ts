import { DomainError } from "../errors.ts";
import type { Location } from "../geo/location.ts";
import { basisPointsOf, basisPointsWithin } from "../money/money.ts";
import { tariffAt, type DeliveryTariff, type PricingPolicy } from "./policy.ts";

/** One line of a cart with prices from the database, never from the caller. Amounts in minor units. */
export interface PricingLine {
  readonly name: string;
  readonly unitPrice: number;
  readonly optionPrices: readonly number[];
  readonly quantity: number;
  /** One of the policy's; anything else is food. */
  readonly taxClass: string;
}

export interface PricingInput {
  readonly currency: string;
  readonly lines: readonly PricingLine[];
  readonly packagingFee: number;
  /** Over the streets. */
  readonly distanceMeters: number;
  readonly dropoff: Location;
  readonly tip: number;
  readonly policy: PricingPolicy;
}

export type FeeCode = "packaging" | "delivery" | "small_order";

/** A tax of all lines that are taxed alike. `code` is `food`, `fees`, or a tax class of the city's. */
export interface TaxLine {
  readonly code: string;
  readonly basisPoints: number;
  readonly amount: number;
  /** It is within the prices already, and so no part of `taxes`. Bills from before this was known have none. */
  readonly included?: boolean;
}

/** A bill: what the quote shows, the order stores and the receipt prints. `total = subtotal + fees + taxes + tip`. */
export interface PricedOrder {
  readonly currency: string;
  readonly lines: readonly {
    readonly name: string;
    readonly quantity: number;
    readonly unitPrice: number;
    readonly amount: number;
  }[];
  readonly subtotal: number;
  readonly feeLines: readonly { readonly code: FeeCode; readonly amount: number }[];
  readonly fees: number;
  readonly taxLines: readonly TaxLine[];
  /** What is added on top. */
  readonly taxes: number;
  readonly tip: number;
  readonly total: number;
}

const FOOD = "food";
const FEES = "fees";

/**
 * Prices a cart. Each tax is rounded once, half up, on the sum of what it applies to: so the order of the lines does not
 * matter and the parts always sum to the total. Tips are not taxed.
 *
 * @throws DomainError VALIDATION_FAILED (tip)
 */
export function priceOrder(input: PricingInput): PricedOrder {
  const { currency, lines, packagingFee, tip, policy } = input;
  if (tip > policy.maxTip) {
    throw new DomainError("VALIDATION_FAILED", "That tip is larger than this city allows.", {
      fields: [{ path: "tip", message: `at most ${policy.maxTip} minor units of ${currency}` }],
    });
  }
  const pricedLines = lines.map((line) => {
    const unitPrice = line.unitPrice + sum(line.optionPrices);
    return { name: line.name, quantity: line.quantity, unitPrice, amount: unitPrice * line.quantity };
  });
  const subtotal = sum(pricedLines.map((line) => line.amount));

  const tariff = tariffAt(policy, input.dropoff);
  const feeLines = (
    [
      { code: "packaging", amount: packagingFee },
      { code: "delivery", amount: deliveryFee(input.distanceMeters, tariff) },
      { code: "small_order", amount: subtotal < policy.smallOrder.below ? policy.smallOrder.fee : 0 },
    ] as const
  ).filter((line) => line.amount > 0);
  const fees = sum(feeLines.map((line) => line.amount));

  const taxLines = taxLinesOf(input, subtotal, fees);
  const taxes = sum(taxLines.filter(({ included }) => included !== true).map((line) => line.amount));
  const total = subtotal + fees + taxes + tip;
  return { currency, lines: pricedLines, subtotal, feeLines, fees, taxLines, taxes, tip, total };
}

/** Food with its packaging first, then the city's own classes by name, then fees; only what comes to something. */
function taxLinesOf({ lines, packagingFee, policy }: PricingInput, subtotal: number, fees: number): TaxLine[] {
  const classes = Object.keys(policy.taxClasses).sort();
  const ofClass = (name: string) =>
    sum(
      lines
        .filter(({ taxClass }) => taxClass === name)
        .map((line) => (line.unitPrice + sum(line.optionPrices)) * line.quantity),
    );
  const special = classes.map((code) => ({ code, base: ofClass(code), basisPoints: policy.taxClasses[code]! }));
  const ordinary = subtotal - sum(special.map(({ base }) => base));
  return [
    { code: FOOD, base: ordinary + packagingFee, basisPoints: policy.foodTaxBasisPoints },
    ...special,
    { code: FEES, base: fees - packagingFee, basisPoints: policy.feeTaxBasisPoints },
  ].flatMap(({ code, base, basisPoints }) => {
    const amount = policy.pricesIncludeTax ? basisPointsWithin(base, basisPoints) : basisPointsOf(base, basisPoints);
    if (amount === 0) return [];
    return [{ code, basisPoints, amount, ...(policy.pricesIncludeTax ? { included: true } : {}) }];
  });
}

/** Whole kilometres are not billed in jumps: the fee grows with each metre beyond what the base includes. */
export function deliveryFee(distanceMeters: number, tariff: DeliveryTariff): number {
  const beyond = Math.max(0, Math.round(distanceMeters) - tariff.includedMeters);
  return tariff.base + Math.floor((beyond * tariff.perKm + 500) / 1_000);
}

/** Of the planned way, this much again is paid for at most where more was ridden: in hundredths. */
const PAID_DETOUR_PERCENT = 50;

/**
 * The meters that a ride is paid for. At least those of the plan, for which the rider said yes; more where the street was
 * closed and more was ridden, up to half of the plan again, so that riding in circles does not pay.
 */
export function paidMeters(plannedMeters: number, riddenMeters: number | null): number {
  const planned = Math.round(plannedMeters);
  const most = planned + Math.floor((planned * PAID_DETOUR_PERCENT) / 100);
  return Math.min(most, Math.max(planned, Math.round(riddenMeters ?? planned)));
}

/** What a rider earns for carrying an order that far, with the tip. */
export function riderPay(distanceMeters: number, tip: number, policy: PricingPolicy): number {
  return policy.riderPay.base + Math.floor((Math.round(distanceMeters) * policy.riderPay.perKm + 500) / 1_000) + tip;
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
