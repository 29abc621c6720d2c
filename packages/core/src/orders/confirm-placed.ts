import type { Database } from "@tiffin/db/client";
import { newId } from "@tiffin/db/ids";
import { confirmPlacement } from "@tiffin/db/queries/placement";
import { decide, evolve, newOrder } from "@tiffin/domain/order/decide";
import type { Order } from "@tiffin/domain/wire/orders";
import { outboxMessageFor } from "../lifecycle/index.ts";
import type { AuthoriseResult } from "../payments/index.ts";
import type { DraftedOrder } from "./new-order.ts";
import { orderWire, type WiredRecord } from "./order-wire.ts";

/**
 * The straight way of an order: written a moment ago, and authorised at once for what it costs. Confirms it in one
 * statement that writes the rows which `transitionOrder` would, and returns the answer. Null when anything is different
 * (declined, pending, another amount, cancelled meanwhile): then the general way has to look.
 */
export async function confirmPlaced(
  db: Database,
  drafted: DraftedOrder,
  result: AuthoriseResult,
  now: Date,
): Promise<Order | null> {
  const { order, payment } = drafted.record;
  if (result.kind !== "authorised" || result.payment.status !== "authorized") return null;
  if (result.payment.amount !== payment.amount || result.payment.currency !== payment.currency) return null;

  const [happened] = decide({ type: "confirm" }, newOrder, now);
  if (happened === undefined) return null;
  const { status } = evolve(newOrder, happened);
  const confirmed = { ...order, status };
  const { type, at, ...data } = happened;
  const event = {
    id: newId(),
    orderId: order.id,
    seq: 2,
    type,
    status,
    actor: "system" as const,
    actorId: null,
    data,
    at,
  };
  const { topic, data: payload } = outboxMessageFor(happened, confirmed, null);
  const record: WiredRecord = {
    ...drafted.record,
    order: confirmed,
    events: [...drafted.record.events, event],
    payment: { ...payment, status: "AUTHORIZED", providerReference: result.payment.gatewayId },
  };
  const answer = orderWire(record, { isCustomer: true }, now);
  const isConfirmed = await confirmPlacement(db, {
    orderId: order.id,
    paymentId: payment.id,
    providerReference: result.payment.gatewayId,
    event,
    outbox: { id: newId(), topic, subjectId: order.id, payload, createdAt: now },
    answer,
  });
  return isConfirmed ? answer : null;
}
