import { FENCE_RULES } from "@tiffin/domain/location/geofence";
import type { Order } from "@tiffin/domain/wire/orders";

export const stepKeys = ["placed", "accepted", "rider", "ready", "pickedUp", "delivered"] as const;
export type StepKey = (typeof stepKeys)[number];
export type Step = { key: StepKey | "cancelled"; state: "done" | "now" | "next" | "failed"; at?: string };

/** When each step of the way happened; undefined while it has not. */
function times(order: Order): Record<StepKey, string | undefined> {
  const at = (status: Order["status"]) => order.timeline.find((entry) => entry.status === status)?.at;
  return {
    placed: at("CONFIRMED"),
    accepted: order.acceptedAt,
    rider: at("ASSIGNED"),
    ready: order.readyAt ?? at("READY"),
    pickedUp: at("PICKED_UP"),
    delivered: at("DELIVERED"),
  };
}

/**
 * The order's way as a customer understands it. The kitchen's acceptance, the rider and the food's being ready may come
 * in any order; the first that is missing is what is waited for. What happened before a cancellation stays told.
 */
export function stepsOf(order: Order): Step[] {
  const happened = times(order);
  if (order.status === "CANCELLED") {
    const cancelledAt = order.timeline.find((entry) => entry.status === "CANCELLED")?.at;
    const before = stepKeys.filter((key) => happened[key] !== undefined);
    return [
      ...before.map((key): Step => ({ key, state: "done", at: happened[key]! })),
      { key: "cancelled", state: "failed", ...(cancelledAt ? { at: cancelledAt } : {}) },
    ];
  }
  // Nothing later can have happened without the food having been picked up: a missing time there is a missing report.
  const reached = order.status === "DELIVERED" ? 6 : order.status === "PICKED_UP" ? 5 : 0;
  let waiting = true;
  return stepKeys.map((key, index): Step => {
    const at = happened[key];
    if (at !== undefined || index < reached) return { key, state: "done", ...(at ? { at } : {}) };
    const state = waiting ? "now" : "next";
    waiting = false;
    return { key, state };
  });
}

/** What is going on, in one word of our messages. */
export type Headline =
  | "paymentPending"
  | "waitingKitchen"
  | "cooking"
  | "findingRider"
  | "ready"
  | "onTheWay"
  | "atDoor"
  | "delivered"
  | "cancelled";

export function headlineOf(order: Order, atDoor = false): Headline {
  switch (order.status) {
    case "CREATED":
    case "PAYMENT_PENDING":
      return "paymentPending";
    case "CONFIRMED":
      if (!order.acceptedAt) return "waitingKitchen";
      return order.readyAt ? "findingRider" : "cooking";
    case "ASSIGNED":
      return order.acceptedAt ? "cooking" : "waitingKitchen";
    case "READY":
      return "ready";
    case "PICKED_UP":
      return atDoor ? "atDoor" : "onTheWay";
    case "DELIVERED":
      return "delivered";
    case "CANCELLED":
      return "cancelled";
  }
}

export const isActive = (order: Pick<Order, "status">): boolean =>
  order.status !== "DELIVERED" && order.status !== "CANCELLED";

/**
 * Whether a rider so many meters from the door has come, by the circle that tells the push as well. Who was there has to go
 * farther to have left: a phone that errs by a house must not take the words back and say them again.
 */
export const isAtDoor = (meters: number, was: boolean): boolean =>
  meters <= FENCE_RULES.customerMeters + (was ? FENCE_RULES.marginMeters : 0);
