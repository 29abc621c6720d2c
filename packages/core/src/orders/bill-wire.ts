import { money } from "@tiffin/domain/money/money";
import type { PricedOrder } from "@tiffin/domain/pricing/price-order";
import type { Order } from "@tiffin/domain/wire/orders";

type BillWire = Pick<Order, "subtotal" | "feeLines" | "fees" | "taxLines" | "taxes" | "tip" | "total">;

export function billWire(bill: PricedOrder): BillWire {
  const { currency } = bill;
  return {
    subtotal: money(bill.subtotal, currency),
    feeLines: bill.feeLines.map(({ code, amount }) => ({ code, amount: money(amount, currency) })),
    fees: money(bill.fees, currency),
    taxLines: bill.taxLines.map(({ code, basisPoints, amount, included }) => ({
      code,
      percent: basisPoints / 100,
      amount: money(amount, currency),
      ...(included === true ? { included } : {}),
    })),
    taxes: money(bill.taxes, currency),
    tip: money(bill.tip, currency),
    total: money(bill.total, currency),
  };
}
