import type { Database } from "@tiffin/db/client";
import { lockOrder } from "@tiffin/db/queries/order-lifecycle";
import { appendOutbox } from "@tiffin/db/queries/outbox";
import { findPayment, lockPayment, paymentsForReview, updatePayment } from "@tiffin/db/queries/payments";

/** Why a payment needs a person. */
export type ReviewReason = "undecided" | "amount_differs";

/** Puts a payment before ops, who are told once. */
export async function openReview(db: Database, paymentId: string, reason: ReviewReason, now: Date): Promise<void> {
  await db.transaction(async (tx) => {
    const found = await findPayment(tx, paymentId);
    const order = found && (await lockOrder(tx, found.orderId));
    const payment = order && (await lockPayment(tx, paymentId));
    if (order === undefined || payment === undefined) return;
    await updatePayment(tx, paymentId, { reviewSince: payment.reviewSince ?? now, reviewReason: reason }, now);
    if (payment.reviewSince !== null) return;
    const { id, cityId, restaurantId, customerId, status } = order;
    await appendOutbox(tx, id, {
      topic: "order/escalated",
      data: { orderId: id, cityId, restaurantId, customerId, status },
    });
  });
}

/** Takes it back from ops once order and gateway agree. */
export async function closeReview(db: Database, paymentId: string, now: Date): Promise<void> {
  const payment = await findPayment(db, paymentId);
  if (payment === undefined || payment.reviewSince === null) return;
  await updatePayment(db, paymentId, { reviewSince: null, reviewReason: null }, now);
}

/** What waits for a person, longest first. */
export const listReviews = (db: Database) => paymentsForReview(db, 200);
