import { z } from "zod";
import { isId } from "@tiffin/db/ids";
import { findOrderRecord, findOrderRecords, type OrderRecord } from "@tiffin/db/queries/orders";
import { offersOfOrders, opsOrderPositions, stuckReasonOf, type OfferRecord } from "@tiffin/db/queries/ops";
import { groupBy } from "@tiffin/domain/collections/group-by";
import { notFound } from "@tiffin/domain/errors";
import type { OpsOrder, opsOrderPageSchema, opsOrderQuerySchema } from "@tiffin/domain/wire/ops";
import { assignByHand, type DispatchServices } from "../dispatch/index.ts";
import { transitionOrder } from "../lifecycle/index.ts";
import { orderWire, type OrderServices } from "../orders/index.ts";
import { openCursor, sealCursor } from "../paging/index.ts";

export type OpsServices = Pick<OrderServices, "db" | "cursorSecret"> & Pick<DispatchServices, "redis">;

const positionSchema = z.object({ placedAt: z.iso.datetime(), id: z.uuid() });

/** Orders of every city, newest first; `stuck` leaves those that need a person. @throws DomainError VALIDATION_FAILED */
export async function listOpsOrders(
  { db, cursorSecret }: Pick<OpsServices, "db" | "cursorSecret">,
  query: z.output<typeof opsOrderQuerySchema>,
  now: Date,
): Promise<z.infer<typeof opsOrderPageSchema>> {
  const stuckOnly = query.stuck === true;
  const scope = `ops-orders:${stuckOnly}`;
  const after = query.cursor === undefined ? null : openCursor(cursorSecret, scope, query.cursor, positionSchema);
  const positions = await opsOrderPositions(
    db,
    {
      stuckOnly,
      after: after === null ? null : { id: after.id, placedAt: new Date(after.placedAt) },
      limit: query.limit + 1,
    },
    now,
  );
  const page = positions.slice(0, query.limit);
  const last = page.at(-1);
  const ids = page.map(({ id }) => id);
  const [records, offers] = await Promise.all([findOrderRecords(db, ids), offersOfOrders(db, ids)]);
  const offersOf = groupBy(offers, (offer) => offer.orderId);
  const stuckOf = new Map(page.map(({ id, stuck }) => [id, stuck]));
  return {
    items: records.map((record) =>
      opsOrderWire(record, stuckOf.get(record.order.id) ?? null, offersOf.get(record.order.id) ?? [], now),
    ),
    nextCursor:
      positions.length > page.length && last !== undefined
        ? sealCursor(cursorSecret, scope, { placedAt: last.placedAt.toISOString(), id: last.id })
        : null,
  };
}

/** @throws DomainError NOT_FOUND */
export async function getOpsOrder({ db }: Pick<OpsServices, "db">, orderId: string, now: Date): Promise<OpsOrder> {
  const record = isId(orderId) ? await findOrderRecord(db, orderId) : undefined;
  if (record === undefined) throw notFound("order");
  const [stuck, offers] = await Promise.all([stuckReasonOf(db, orderId, now), offersOfOrders(db, [orderId])]);
  return opsOrderWire(record, stuck, offers, now);
}

/** Gives an order to a rider by hand. @throws see `assignByHand` */
export async function assignOpsOrder(
  services: OpsServices,
  opsId: string,
  orderId: string,
  riderId: string,
  now: Date,
): Promise<OpsOrder> {
  await assignByHand(services, { orderId, riderId, actor: { type: "ops", id: opsId }, now });
  return getOpsOrder(services, orderId, now);
}

/**
 * Calls an order off at any point before it is delivered; the workflow that hears of it gives the money back.
 * @throws DomainError NOT_FOUND, ORDER_NOT_CANCELLABLE
 */
export async function cancelOpsOrder(
  services: OpsServices,
  opsId: string,
  orderId: string,
  reason: string,
  now: Date,
): Promise<OpsOrder> {
  if (!isId(orderId)) throw notFound("order");
  await transitionOrder(services.db, {
    orderId,
    command: { type: "cancel", reason: "ops", note: reason },
    actor: { type: "ops", id: opsId },
    now,
  });
  return getOpsOrder(services, orderId, now);
}

function opsOrderWire(record: OrderRecord, stuck: string | null, offers: readonly OfferRecord[], now: Date): OpsOrder {
  return {
    ...orderWire(record, { isCustomer: false }, now),
    stuck,
    riderId: record.order.riderId,
    offers: offers.map(({ seq, riderId, riderName, status, createdAt }) => ({
      seq,
      riderId,
      riderName,
      status,
      createdAt: createdAt.toISOString(),
    })),
  };
}
