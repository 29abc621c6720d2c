import { isId } from "@tiffin/db/ids";
import { findOrder, findOrderRecord } from "@tiffin/db/queries/orders";
import { notFound } from "@tiffin/domain/errors";
import type { Order } from "@tiffin/domain/wire/orders";
import { transitionOrder } from "../lifecycle/index.ts";
import { orderWire } from "./order-wire.ts";
import type { OrderServices } from "./services.ts";

/**
 * The customer calls it off, until the kitchen has taken it on. The money is let go by the workflow that hears of
 * `order/cancelled`. @throws DomainError NOT_FOUND, ORDER_NOT_CANCELLABLE
 */
export async function cancelOrder(
  { db }: Pick<OrderServices, "db">,
  customerId: string,
  orderId: string,
  now: Date,
): Promise<Order> {
  const found = isId(orderId) ? await findOrder(db, orderId) : undefined;
  if (found === undefined || found.customerId !== customerId) throw notFound("order");
  await transitionOrder(db, {
    orderId,
    command: { type: "cancel", reason: "customer" },
    actor: { type: "customer", id: customerId },
    now,
  });
  const record = await findOrderRecord(db, orderId);
  if (record === undefined) throw notFound("order");
  return orderWire(record, { isCustomer: true }, now);
}
