import { lockOrder } from "@tiffin/db/queries/order-lifecycle";
import {
  findPaymentOfOrder,
  insertRefundOnce,
  lockPayment,
  refundsOfPayment,
  type RefundRow,
} from "@tiffin/db/queries/payments";
import { DomainError, notFound } from "@tiffin/domain/errors";
import type { LiableParty } from "@tiffin/domain/ledger/transactions";
import { reconcilePayment, type PaymentPorts } from "./reconcile-payment.ts";

export interface RefundRequest {
  readonly orderId: string;
  /** Minor units of the order's currency; all that is left, where it is not said. */
  readonly amount?: number | undefined;
  readonly liable: LiableParty;
  readonly reason: string;
  readonly note?: string | undefined;
  /** The caller's own: the same key is the same refund. */
  readonly key: string;
  readonly requestedBy: string;
}

/**
 * Gives back all or a part of what an order was charged. The refund is written before the gateway is asked, under the
 * order's lock, so that refunds which race can't give back more than was taken; one that gets no answer is finished by
 * the reconciler under the same key.
 *
 * @throws DomainError NOT_FOUND; VALIDATION_FAILED (more than is left, a rider's share without a rider);
 * ILLEGAL_TRANSITION when nothing was charged yet (cancel the order instead); IDEMPOTENCY_KEY_REUSED
 */
export async function refundOrder(ports: PaymentPorts, request: RefundRequest, now: Date): Promise<void> {
  const { orderId, liable, reason, note, requestedBy } = request;
  const idempotencyKey = `ops:${requestedBy}:${request.key}`;
  const refund = await ports.db.transaction(async (tx) => {
    const order = await lockOrder(tx, orderId);
    const found = order && (await findPaymentOfOrder(tx, orderId));
    const payment = found && (await lockPayment(tx, found.id));
    if (order === undefined || payment === undefined) throw notFound("order");
    const known = await refundsOfPayment(tx, payment.id);
    const again = known.find((one) => one.idempotencyKey === idempotencyKey);
    if (again !== undefined) return sameRefund(again, request);

    if (payment.status !== "CAPTURED") {
      throw new DomainError(
        "ILLEGAL_TRANSITION",
        payment.status === "REFUNDED"
          ? "All of it has been given back already."
          : "Nothing has been charged yet: cancel the order, and the money is let go.",
        { extra: { paymentStatus: payment.status } },
      );
    }
    if (liable === "rider" && order.riderId === null) {
      throw new DomainError("VALIDATION_FAILED", "This order has no rider.", {
        fields: [{ path: "liable", message: "restaurant or platform" }],
      });
    }
    const promised = known.filter(({ status }) => status === "PENDING").reduce((sum, one) => sum + one.amount, 0);
    const left = payment.captured - payment.refunded - promised;
    const amount = request.amount ?? left;
    if (amount <= 0 || amount > left) {
      throw new DomainError("VALIDATION_FAILED", "That is more than is left to give back.", {
        fields: [{ path: "amount", message: `1 to ${left} minor units of ${payment.currency}` }],
      });
    }
    return insertRefundOnce(tx, {
      paymentId: payment.id,
      amount,
      reason,
      note: note ?? null,
      liable,
      requestedBy,
      idempotencyKey,
    });
  });
  if (refund.status === "PENDING") await reconcilePayment(ports, refund.paymentId, now);
}

function sameRefund(first: RefundRow, { amount, liable, reason }: RefundRequest): RefundRow {
  if ((amount !== undefined && amount !== first.amount) || liable !== first.liable || reason !== first.reason) {
    throw new DomainError("IDEMPOTENCY_KEY_REUSED", "This Idempotency-Key was used for another refund.");
  }
  return first;
}
