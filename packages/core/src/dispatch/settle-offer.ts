import { and, eq, lt } from "drizzle-orm";
import type { DatabaseOrTransaction } from "@tiffin/db/client";
import { appendOutbox } from "@tiffin/db/queries/outbox";
import { offers } from "@tiffin/db/schema/dispatch";
import type { DispatchServices } from "./services.ts";
import { releaseOfferLock } from "./offer-lock.ts";

export type OfferRow = typeof offers.$inferSelect;
export type OfferOutcome = "ACCEPTED" | "DECLINED" | "EXPIRED" | "REVOKED";

/** Ends an open offer, once: null when it was not open any more. */
export async function settleOffer(
  db: DatabaseOrTransaction,
  offerId: string,
  outcome: OfferOutcome,
  now: Date,
  declineReason?: string,
): Promise<OfferRow | null> {
  return db.transaction(async (tx) => {
    const [offer] = await tx
      .update(offers)
      .set({ status: outcome, settledAt: now, ...(declineReason === undefined ? {} : { declineReason }) })
      .where(and(eq(offers.id, offerId), eq(offers.status, "PENDING")))
      .returning();
    if (offer === undefined) return null;
    const { orderId, rideId, riderId, seq } = offer;
    await appendOutbox(tx, orderId, { topic: "offer/settled", data: { orderId, rideId, riderId, seq, outcome } });
    return offer;
  });
}

/** Ends the open offers whose window has passed, so that their orders and riders are free again. Returns how many. */
export async function expireOffers({ db, redis }: Pick<DispatchServices, "db" | "redis">, now: Date): Promise<number> {
  const late = await db
    .select({ id: offers.id })
    .from(offers)
    .where(and(eq(offers.status, "PENDING"), lt(offers.expiresAt, now)))
    .limit(500);
  let expired = 0;
  for (const { id } of late) {
    const offer = await settleOffer(db, id, "EXPIRED", now);
    if (offer === null) continue;
    expired += 1;
    await releaseOfferLock(redis, offer.riderId, offer.orderId, offer.seq);
  }
  return expired;
}

/** Takes back the open offer of an order (cancelled, or assigned by hand) or of a rider (off shift). */
export async function revokeOffers(
  { db, redis }: Pick<DispatchServices, "db" | "redis">,
  of: { readonly orderId: string } | { readonly riderId: string },
  now: Date,
): Promise<void> {
  const whose = "orderId" in of ? eq(offers.orderId, of.orderId) : eq(offers.riderId, of.riderId);
  const open = await db
    .select({ id: offers.id })
    .from(offers)
    .where(and(eq(offers.status, "PENDING"), whose));
  for (const { id } of open) {
    const offer = await settleOffer(db, id, "REVOKED", now);
    if (offer !== null) await releaseOfferLock(redis, offer.riderId, offer.orderId, offer.seq);
  }
}
