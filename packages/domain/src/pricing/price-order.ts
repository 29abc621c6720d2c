import { DomainError } from "../errors.ts";
import { basisPointsOf } from "../money/money.ts";
import type { PricingPolicy } from "./policy.ts";

/** One line of a cart with prices from the database, never from the caller. Amounts in minor units. */
export interface PricingLine {
  readonly name: string;
  readonly unitPrice: number;
  readonly optionPrices: readonly number[];
  readonly quantity: number;
}

export interface PricingInput {
  readonly currency: string;
  readonly lines: readonly PricingLine[];
  readonly packagingFee: number;
  /** Over the streets. */
  readonly distanceMeters: number;
  readonly tip: number;
  readonly policy: PricingPolicy;
}

export type FeeCode = "packaging" | "delivery" | "small_order";
export type TaxCode = "food" | "fees";

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
  readonly taxLines: readonly { readonly code: TaxCode; readonly basisPoints: number; readonly amount: number }[];
  readonly taxes: number;
  readonly tip: number;
  readonly total: number;
}

/**
 * Prices a cart. Each tax is rounded once, half up, on the sum of what it applies to: so the order of the lines does not
 * matter and the parts always sum to the total. Tips are not taxed.
 */
export function priceOrder({ currency, lines, packagingFee, distanceMeters, tip, policy }: PricingInput): PricedOrder {
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

  const feeLines = (
    [
      { code: "packaging", amount: packagingFee },
      { code: "delivery", amount: deliveryFee(distanceMeters, policy) },
      { code: "small_order", amount: subtotal < policy.smallOrder.below ? policy.smallOrder.fee : 0 },
    ] as const
  ).filter((line) => line.amount > 0);
  const fees = sum(feeLines.map((line) => line.amount));

  const serviceFees = fees - packagingFee;
  const taxLines = (
    [
      {
        code: "food",
        basisPoints: policy.foodTaxBasisPoints,
        amount: basisPointsOf(subtotal + packagingFee, policy.foodTaxBasisPoints),
      },
      {
        code: "fees",
        basisPoints: policy.feeTaxBasisPoints,
        amount: basisPointsOf(serviceFees, policy.feeTaxBasisPoints),
      },
    ] as const
  ).filter((line) => line.amount > 0);
  const taxes = sum(taxLines.map((line) => line.amount));

  return {
    currency,
    lines: pricedLines,
    subtotal,
    feeLines,
    fees,
    taxLines,
    taxes,
    tip,
    total: subtotal + fees + taxes + tip,
  };
}

/** Whole kilometres are not billed in jumps: the fee grows with each metre beyond what the base includes. */
export function deliveryFee(distanceMeters: number, policy: PricingPolicy): number {
  const beyond = Math.max(0, Math.round(distanceMeters) - policy.delivery.includedMeters);
  return policy.delivery.base + Math.floor((beyond * policy.delivery.perKm + 500) / 1_000);
}

/** What a rider earns for carrying an order that far, with the tip. */
export function riderPay(distanceMeters: number, tip: number, policy: PricingPolicy): number {
  return policy.riderPay.base + Math.floor((Math.round(distanceMeters) * policy.riderPay.perKm + 500) / 1_000) + tip;
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
