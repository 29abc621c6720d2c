import type { OrderRecord } from "@tiffin/db/queries/orders";
import { money } from "@tiffin/domain/money/money";
import type { Ticket } from "@tiffin/domain/wire/kitchen";
import { orderItemWire } from "./order-wire.ts";

/** When the kitchen should have it ready: what it promised, or, while it has not answered, its usual time. */
export function ticketDueAt({ order }: OrderRecord): Date {
  return new Date((order.acceptedAt ?? order.placedAt).getTime() + order.prepMinutes * 60_000);
}

/** An order as its kitchen sees it. */
export function ticketWire(record: OrderRecord): Ticket {
  const { order, rider, riderArrivedAt } = record;
  const confirmedAt = record.events.find((event) => event.type === "confirmed")?.at;
  return {
    id: order.id,
    number: order.number,
    restaurantId: order.restaurantId,
    status: order.status,
    customerName: firstNameOf(record.customerName),
    items: record.items.map((item) => orderItemWire(item, order.currency)),
    subtotal: money(order.subtotal, order.currency),
    total: money(order.total, order.currency),
    paymentMethod: record.payment.method,
    placedAt: order.placedAt.toISOString(),
    ...(confirmedAt === undefined ? {} : { confirmedAt: confirmedAt.toISOString() }),
    ...(confirmedAt === undefined || !waitsForAnswer(record)
      ? {}
      : { answerBy: new Date(confirmedAt.getTime() + record.answerWindowSeconds * 1_000).toISOString() }),
    ...(order.acceptedAt === null
      ? {}
      : { acceptedAt: order.acceptedAt.toISOString(), readyBy: ticketDueAt(record).toISOString() }),
    ...(order.readyAt === null ? {} : { readyAt: order.readyAt.toISOString() }),
    ...(rider === null
      ? {}
      : { rider: { ...rider, ...(riderArrivedAt === null ? {} : { arrivedAt: riderArrivedAt.toISOString() }) } }),
    ...(order.cancelReason === null ? {} : { cancelReason: order.cancelReason }),
    ...(order.cancelNote === null ? {} : { cancelNote: order.cancelNote }),
  };
}

/** A kitchen calls out a first name; who somebody is in full is not its business. */
function firstNameOf(name: string): string {
  return name.trim().split(/\s+/)[0] ?? "";
}

function waitsForAnswer({ order }: OrderRecord): boolean {
  return order.acceptedAt === null && (order.status === "CONFIRMED" || order.status === "ASSIGNED");
}
