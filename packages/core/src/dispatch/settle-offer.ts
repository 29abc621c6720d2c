import { and, asc, eq, lt } from "drizzle-orm";
import { anyOfNamed } from "@tiffin/db/any-of";
import { updateBuiltOnce } from "@tiffin/db/built-once";
import { isPendingOffer } from "@tiffin/db/queries/dispatch-conditions";
import { inTransaction, type DatabaseOrTransaction, type Transaction } from "@tiffin/db/client";
import { appendOutboxRows } from "@tiffin/db/queries/outbox";
import { offers } from "@tiffin/db/schema/dispatch";
import type { DispatchServices } from "./services.ts";
import { releaseOfferLock } from "./offer-lock.ts";

export type OfferRow = typeof offers.$inferSelect;
export type OfferOutcome = "ACCEPTED" | "DECLINED" | "EXPIRED" | "REVOKED";

/** Questions that end side by side: where nobody answers in time, a round waits for all of them. */
const AT_ONCE = 8;

/**
 * Ends an open question, once, with all the orders that it is about; in the order of the doors. Empty when it was not open
 * any more. The orders are not locked: what depends on them is the caller's business.
 */
export async function settleQuestion(
  db: DatabaseOrTransaction,
  questionId: string,
  outcome: OfferOutcome,
  now: Date,
  declineReason?: string,
): Promise<OfferRow[]> {
  return inTransaction(db, async (tx) => {
    // In one order for everybody: two who settle the same question wait for each other at its first row.
    const open = await tx
      .select()
      .from(offers)
      .where(and(eq(offers.questionId, questionId), isPendingOffer))
      .orderBy(asc(offers.position))
      .for("update");
    return settleLocked(tx, open, outcome, now, declineReason);
  });
}

/** The same for a question whose open offers the caller has locked. */
export async function settleLocked(
  tx: Transaction,
  open: readonly OfferRow[],
  outcome: OfferOutcome,
  now: Date,
  declineReason?: string,
): Promise<OfferRow[]> {
  if (open.length === 0) return [];
  const settled = { status: outcome, settledAt: now, ...(declineReason === undefined ? {} : { declineReason }) };
  const ids = open.map(({ id }) => id);
  await Promise.all([
    settle(tx, settled).execute({ ...settled, ids }),
    appendOutboxRows(
      tx,
      open.map(({ orderId, rideId, riderId, seq, position }) => ({
        subjectId: orderId,
        topic: "offer/settled",
        data: { orderId, rideId, riderId, seq, position, outcome },
      })),
    ),
  ]);
  return open.map((offer) => ({ ...offer, ...settled })).toSorted((a, b) => a.position - b.position);
}

const settle = updateBuiltOnce("settle_offers", (db, set, name) =>
  db.update(offers).set(set).where(anyOfNamed(offers.id, "ids")).prepare(name),
);

/** Ends the open offers whose window has passed, so that their orders and riders are free again. Returns how many. */
export async function expireOffers(services: Pick<DispatchServices, "db" | "redis">, now: Date): Promise<number> {
  const late = await services.db
    .selectDistinct({ questionId: offers.questionId })
    .from(offers)
    .where(and(isPendingOffer, lt(offers.expiresAt, now)))
    .limit(500);
  return end(services, late, "EXPIRED", now);
}

/**
 * Takes back the open question about an order (cancelled, or assigned by hand), with the orders that were to be carried
 * with it; or a rider's (off shift).
 */
export async function revokeOffers(
  services: Pick<DispatchServices, "db" | "redis">,
  of: { readonly orderId: string } | { readonly riderId: string },
  now: Date,
): Promise<void> {
  const whose = "orderId" in of ? eq(offers.orderId, of.orderId) : eq(offers.riderId, of.riderId);
  const open = await services.db
    .selectDistinct({ questionId: offers.questionId })
    .from(offers)
    .where(and(isPendingOffer, whose));
  await end(services, open, "REVOKED", now);
}

async function end(
  { db, redis }: Pick<DispatchServices, "db" | "redis">,
  questions: readonly { readonly questionId: string }[],
  outcome: OfferOutcome,
  now: Date,
): Promise<number> {
  let ended = 0;
  for (let from = 0; from < questions.length; from += AT_ONCE) {
    await Promise.all(questions.slice(from, from + AT_ONCE).map(({ questionId }) => endQuestion(questionId)));
  }
  return ended;

  async function endQuestion(questionId: string): Promise<void> {
    const settled = await settleQuestion(db, questionId, outcome, now);
    ended += settled.length;
    // The lock goes by itself; a Redis that is away must not keep the rows open.
    if (settled[0] !== undefined) await releaseOfferLock(redis, settled[0]).catch(() => false);
  }
}
