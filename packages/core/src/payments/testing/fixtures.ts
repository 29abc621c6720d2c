import type { Database } from "@tiffin/db/client";
import { newId } from "@tiffin/db/ids";
import { lockOrder } from "@tiffin/db/queries/order-lifecycle";
import { insertPayment } from "@tiffin/db/queries/payments";
import { insertOrder } from "@tiffin/db/testing/fixtures";

export interface PlacedOrder {
  readonly orderId: string;
  readonly riderId: string;
  readonly paymentId: string;
  readonly key: string;
  readonly money: { readonly amount: number; readonly currency: string };
}

/** An order and its payment as they stand when the gateway is about to be called. */
export async function insertOrderToPay(
  db: Database,
  options: { method?: "card" | "upi" | "cash"; createdAt?: Date; tip?: number } = {},
): Promise<PlacedOrder> {
  const { orderId, riderIds } = await insertOrder(db, options.tip === undefined ? {} : { tip: options.tip });
  const order = await lockOrder(db, orderId);
  if (!order) throw new Error("the fixture's order is missing");
  const method = options.method ?? "card";
  const paymentId = newId();
  await insertPayment(db, {
    id: paymentId,
    orderId,
    provider: method === "cash" ? "cash" : "sandbox",
    method,
    currency: order.currency,
    amount: order.total,
    idempotencyKey: paymentId,
    ...(options.createdAt ? { createdAt: options.createdAt, updatedAt: options.createdAt } : {}),
  });
  return {
    orderId,
    riderId: riderIds[0],
    paymentId,
    key: paymentId,
    money: { amount: order.total, currency: order.currency },
  };
}
