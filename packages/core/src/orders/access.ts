import { isId } from "@tiffin/db/ids";
import { findOrderRecord, type OrderRecord } from "@tiffin/db/queries/orders";
import { isStaffOf } from "@tiffin/db/queries/restaurants";
import { notFound } from "@tiffin/domain/errors";
import type { OrderServices, Viewer } from "./services.ts";

export interface Access {
  readonly record: OrderRecord;
  readonly isCustomer: boolean;
}

/**
 * An order, for those whom it concerns: its customer, its rider, the staff of its restaurant, ops.
 * @throws DomainError NOT_FOUND for everybody else
 */
export async function orderFor({ db }: Pick<OrderServices, "db">, viewer: Viewer, orderId: string): Promise<Access> {
  const record = isId(orderId) ? await findOrderRecord(db, orderId) : undefined;
  if (record === undefined) throw notFound("order");
  const { customerId, riderId, restaurantId } = record.order;
  const isCustomer = customerId === viewer.userId;
  const concerned =
    isCustomer ||
    (riderId !== null && riderId === viewer.userId) ||
    viewer.roles.includes("ops") ||
    (viewer.roles.includes("staff") && (await isStaffOf(db, viewer.userId, restaurantId)));
  if (!concerned) throw notFound("order");
  return { record, isCustomer };
}
