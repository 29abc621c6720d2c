import { and, eq, sql } from "drizzle-orm";
import type { DatabaseOrTransaction } from "@tiffin/db/client";
import { isId } from "@tiffin/db/ids";
import { lockOrder, type OrderRow } from "@tiffin/db/queries/order-lifecycle";
import { offers, riders, rides } from "@tiffin/db/schema/dispatch";
import { orders } from "@tiffin/db/schema/orders";
import { DomainError, notFound } from "@tiffin/domain/errors";
import { judgeAnswer, type OfferRefusal } from "@tiffin/domain/offer/answer-offer";
import { transitionOrder } from "../lifecycle/index.ts";
import { findRide, type RideRow } from "./ensure-ride.ts";
import { releaseOfferLock } from "./offer-lock.ts";
import type { DispatchServices } from "./services.ts";
import { settleOffer, type OfferRow } from "./settle-offer.ts";

export interface OfferAnswer {
  readonly rideId: string;
  readonly riderId: string;
  readonly seq: number;
  readonly now: Date;
}

/**
 * A rider takes an offer: the order becomes theirs, once. Redis is told first, but only Postgres decides, under the
 * order's lock and with `status = 'CONFIRMED' AND offer_seq = seq`.
 *
 * @throws DomainError NOT_FOUND; OFFER_EXPIRED, OFFER_TAKEN or OFFER_SUPERSEDED (see `judgeAnswer`); RIDER_OFF_SHIFT.
 */
export async function acceptOffer(
  services: Pick<DispatchServices, "db" | "redis">,
  answer: OfferAnswer,
): Promise<RideRow> {
  const orderId = await mayCount(services.db, answer);
  await unlock(services, answer, orderId);
  return services.db.transaction(async (tx) => {
    const { order, offer } = await readOffer(tx, orderId, answer);
    const [rider] = await tx.select().from(riders).where(eq(riders.userId, answer.riderId)).for("update");
    if (rider?.online !== true) throw new DomainError("RIDER_OFF_SHIFT", "Go on shift first.");
    const { riderId, now } = answer;
    await settleOffer(tx, offer.id, "ACCEPTED", now);
    await transitionOrder(tx, {
      orderId: order.id,
      command: { type: "assign", riderId },
      actor: { type: "rider", id: riderId },
      now,
    });
    await tx
      .update(riders)
      .set({ offersAccepted: sql`${riders.offersAccepted} + 1` })
      .where(eq(riders.userId, riderId));
    return giveRide(tx, answer.rideId, riderId, now);
  });
}

/** A rider says no. The same refusals as {@link acceptOffer}: saying no twice is too late the second time. */
export async function declineOffer(
  services: Pick<DispatchServices, "db" | "redis">,
  answer: OfferAnswer & { readonly reason?: string | undefined },
): Promise<RideRow> {
  const orderId = await mayCount(services.db, answer);
  await services.db.transaction(async (tx) => {
    const { offer } = await readOffer(tx, orderId, answer);
    await settleOffer(tx, offer.id, "DECLINED", answer.now, answer.reason);
  });
  await unlock(services, answer, orderId);
  return findRide(services.db, answer.rideId);
}

/** Gives the ride to a rider. The caller has assigned the order in the same transaction. */
export async function giveRide(
  tx: DatabaseOrTransaction,
  rideId: string,
  riderId: string,
  now: Date,
): Promise<RideRow> {
  const [ride] = await tx
    .update(rides)
    .set({ riderId, status: "ASSIGNED", assignedAt: now, arrivedAtRestaurantAt: null, updatedAt: now })
    .where(and(eq(rides.id, rideId), eq(rides.status, "SEARCHING")))
    .returning();
  if (ride === undefined) throw new DomainError("OFFER_TAKEN", "Somebody else has this order.");
  return ride;
}

/**
 * The order of the answered offer. Refuses, without a lock, what can't count: of a thousand taps all but a few end here
 * and don't queue up behind the one that does. A ride of another city is not there for this rider.
 */
async function mayCount(db: DatabaseOrTransaction, { rideId, riderId, seq, now }: OfferAnswer): Promise<string> {
  const [found] = isId(rideId)
    ? await db
        .select({ ride: rides, order: orders, offer: offers, worksIn: riders.cityId })
        .from(rides)
        .innerJoin(orders, eq(orders.id, rides.orderId))
        .innerJoin(riders, eq(riders.userId, riderId))
        .leftJoin(offers, and(eq(offers.orderId, rides.orderId), eq(offers.seq, seq)))
        .where(eq(rides.id, rideId))
    : [];
  if (found === undefined) throw notFound("ride");
  const { ride, order, offer, worksIn } = found;
  if (worksIn !== ride.cityId && offer?.riderId !== riderId) throw notFound("ride");
  refuseIf(judgeAnswer(offer, order, riderId, seq, now));
  return order.id;
}

/** The offer that is answered, with its order locked; refuses an answer that does not count. */
async function readOffer(
  tx: DatabaseOrTransaction,
  orderId: string,
  { riderId, seq, now }: OfferAnswer,
): Promise<{ order: OrderRow; offer: OfferRow }> {
  const order = await lockOrder(tx, orderId);
  if (order === undefined) throw notFound("ride");
  const [offer] = await tx
    .select()
    .from(offers)
    .where(and(eq(offers.orderId, orderId), eq(offers.seq, seq)))
    .for("update");
  refuseIf(judgeAnswer(offer ?? null, order, riderId, seq, now));
  if (offer === undefined) throw notFound("ride");
  return { order, offer };
}

function refuseIf(refusal: OfferRefusal | null): void {
  if (refusal !== null) throw new DomainError(refusal, REFUSALS[refusal]);
}

const REFUSALS = {
  OFFER_EXPIRED: "This offer has ended.",
  OFFER_TAKEN: "This order is not offered to you.",
  OFFER_SUPERSEDED: "This order has been offered again since.",
} as const satisfies Record<OfferRefusal, string>;

/** Redis may be away, or flushed: the lock ends by itself, so its loss must not cost the rider the ride. */
async function unlock(
  { redis }: Pick<DispatchServices, "redis">,
  { riderId, seq }: OfferAnswer,
  orderId: string,
): Promise<void> {
  await releaseOfferLock(redis, riderId, orderId, seq).catch(() => false);
}
