import type { OrderRow } from "@tiffin/db/queries/order-lifecycle";
import { estimateDelivery, travelSeconds, type EtaRange } from "@tiffin/domain/eta/estimate";
import { isTerminal } from "@tiffin/domain/order/status";

/** How long the kitchen still needs, as far as it said so; 0 once the food is ready. */
export function kitchenSecondsLeft(order: OrderRow, now: Date): number {
  if (order.readyAt !== null) return 0;
  const startedAt = order.acceptedAt ?? now;
  return Math.max(0, (startedAt.getTime() + order.prepMinutes * 60_000 - now.getTime()) / 1_000);
}

/**
 * When an order will be at the door, in minutes from now, where no rider's position tells more (`findCarriedEta`); null
 * once it is over.
 */
export function orderEta(order: OrderRow, now: Date): EtaRange | null {
  if (isTerminal(order.status)) return null;
  const wholeRide = travelSeconds(order.distanceMeters);
  if (order.status === "PICKED_UP") {
    const since = order.pickedUpAt === null ? 0 : (now.getTime() - order.pickedUpAt.getTime()) / 1_000;
    return estimateDelivery(0, Math.max(60, wholeRide - since));
  }
  if (order.acceptedAt === null && order.readyAt === null) return asPromised(order);
  return estimateDelivery(kitchenSecondsLeft(order, now), wholeRide);
}

/** Until the kitchen answers nothing has begun: from now it takes as long as it was said to when the order was placed. */
function asPromised({ placedAt, promisedLowAt, promisedHighAt }: OrderRow): EtaRange {
  const minutes = (at: Date) => Math.round((at.getTime() - placedAt.getTime()) / 60_000);
  return { low: minutes(promisedLowAt), high: minutes(promisedHighAt) };
}
