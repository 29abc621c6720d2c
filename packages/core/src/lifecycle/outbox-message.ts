import { assertNever } from "@tiffin/domain/errors";
import type { OrderEvent } from "@tiffin/domain/order/decide";
import type { OutboxMessage } from "@tiffin/domain/outbox/messages";
import type { OrderRow } from "@tiffin/db/queries/order-lifecycle";

/** What a message says of an order's payment. */
export interface PaymentFacts {
  readonly id: string;
  readonly method: string;
}

/** What the house hears of one event of an order; `order` as it is after the event. */
export function outboxMessageFor(event: OrderEvent, order: OrderRow, payment: PaymentFacts | null): OutboxMessage {
  const isCash = payment?.method === "cash";
  const facts = {
    orderId: order.id,
    cityId: order.cityId,
    restaurantId: order.restaurantId,
    customerId: order.customerId,
    status: order.status,
  };
  switch (event.type) {
    case "payment-awaited":
      return { topic: "payment/pending", data: { ...facts, paymentId: payment?.id ?? "" } };
    case "confirmed":
      return { topic: "order/confirmed", data: facts };
    case "accepted":
      return { topic: "order/accepted", data: { ...facts, prepMinutes: event.prepMinutes } };
    case "delayed": {
      const { minutes, prepMinutes } = event;
      return { topic: "order/delayed", data: { ...facts, riderId: order.riderId, minutes, prepMinutes } };
    }
    case "assigned":
      return { topic: "order/assigned", data: { ...facts, riderId: event.riderId } };
    case "unassigned":
      return { topic: "order/unassigned", data: { ...facts, riderId: event.riderId, reason: event.reason } };
    case "cooked":
      return { topic: "order/ready", data: { ...facts, riderId: order.riderId } };
    case "picked-up":
      return { topic: "order/picked_up", data: { ...facts, riderId: event.riderId, isCash } };
    case "delivered":
      return { topic: "order/delivered", data: { ...facts, riderId: event.riderId, isCash } };
    case "cancelled":
      return { topic: "order/cancelled", data: { ...facts, reason: event.reason, riderId: order.riderId } };
    default:
      return assertNever(event);
  }
}
