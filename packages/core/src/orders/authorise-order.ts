import type { OrderRow } from "@tiffin/db/queries/order-lifecycle";
import type { PaymentRow } from "@tiffin/db/queries/payments";
import { gatewayFor, recordAuthorisation, type PaymentInstrument } from "../payments/index.ts";
import type { OrderServices } from "./services.ts";

/**
 * Asks the gateway for an order's money and takes the order where the answer leads. May be repeated after a crash: the
 * payment's own key makes it one charge.
 */
export async function authoriseOrder(
  { db, gateways, config }: Pick<OrderServices, "db" | "gateways" | "config">,
  payment: Pick<PaymentRow, "id" | "orderId" | "amount" | "currency" | "idempotencyKey">,
  instrument: PaymentInstrument,
): Promise<OrderRow> {
  const result = await gatewayFor(gateways, instrument).authorise({
    idempotencyKey: payment.idempotencyKey,
    reference: payment.orderId,
    money: { amount: payment.amount, currency: payment.currency },
    instrument,
    returnUrl: new URL(`/orders/${payment.orderId}`, config.urls.customer).href,
  });
  // The gateway may have taken seconds: what happens now, happens now.
  const { order } = await recordAuthorisation(db, payment.id, result, new Date());
  return order;
}
