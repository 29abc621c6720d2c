import { and, desc, eq } from "drizzle-orm";
import type { Transaction } from "@tiffin/db/client";
import { appendOutbox } from "@tiffin/db/queries/outbox";
import { lastEventAt, lockOrder } from "@tiffin/db/queries/order-lifecycle";
import { rides } from "@tiffin/db/schema/dispatch";
import { orderEvents } from "@tiffin/db/schema/orders";
import { DomainError, notFound } from "@tiffin/domain/errors";
import { judgeCantDeliver, type CantDeliverReason } from "@tiffin/domain/ride/cant-deliver";
import { tapTime } from "@tiffin/domain/ride/tap-time";
import { hideEndedRides } from "../location/index.ts";
import { transitionOrder } from "../lifecycle/index.ts";
import { findRide } from "./ensure-ride.ts";
import { releaseRide } from "./release-ride.ts";
import type { DispatchServices } from "./services.ts";

/**
 * A rider can't go on. Before the pick-up the ride goes back to dispatch; after it the order ends, the workflow that hears
 * of it gives the money back, and ops is told. Either way the rider is free at once. Repeating it changes nothing.
 *
 * @throws DomainError NOT_FOUND when the ride is not theirs; ILLEGAL_TRANSITION when it is over, or the customer was not
 * waited for; VALIDATION_FAILED
 */
export async function cantDeliver(
  services: Pick<DispatchServices, "db" | "redis">,
  request: {
    readonly rideId: string;
    readonly riderId: string;
    readonly reason: CantDeliverReason;
    /** When a phone without network was told so. */
    readonly happenedAt?: Date | undefined;
    readonly now: Date;
  },
): Promise<void> {
  const { db } = services;
  const { rideId, riderId, reason, happenedAt, now } = request;
  const actor = { type: "rider", id: riderId } as const;
  const { orderId } = await findRide(db, rideId);
  await db.transaction(async (tx) => {
    const order = await lockOrder(tx, orderId);
    const ride = await findRide(tx, rideId);
    if (order === undefined) throw notFound("ride");
    if (ride.riderId !== riderId) {
      if (await hasGivenBack(tx, orderId, riderId)) return;
      throw notFound("ride");
    }
    if (ride.status === "CANCELLED") return;
    if (order.status === "DELIVERED") {
      throw new DomainError("ILLEGAL_TRANSITION", "It has been delivered.", { extra: { status: order.status } });
    }
    const at = tapTime(happenedAt, await lastEventAt(tx, orderId), now);
    const isPickedUp = order.status === "PICKED_UP";
    const outcome = judgeCantDeliver(reason, { isPickedUp, atDoorSince: ride.arrivedAtCustomerAt }, at);
    if (outcome.type === "release") {
      await releaseRide(tx, { rideId, riderId, reason: `cant_deliver:${reason}`, actor, now: at });
    } else {
      const command = { type: "cancel", reason: outcome.reason } as const;
      await transitionOrder(tx, { orderId, command, actor, now: at });
      await tx.update(rides).set({ status: "CANCELLED", updatedAt: now }).where(eq(rides.id, rideId));
    }
    await appendOutbox(tx, riderId, { topic: "rider/available", data: { riderId, cityId: order.cityId } });
  });
  await hideEndedRides(services, [riderId]);
}

/** Whether giving the order back was the last that this rider did on it: a phone that got no answer says it once more. */
async function hasGivenBack(tx: Transaction, orderId: string, riderId: string): Promise<boolean> {
  const [last] = await tx
    .select({ type: orderEvents.type })
    .from(orderEvents)
    .where(and(eq(orderEvents.orderId, orderId), eq(orderEvents.actor, "rider"), eq(orderEvents.actorId, riderId)))
    .orderBy(desc(orderEvents.seq))
    .limit(1);
  return last?.type === "unassigned";
}
