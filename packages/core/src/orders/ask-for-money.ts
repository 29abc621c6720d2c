import type { PaymentRow } from "@tiffin/db/queries/payments";
import { gatewayOf, type AuthoriseResult, type PaymentInstrument } from "../payments/index.ts";
import type { OrderServices } from "./services.ts";

/**
 * Asks the gateway to authorise an order's payment. May be repeated after a crash: the payment's own key makes it one
 * charge.
 */
export function askForMoney(
  { gateways, config }: Pick<OrderServices, "gateways" | "config">,
  payment: Pick<PaymentRow, "orderId" | "provider" | "amount" | "currency" | "idempotencyKey">,
  instrument: PaymentInstrument,
): Promise<AuthoriseResult> {
  return gatewayOf(gateways, payment.provider).authorise({
    idempotencyKey: payment.idempotencyKey,
    reference: payment.orderId,
    money: { amount: payment.amount, currency: payment.currency },
    instrument,
    returnUrl: new URL(`/orders/${payment.orderId}`, config.urls.customer).href,
  });
}
