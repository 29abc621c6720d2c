import { isId } from "@tiffin/db/ids";
import { DomainError, notFound } from "@tiffin/domain/errors";
import { money } from "@tiffin/domain/money/money";
import type { PaymentReviewList, RefundRequest } from "@tiffin/domain/wire/money";
import type { OpsOrder } from "@tiffin/domain/wire/ops";
import { recordCashDeposit } from "../ledger/index.ts";
import { listReviews, refundOrder, type PaymentPorts } from "../payments/index.ts";
import { getOpsOrder } from "./ops-orders.ts";

/** Gives back all or a part of what an order was charged. @throws see `refundOrder` */
export async function refundOpsOrder(
  ports: PaymentPorts,
  opsId: string,
  orderId: string,
  request: RefundRequest,
  idempotencyKey: string | undefined,
  now: Date,
): Promise<OpsOrder> {
  if (!isId(orderId)) throw notFound("order");
  await refundOrder(ports, { orderId, ...request, key: neededKey(idempotencyKey), requestedBy: opsId }, now);
  return getOpsOrder(ports, orderId, now);
}

/** Payments that a person has to look at, longest waiting first. */
export async function listPaymentReviews({ db }: Pick<PaymentPorts, "db">): Promise<PaymentReviewList> {
  const rows = await listReviews(db);
  return {
    items: rows.map(({ payment, orderNumber, orderStatus }) => ({
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
export function depositCash(
  { db }: Pick<PaymentPorts, "db">,
  riderId: string,
  amount: number,
  idempotencyKey: string | undefined,
  now: Date,
) {
  if (!isId(riderId)) throw notFound("rider");
  return recordCashDeposit(db, { riderId, amount, key: `${riderId}:${neededKey(idempotencyKey)}` }, now);
}

/** Money is moved once for each key. @throws DomainError IDEMPOTENCY_KEY_REQUIRED, VALIDATION_FAILED */
function neededKey(key: string | undefined): string {
  if (key === undefined || key === "") {
    throw new DomainError("IDEMPOTENCY_KEY_REQUIRED", "Send an Idempotency-Key header with a UUID of this attempt.");
  }
  if (isId(key)) return key.toLowerCase();
  throw new DomainError("VALIDATION_FAILED", "The Idempotency-Key must be a UUID.", {
    fields: [{ path: "Idempotency-Key", message: "a UUID" }],
  });
}
