import { z } from "zod";
import { findOrderRecords, orderIdsOfCustomer } from "@tiffin/db/queries/orders";
import type { Order, OrderPage } from "@tiffin/domain/wire/orders";
import { openCursor, sealCursor } from "../paging/index.ts";
import { orderFor } from "./access.ts";
import { orderWire } from "./order-wire.ts";
import type { OrderServices, Viewer } from "./services.ts";

const positionSchema = z.object({ placedAt: z.iso.datetime(), id: z.uuid() });

/** The caller's own orders, newest first. @throws DomainError VALIDATION_FAILED for a foreign cursor */
export async function listOrders(
  { db, cursorSecret }: Pick<OrderServices, "db" | "cursorSecret">,
  customerId: string,
  query: { readonly limit: number; readonly cursor?: string | undefined },
  now: Date,
): Promise<OrderPage> {
  const scope = `orders:${customerId}`;
  const after = query.cursor === undefined ? null : openCursor(cursorSecret, scope, query.cursor, positionSchema);
  const positions = await orderIdsOfCustomer(
    db,
    customerId,
    after === null ? null : { id: after.id, placedAt: new Date(after.placedAt) },
    query.limit + 1,
  );
  const page = positions.slice(0, query.limit);
  const last = page.at(-1);
  const records = await findOrderRecords(
    db,
    page.map((position) => position.id),
  );
  return {
    items: records.map((record) => orderWire(record, { isCustomer: true }, now)),
    nextCursor:
      positions.length > page.length && last !== undefined
        ? sealCursor(cursorSecret, scope, { placedAt: last.placedAt.toISOString(), id: last.id })
        : null,
  };
}

/** One order, for those whom it concerns. @throws DomainError NOT_FOUND */
export async function getOrder(
  services: Pick<OrderServices, "db">,
  viewer: Viewer,
  orderId: string,
  now: Date,
): Promise<Order> {
  const { record, isCustomer } = await orderFor(services, viewer, orderId);
  return orderWire(record, { isCustomer }, now);
}
