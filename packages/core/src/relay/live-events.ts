import { assertNever } from "@tiffin/domain/errors";
import type { OutboxMessage, OutboxTopic } from "@tiffin/domain/outbox/messages";
import { channels } from "@tiffin/domain/wire/live";
import type { LiveEvent } from "../realtime/index.ts";

/**
 * Who is nudged live by a message, and with what. `rideId` and `rideStatus` are those of the order's ride, if it has
 * one. Nudges carry no more than the contract says: whoever needs more asks for the order.
 */
export function liveEventsFor(
  message: OutboxMessage,
  at: Date,
  ride: { readonly rideId: string; readonly status: string } | null,
): LiveEvent[] {
  switch (message.topic) {
    case "offer/created": {
      const { rideId, riderId, seq, position, orders, expiresAt } = message.data;
      // One nudge for each question: the other orders of a bundle come with it.
      if (position > 0) return [];
      const data = { rideId, offerSeq: seq, expiresAt, orders };
      return [{ channel: channels.rider(riderId), name: "offer.created", data }];
    }
    case "offer/settled": {
      const { rideId, riderId, seq, position, outcome } = message.data;
      // The one who accepted hears of the ride instead.
      if (outcome === "ACCEPTED" || position > 0) return [];
      return [{ channel: channels.rider(riderId), name: "offer.revoked", data: { rideId, offerSeq: seq } }];
    }
    case "dispatch/requested":
    case "rider/available":
    case "rider/off_shift":
    case "catalog/changed":
      return [];
    case "order/created":
    case "payment/pending":
    case "order/confirmed":
    case "order/accepted":
    case "order/delayed":
    case "order/assigned":
    case "order/unassigned":
    case "order/ready":
    case "order/picked_up":
    case "order/rider_arrived":
    case "order/delivered":
    case "order/cancelled":
    case "order/escalated":
      return orderEvents(message, at, ride);
    default:
      return assertNever(message);
  }
}

type OrderMessage = Extract<OutboxMessage, { topic: `order/${string}` | "payment/pending" }>;

/** Before it is paid, an order is its customer's alone. */
const UNPAID: ReadonlySet<OutboxTopic> = new Set(["order/created", "payment/pending"]);

function orderEvents(
  { topic, data }: OrderMessage,
  at: Date,
  ride: { readonly rideId: string; readonly status: string } | null,
): LiveEvent[] {
  const update = { orderId: data.orderId, status: data.status, type: topic, at: at.toISOString() };
  const events: LiveEvent[] = [
    { channel: channels.order(data.orderId), name: "order.updated", data: update },
    { channel: channels.ops(data.cityId), name: "order.updated", data: update },
  ];
  if (!UNPAID.has(topic)) {
    const name = topic === "order/confirmed" ? "order.created" : "order.updated";
    events.push({ channel: channels.restaurant(data.restaurantId), name, data: update });
  }
  const riderId = "riderId" in data ? data.riderId : null;
  if (riderId !== null && ride !== null) {
    const gone = topic === "order/unassigned" || topic === "order/cancelled";
    events.push({
      channel: channels.rider(riderId),
      name: "ride.updated",
      data: { rideId: ride.rideId, orderId: data.orderId, status: gone ? "CANCELLED" : ride.status },
    });
  }
  return events;
}
