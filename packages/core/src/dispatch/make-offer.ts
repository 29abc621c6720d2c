import { and, eq, inArray, sql } from "drizzle-orm";
import { newId } from "@tiffin/db/ids";
import { lockOrder } from "@tiffin/db/queries/order-lifecycle";
import { appendOutbox } from "@tiffin/db/queries/outbox";
import { offers, riders, rides } from "@tiffin/db/schema/dispatch";
import { orders } from "@tiffin/db/schema/orders";
import type { PlannedOffer } from "@tiffin/domain/dispatch/plan";
import { OFFER_WINDOW_MS } from "@tiffin/domain/offer/answer-offer";
import { ACTIVE_RIDES } from "../location/index.ts";
import { ensureRide } from "./ensure-ride.ts";
import { releaseOfferLock, takeOfferLock } from "./offer-lock.ts";
import type { DispatchServices } from "./services.ts";
import type { OfferRow } from "./settle-offer.ts";

/**
 * Asks one rider to carry one order. Null when that can't be any more: the order moved on or is offered to another, the
 * rider left, carries something, or has an open offer. Which of these, the next plan will see.
 */
export async function makeOffer(
  { db, redis }: Pick<DispatchServices, "db" | "redis">,
  { orderId, riderId, why }: PlannedOffer,
  now: Date,
): Promise<OfferRow | null> {
  let lockedSeq: number | null = null;
  try {
    const offer = await db.transaction(async (tx) => {
      const order = await lockOrder(tx, orderId);
      if (order?.status !== "CONFIRMED") return null;
      const [rider] = await tx.select().from(riders).where(eq(riders.userId, riderId)).for("update");
      if (rider?.online !== true) return null;
      const carried = await tx
        .select({ id: rides.id })
        .from(rides)
        .where(and(eq(rides.riderId, riderId), inArray(rides.status, [...ACTIVE_RIDES])));
      if (carried.length > 0) return null;

      const seq = order.offerSeq + 1;
      if (!(await takeOfferLock(redis, riderId, orderId, seq))) return null;
      lockedSeq = seq;

      const ride = await ensureRide(tx, order);
      const expiresAt = new Date(now.getTime() + OFFER_WINDOW_MS);
      const [made] = await tx
        .insert(offers)
        .values({
          id: newId(),
          rideId: ride.id,
          orderId,
          riderId,
          seq,
          round: seq,
          features: why,
          createdAt: now,
          expiresAt,
        })
        .onConflictDoNothing()
        .returning();
      // One of the unique indexes: an open offer of this order or of this rider.
      if (made === undefined) return null;
      await tx.update(orders).set({ offerSeq: seq }).where(eq(orders.id, orderId));
      await tx
        .update(riders)
        .set({ offersMade: sql`${riders.offersMade} + 1` })
        .where(eq(riders.userId, riderId));
      await appendOutbox(tx, orderId, {
        topic: "offer/created",
        data: { orderId, rideId: ride.id, riderId, seq, expiresAt: expiresAt.toISOString() },
      });
      return made;
    });
    if (offer === null && lockedSeq !== null) await releaseOfferLock(redis, riderId, orderId, lockedSeq);
    return offer;
  } catch (error) {
    if (lockedSeq !== null) await releaseOfferLock(redis, riderId, orderId, lockedSeq).catch(() => {});
    throw error;
  }
}
