import { money } from "@tiffin/domain/money/money";
import type { PricedOrder } from "@tiffin/domain/pricing/price-order";
import type { Quote, QuoteRequest } from "@tiffin/domain/wire/orders";
import { assessCart, type AssessServices, type Assessment } from "./assess-cart.ts";
import { billWire } from "./bill-wire.ts";

/**
 * What a cart costs and when it would come, or why it can't be had now. Promises nothing: placing prices again.
 * @throws DomainError what `assessCart` throws
 */
export async function quoteOrder(
  services: AssessServices,
  customerId: string,
  request: QuoteRequest,
  now: Date,
): Promise<Quote> {
  return quoteOf(await assessCart(services, customerId, request, now));
}

/** An assessed cart as it is shown: every line of the bill, and why it can't be had, if so. */
export function quoteOf({ record, lines, bill, distanceMeters, eta, refusal }: Assessment): Quote {
  return {
    deliverable: refusal === null,
    ...(refusal === null ? {} : { reason: { code: refusal.code, detail: refusal.message } }),
    items: lines.map(({ item, quantity, options, note }, index) => ({
      menuItemId: item.id,
      name: item.name,
      isVeg: item.isVeg,
      quantity,
      unitPrice: money(bill.lines[index]!.unitPrice, bill.currency),
      amount: money(bill.lines[index]!.amount, bill.currency),
      options: options.map((option) => ({ ...option, price: money(option.price, bill.currency) })),
      ...(note === null ? {} : { note }),
    })),
    ...billWire(bill),
    distanceMeters,
    etaMinutes: { ...eta },
    ...smallOrderWire(bill, record.city.pricing.smallOrder.below),
  };
}

/** What an order that pays the small-order fee lacks to be rid of it. */
function smallOrderWire({ feeLines, subtotal, currency }: PricedOrder, below: number): Pick<Quote, "smallOrder"> {
  const fee = feeLines.find((line) => line.code === "small_order");
  if (fee === undefined || subtotal >= below) return {};
  return { smallOrder: { missing: money(below - subtotal, currency), fee: money(fee.amount, currency) } };
}
