import { basisPointsOf } from "../money/money.ts";
import type { PricedOrder } from "../pricing/price-order.ts";

/** Who gets what of an order's total; minor units. The parts always sum to it. */
export interface Shares {
  /** Food and packaging, less the commission. */
  readonly restaurant: number;
  readonly commission: number;
  /** Delivery and small-order fees. */
  readonly fees: number;
  readonly taxes: number;
  readonly tip: number;
}

/** Shares out a bill. The commission is taken of the food alone, rounded once, half up. */
export function sharesOf(bill: PricedOrder, commissionBasisPoints: number): Shares {
  const packaging = bill.feeLines
    .filter(({ code }) => code === "packaging")
    .reduce((sum, { amount }) => sum + amount, 0);
  const commission = basisPointsOf(bill.subtotal, commissionBasisPoints);
  return {
    restaurant: bill.subtotal + packaging - commission,
    commission,
    fees: bill.fees - packaging,
    taxes: bill.taxes,
    tip: bill.tip,
  };
}
