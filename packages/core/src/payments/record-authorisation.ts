import { inTransaction, type DatabaseOrTransaction } from "@tiffin/db/client";
import { lockOrder, type OrderRow } from "@tiffin/db/queries/order-lifecycle";
import { lockPayment, updatePayment, type PaymentRow } from "@tiffin/db/queries/payments";
import { notFound } from "@tiffin/domain/errors";
import type { OrderCommand } from "@tiffin/domain/order/decide";
import { transitionOrder } from "../lifecycle/index.ts";
import type { AuthoriseResult } from "./port.ts";
import { recordTruth } from "./record-truth.ts";

/**
 * Takes an order where the gateway's answer to `authorise` leads: CONFIRMED when authorised, PAYMENT_PENDING when the
 * customer has something to do or the gateway did not answer, CANCELLED when declined. If a webhook or the customer was
 * faster, the order stays where they brought it.
 *
 * @throws DomainError NOT_FOUND, INTERNAL (see recordTruth)
 */
export async function recordAuthorisation(
  db: DatabaseOrTransaction,
  placed: Pick<PaymentRow, "id" | "orderId">,
  result: AuthoriseResult,
  now: Date,
): Promise<{ order: OrderRow; payment: PaymentRow }> {
  if (result.kind !== "unknown" && result.payment) return recordTruth(db, placed, result.payment, now);
  return inTransaction(db, async (tx) => {
    const order = await lockOrder(tx, placed.orderId);
    const payment = order && (await lockPayment(tx, placed.id));
    if (order === undefined || payment === undefined) throw notFound("payment");
    // Somebody asked the gateway meanwhile and knows better.
    if (payment.status !== "CREATED") return { order, payment };

    const declined = result.kind === "declined";
    const changed = await updatePayment(
      tx,
      placed.id,
      declined ? { status: "DECLINED", declineCode: result.code } : { status: "PENDING" },
      now,
    );
    const command: OrderCommand | null = declined
      ? order.status === "CREATED" || order.status === "PAYMENT_PENDING"
        ? { type: "cancel", reason: "payment_declined" }
        : null
      : order.status === "CREATED"
        ? { type: "await-payment" }
        : null;
    const actor = { type: "system", id: null } as const;
    const moved = command ? await transitionOrder(tx, { orderId: order.id, command, actor, now }) : order;
    return { order: moved, payment: changed ?? payment };
  });
}
