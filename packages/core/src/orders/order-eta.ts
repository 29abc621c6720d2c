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
 * When an order will be at the door, in minutes from now; null once it is over. `rideSecondsLeft` when it is known from a
 * rider's live position (to the customer; by way of the restaurant, as long as he has not been there).
 */
export function orderEta(order: OrderRow, now: Date, rideSecondsLeft?: number): EtaRange | null {
  if (isTerminal(order.status)) return null;
  const wholeRide = travelSeconds(order.distanceMeters);
  if (order.status === "PICKED_UP") {
    const since = order.pickedUpAt === null ? 0 : (now.getTime() - order.pickedUpAt.getTime()) / 1_000;
    return estimateDelivery(0, rideSecondsLeft ?? Math.max(60, wholeRide - since));
  }
  const begun = order.acceptedAt !== null || order.readyAt !== null;
  if (!begun && rideSecondsLeft === undefined) return asPromised(order);
  const kitchen = kitchenSecondsLeft(order, now);
  if (rideSecondsLeft === undefined) return estimateDelivery(kitchen, wholeRide);
  // The rider rides while the kitchen cooks: whichever takes longer is what the customer waits for.
  return estimateDelivery(Math.max(kitchen, rideSecondsLeft - wholeRide), wholeRide);
}

/** Until the kitchen answers nothing has begun: from now it takes as long as it was said to when the order was placed. */
function asPromised({ placedAt, promisedLowAt, promisedHighAt }: OrderRow): EtaRange {
  const minutes = (at: Date) => Math.round((at.getTime() - placedAt.getTime()) / 60_000);
  return { low: minutes(promisedLowAt), high: minutes(promisedHighAt) };
}
