import { and, eq } from "drizzle-orm";
import { isAcceptedOffer } from "@tiffin/db/queries/dispatch-conditions";
import type { Database, DatabaseOrTransaction } from "@tiffin/db/client";
import { lockOrder } from "@tiffin/db/queries/order-lifecycle";
import { appendOutbox } from "@tiffin/db/queries/outbox";
import { offers, rides } from "@tiffin/db/schema/dispatch";
import { transitionOrder, type TransitionRequest } from "../lifecycle/index.ts";
import { findRide, rideOfOrder } from "./ensure-ride.ts";

/**
 * Takes a ride from its rider before the pick-up and lets dispatch look again. False when the rider does not have it
 * (any more), or carries the food already.
 */
export async function releaseRide(
  db: DatabaseOrTransaction,
  request: {
    readonly rideId: string;
    readonly riderId: string;
    readonly reason: string;
    readonly actor: TransitionRequest["actor"];
    readonly now: Date;
  },
): Promise<boolean> {
  const { rideId, riderId, reason, actor, now } = request;
  const { orderId } = await findRide(db, rideId);
  return db.transaction(async (tx) => {
    const order = await lockOrder(tx, orderId);
    if (order?.riderId !== riderId || (order.status !== "ASSIGNED" && order.status !== "READY")) return false;
    await transitionOrder(tx, { orderId, command: { type: "unassign", reason }, actor, now });
    await tx
      .update(rides)
      .set({ status: "SEARCHING", riderId: null, assignedAt: null, arrivedAtRestaurantAt: null, updatedAt: now })
      .where(eq(rides.id, rideId));
    await tx
      .update(offers)
      .set({ status: "RELEASED", settledAt: now })
      .where(and(eq(offers.orderId, orderId), isAcceptedOffer));
    await appendOutbox(tx, orderId, { topic: "dispatch/requested", data: { cityId: order.cityId, orderId } });
    return true;
  });
}

/** After an order was cancelled: its ride ends, and its rider is free again. Repeating it changes nothing. */
export async function closeCancelledRide(db: Database, orderId: string, now: Date): Promise<void> {
  await db.transaction(async (tx) => {
    const order = await lockOrder(tx, orderId);
    const ride = await rideOfOrder(tx, orderId);
    if (order?.status !== "CANCELLED" || ride === undefined || ride.status === "CANCELLED") return;
    await tx.update(rides).set({ status: "CANCELLED", updatedAt: now }).where(eq(rides.id, ride.id));
    if (ride.riderId !== null) {
      const data = { riderId: ride.riderId, cityId: ride.cityId };
      await appendOutbox(tx, ride.riderId, { topic: "rider/available", data });
    }
  });
}
