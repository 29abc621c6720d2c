import { OFFER_WINDOW_MS } from "../offer/answer-offer.ts";
import { assertNever } from "../errors.ts";
import type { OutboxMessage } from "../outbox/messages.ts";
import { isUndelivered } from "../ride/cant-deliver.ts";
import type { PushApp } from "../wire/push.ts";

/** What somebody who waits, or has to act, is told of. */
export const NOTICE_KINDS = [
  "order.confirmed",
  "order.accepted",
  "order.assigned",
  "order.delayed",
  "order.picked_up",
  "order.arriving",
  "order.delivered",
  "order.cancelled",
  "offer.created",
  "offer.revoked",
  "ride.given",
  "ride.ready",
  "ride.cancelled",
  "ride.taken",
  "kitchen.new_order",
  "kitchen.cancelled",
  "ops.escalated",
  "ops.undelivered",
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

export type Recipient =
  | { readonly userId: string }
  | { readonly staffOf: string }
  /** The operators who see to this city. */
  | { readonly opsOf: string };

export interface Notice {
  readonly kind: NoticeKind;
  readonly app: PushApp;
  readonly to: Recipient;
  /** Names the step: it reaches a device once, however often it is told. */
  readonly step: string;
  readonly orderId: string;
  /** How much longer the kitchen needs, where it is told that it does. */
  readonly minutes?: number;
  /** What is not delivered yet is replaced by the next of this topic. 32 characters of base64url at most. */
  readonly topic: string;
  readonly urgency: "normal" | "high";
  readonly expiresAt: Date;
}

const MINUTE_MS = 60_000;
/** Nobody looks for a rider's progress an hour later; how an order ended is worth knowing the next morning. */
const LIFE_MS = {
  "order.confirmed": 30 * MINUTE_MS,
  // It speaks of minutes from now.
  "order.accepted": 10 * MINUTE_MS,
  "order.assigned": 30 * MINUTE_MS,
  "order.delayed": 30 * MINUTE_MS,
  "order.picked_up": 30 * MINUTE_MS,
  "order.arriving": 10 * MINUTE_MS,
  "order.delivered": 12 * 60 * MINUTE_MS,
  "order.cancelled": 24 * 60 * MINUTE_MS,
  "offer.created": OFFER_WINDOW_MS,
  "offer.revoked": OFFER_WINDOW_MS,
  "ride.given": 10 * MINUTE_MS,
  "ride.ready": 20 * MINUTE_MS,
  "ride.cancelled": 60 * MINUTE_MS,
  "ride.taken": 60 * MINUTE_MS,
  "kitchen.new_order": 5 * MINUTE_MS,
  "kitchen.cancelled": 30 * MINUTE_MS,
  "ops.escalated": 30 * MINUTE_MS,
  "ops.undelivered": 60 * MINUTE_MS,
} as const satisfies Record<NoticeKind, number>;

const APP_OF = { order: "customer", offer: "rider", ride: "rider", kitchen: "restaurant", ops: "restaurant" } as const;

/**
 * Who is told what by push of a message of the outbox that was written `at`. `ride.given` is meant for a rider who did
 * not accept an offer of this order: whoever tells it looks that up.
 */
export function noticesFor(message: OutboxMessage, at: Date): Notice[] {
  const notice = (
    kind: NoticeKind,
    to: Recipient,
    orderId: string,
    more: { about?: string; topic?: string; expiresAt?: Date } = {},
  ): Notice => ({
    kind,
    app: APP_OF[kind.slice(0, kind.indexOf(".")) as keyof typeof APP_OF],
    to,
    step: `${kind}:${more.about ?? orderId}`,
    orderId,
    topic: more.topic ?? compact(orderId),
    urgency: kind === "order.delivered" || kind === "order.cancelled" ? "normal" : "high",
    expiresAt: more.expiresAt ?? new Date(at.getTime() + LIFE_MS[kind]),
  });
  switch (message.topic) {
    case "order/confirmed": {
      const { orderId, customerId, restaurantId } = message.data;
      return [
        notice("order.confirmed", { userId: customerId }, orderId),
        notice("kitchen.new_order", { staffOf: restaurantId }, orderId),
      ];
    }
    case "order/accepted":
      return [notice("order.accepted", { userId: message.data.customerId }, message.data.orderId)];
    case "order/assigned": {
      const { orderId, customerId, riderId } = message.data;
      const about = `${orderId}:${riderId}`;
      return [
        notice("order.assigned", { userId: customerId }, orderId, { about }),
        notice("ride.given", { userId: riderId }, orderId, { about }),
      ];
    }
    case "order/delayed": {
      const { orderId, customerId, minutes, prepMinutes } = message.data;
      // The minutes in all grow with each delay, and so name it.
      const about = `${orderId}:${prepMinutes}`;
      return [{ ...notice("order.delayed", { userId: customerId }, orderId, { about }), minutes }];
    }
    case "order/unassigned": {
      const { orderId, riderId, reason } = message.data;
      // Its customer can do nothing about it, and is told of the next rider. Whoever gave it back knows.
      if (reason === "off_shift" || reason?.startsWith("cant_deliver")) return [];
      return [notice("ride.taken", { userId: riderId }, orderId, { about: `${orderId}:${riderId}` })];
    }
    case "order/ready": {
      const { orderId, riderId } = message.data;
      return riderId === null ? [] : [notice("ride.ready", { userId: riderId }, orderId)];
    }
    case "order/picked_up":
      return [notice("order.picked_up", { userId: message.data.customerId }, message.data.orderId)];
    case "order/rider_arrived":
      if (message.data.at === "restaurant") return [];
      return [notice("order.arriving", { userId: message.data.customerId }, message.data.orderId)];
    case "order/delivered":
      return [notice("order.delivered", { userId: message.data.customerId }, message.data.orderId)];
    case "order/cancelled": {
      const { orderId, cityId, customerId, restaurantId, riderId, reason } = message.data;
      if (isUndelivered(reason)) {
        // Its rider said so, and its kitchen is done with it.
        return [
          notice("order.cancelled", { userId: customerId }, orderId),
          notice("ops.undelivered", { opsOf: cityId }, orderId),
        ];
      }
      const neverPlaced = reason === "payment_declined" || reason === "payment_expired";
      return [
        notice("order.cancelled", { userId: customerId }, orderId),
        ...(riderId === null ? [] : [notice("ride.cancelled", { userId: riderId }, orderId)]),
        // A kitchen never heard of what was not paid, and knows what it turned away itself.
        ...(neverPlaced || reason === "kitchen_rejected"
          ? []
          : [notice("kitchen.cancelled", { staffOf: restaurantId }, orderId)]),
      ];
    }
    case "order/escalated": {
      const { orderId, search } = message.data;
      const more = search === undefined ? {} : { about: `${orderId}:${search}` };
      return [notice("ops.escalated", { opsOf: message.data.cityId }, orderId, more)];
    }
    case "offer/created": {
      const { orderId, rideId, riderId, seq, position, expiresAt } = message.data;
      // One question about several orders is told once.
      if (position > 0) return [];
      const more = { about: `${rideId}:${seq}`, topic: compact(riderId), expiresAt: new Date(expiresAt) };
      return [notice("offer.created", { userId: riderId }, orderId, more)];
    }
    case "offer/settled": {
      const { orderId, rideId, riderId, seq, position, outcome } = message.data;
      // Answered or run out: the phone that asked knows.
      if (outcome !== "REVOKED" || position > 0) return [];
      const more = { about: `${rideId}:${seq}`, topic: compact(riderId) };
      return [notice("offer.revoked", { userId: riderId }, orderId, more)];
    }
    case "order/created":
    case "payment/pending":
    case "dispatch/requested":
    case "rider/available":
    case "rider/off_shift":
    case "catalog/changed":
      return [];
    default:
      return assertNever(message);
  }
}

/** A UUID in the 32 characters that a topic may have. */
const compact = (id: string): string => id.replaceAll("-", "").slice(0, 32);
