import { isId } from "@tiffin/db/ids";
import { findRiderCity } from "@tiffin/db/queries/ops-desk";
import { isInScope, opsScopeOf } from "@tiffin/db/queries/ops-scope";
import { money } from "@tiffin/domain/money/money";
import type { PaymentReviewList, RefundRequest } from "@tiffin/domain/wire/money";
import type { OpsOrderDetail } from "@tiffin/domain/wire/ops";
import { recordCashDeposit } from "../ledger/index.ts";
import { listReviews, refundOrder, type PaymentPorts } from "../payments/index.ts";
import { actOnce, neededKey } from "./act-once.ts";
import type { OpsRequest } from "./order-actions.ts";
import { getOpsOrder } from "./order-detail.ts";
import { inScopeOrNotFound, orderOfOps } from "./scope.ts";

/** Gives back all or a part of what an order was charged. @throws see `refundOrder` and `actOnce` */
export async function refundOpsOrder(
  ports: PaymentPorts,
  { opsId, key: given, now }: OpsRequest,
  orderId: string,
  request: RefundRequest,
): Promise<OpsOrderDetail> {
  const key = neededKey(given);
  const { order } = await orderOfOps(ports.db, opsId, orderId);
  const { amount, liable, reason, note } = request;
  const action = {
    actorId: opsId,
    cityId: order.cityId,
    type: "order.refund",
    subjectId: orderId,
    data: { amount: amount ?? null, liable, reason, note: note ?? null },
  } as const;
  await actOnce(ports.db, action, key, now, () =>
    refundOrder(ports, { orderId, ...request, key, requestedBy: opsId }, now),
  );
  return getOpsOrder(ports, opsId, orderId, now);
}

/** Payments of the operator's cities that a person has to look at, longest waiting first. */
export async function listPaymentReviews({ db }: Pick<PaymentPorts, "db">, opsId: string): Promise<PaymentReviewList> {
  const [rows, scope] = await Promise.all([listReviews(db), opsScopeOf(db, opsId)]);
  return {
    items: rows
      .filter(({ cityId }) => isInScope(scope, cityId))
      .map(({ payment, orderNumber, orderStatus }) => ({
        paymentId: payment.id,
        orderId: payment.orderId,
        orderNumber,
        orderStatus,
        provider: payment.provider,
        providerReference: payment.providerReference,
        status: payment.status,
        amount: money(payment.amount, payment.currency),
        since: (payment.reviewSince ?? payment.updatedAt).toISOString(),
        reason: payment.reviewReason ?? "undecided",
      })),
  };
}

/** A rider handed over cash. @throws see `recordCashDeposit` */
export async function depositCash(
  { db }: Pick<PaymentPorts, "db">,
  { opsId, key: given, now }: OpsRequest,
  riderId: string,
  amount: number,
) {
  const key = neededKey(given);
  const known = isId(riderId) ? await findRiderCity(db, riderId) : undefined;
  const cityId = await inScopeOrNotFound(db, opsId, known, "rider");
  // The ledger knows the key too: recording it again only reads what the rider still carries.
  const record = () => recordCashDeposit(db, { riderId, amount, key: `${riderId}:${key}` }, now);
  const action = {
    actorId: opsId,
    cityId,
    type: "rider.cash_deposit",
    subjectId: riderId,
    data: { amount },
  } as const;
  await actOnce(db, action, key, now, record);
  return record();
}
