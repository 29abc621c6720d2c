import { basisPointsOf } from "../money/money.ts";
import type { PricedOrder } from "../pricing/price-order.ts";

/** Who gets what of an order's total; minor units. The parts always sum to it. */
export interface Shares {
  /** Food and packaging, less the commission and less a tax that was within their prices. */
  readonly restaurant: number;
  readonly commission: number;
  /** Delivery and small-order fees, without a tax within them. */
  readonly fees: number;
  /** Added on top or within the prices. */
  readonly taxes: number;
  readonly tip: number;
}

/** Shares out a bill. The commission is taken of the food alone, rounded once, half up. */
export function sharesOf(bill: PricedOrder, commissionBasisPoints: number): Shares {
  const packaging = sum(bill.feeLines.filter(({ code }) => code === "packaging"));
  const within = bill.taxLines.filter(({ included }) => included === true);
  const withinFees = sum(within.filter(({ code }) => code === "fees"));
  const withinFood = sum(within) - withinFees;
  const commission = basisPointsOf(bill.subtotal, commissionBasisPoints);
  return {
    restaurant: bill.subtotal + packaging - withinFood - commission,
    commission,
    fees: bill.fees - packaging - withinFees,
    taxes: bill.taxes + withinFood + withinFees,
    tip: bill.tip,
  };
}

function sum(lines: readonly { readonly amount: number }[]): number {
  return lines.reduce((total, { amount }) => total + amount, 0);
}
