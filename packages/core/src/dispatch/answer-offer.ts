import { and, asc, eq, sql } from "drizzle-orm";
import { anyOfNamed } from "@tiffin/db/any-of";
import { isActiveRide } from "@tiffin/db/queries/dispatch-conditions";
import { builtOnce, updateBuiltOnce } from "@tiffin/db/built-once";
import type { DatabaseOrTransaction, Transaction } from "@tiffin/db/client";
import { alias } from "drizzle-orm/pg-core";
import { isId } from "@tiffin/db/ids";
import { lockOrders, type OrderRow } from "@tiffin/db/queries/order-lifecycle";
import { offers, riders, rides, type RidePlace } from "@tiffin/db/schema/dispatch";
import { orders } from "@tiffin/db/schema/orders";
import { DomainError, notFound } from "@tiffin/domain/errors";
import { judgeAnswer, type OfferRefusal } from "@tiffin/domain/offer/answer-offer";
import { transitionOrder } from "../lifecycle/index.ts";
import { findRide, type RideRow } from "./ensure-ride.ts";
import { releaseOfferLock } from "./offer-lock.ts";
import type { DispatchServices } from "./services.ts";
import { settleLocked, type OfferRow } from "./settle-offer.ts";

/** `rideId` and `seq` name the question; whichever of its orders they are of, the answer is for all of them. */
export interface OfferAnswer {
  readonly rideId: string;
  readonly riderId: string;
  readonly seq: number;
  readonly now: Date;
}

/**
 * A rider takes an offer: its orders become theirs, once, all or none. Redis is told first, but only Postgres decides,
 * under the orders' locks and with `status = 'CONFIRMED' AND offer_seq = seq` for each. Returns the ride that was named.
 *
 * @throws DomainError NOT_FOUND; OFFER_EXPIRED, OFFER_TAKEN or OFFER_SUPERSEDED (see `judgeAnswer`; the first order that
 * can't be had speaks for all); RIDER_OFF_SHIFT.
 */
export async function acceptOffer(
  services: Pick<DispatchServices, "db" | "redis">,
  answer: OfferAnswer,
): Promise<RideRow> {
  const question = await mayCount(services.db, answer);
  await unlock(services, question);
  return services.db.transaction(async (tx) => {
    const { riderId, now } = answer;
    // Sent together, in the order in which everybody locks: orders, rides, the rider. What the rider carries is read
    // again then: they may have been given something while their row was waited for.
    const [{ open, ordersOf }, , [rider], carried] = await Promise.all([
      lockQuestion(tx, question, answer),
      lockUnderWay(tx).execute({ riderId }),
      lockRider(tx).execute({ riderId }),
      underWay(tx).execute({ riderId }),
    ]);
    if (rider?.online !== true) throw new DomainError("RIDER_OFF_SHIFT", "Go on shift first.");
    const places = new Map(open[0]?.sequence.map((place) => [place.rideId, place]));
    await replaceCarried(tx, carried, places, now);
    const actor = { type: "rider", id: riderId } as const;
    const [given] = await Promise.all([
      Promise.all(open.map(({ rideId }) => giveRide(tx, rideId, riderId, now, places.get(rideId)))),
      settleLocked(tx, open, "ACCEPTED", now),
      ...open.map(({ orderId }) => {
        const command = { type: "assign", riderId } as const;
        return transitionOrder(tx, { orderId, command, actor, now, locked: ordersOf.get(orderId) });
      }),
      countAccepted(tx).execute({ riderId }),
    ]);
    const named = given.find(({ id }) => id === answer.rideId);
    if (named === undefined) throw notFound("ride");
    return named;
  });
}

/** A rider says no, to all of it. The same refusals as {@link acceptOffer}: saying no twice is too late the second time. */
export async function declineOffer(
  services: Pick<DispatchServices, "db" | "redis">,
  answer: OfferAnswer & { readonly reason?: string | undefined },
): Promise<RideRow> {
  const question = await mayCount(services.db, answer);
  await services.db.transaction(async (tx) => {
    const { open } = await lockQuestion(tx, question, answer);
    await settleLocked(tx, open, "DECLINED", answer.now, answer.reason);
  });
  await unlock(services, question);
  return findRide(services.db, answer.rideId);
}

/** Gives the ride to a rider. The caller has assigned the order in the same transaction. */
export async function giveRide(
  tx: DatabaseOrTransaction,
  rideId: string,
  riderId: string,
  now: Date,
  { pickupOrder, dropOrder }: Omit<RidePlace, "rideId"> = { pickupOrder: 0, dropOrder: 0 },
): Promise<RideRow> {
  const change = { riderId, status: "ASSIGNED", assignedAt: now, arrivedAtRestaurantAt: null, updatedAt: now } as const;
  const set = { ...change, pickupOrder, dropOrder };
  const [ride] = await give(tx, set).execute({ ...set, rideId });
  if (ride === undefined) throw new DomainError("OFFER_TAKEN", "Somebody else has this order.");
  return ride;
}

/**
 * The question that is answered, in the order of its doors. Refuses, without a lock, what can't count: of a thousand taps
 * all but a few end here and don't queue up behind the one that does. A ride of another city is not there for this rider.
 */
async function mayCount(
  db: DatabaseOrTransaction,
  { rideId, riderId, seq, now }: OfferAnswer,
): Promise<[OfferRow, ...OfferRow[]]> {
  const rows = isId(rideId) ? await questionOf(db).execute({ rideId, riderId, seq }) : [];
  const [found] = rows;
  if (found === undefined) throw notFound("ride");
  if (found.worksIn !== found.ride.cityId && found.asked?.riderId !== riderId) throw notFound("ride");
  refuseIf(judgeAnswer(found.asked, found.order, riderId, seq, now));
  const [lead, ...others] = rows.flatMap(({ offer }) => offer ?? []);
  if (lead === undefined) throw notFound("ride");
  return [lead, ...others];
}

const give = updateBuiltOnce("give_ride", (db, set, name) =>
  db
    .update(rides)
    .set(set)
    .where(and(eq(rides.id, sql.placeholder("rideId")), eq(rides.status, "SEARCHING")))
    .returning()
    .prepare(name),
);

const ofRider = eq(rides.riderId, sql.placeholder("riderId"));
const underWay = builtOnce((db) =>
  db.select({ id: rides.id }).from(rides).where(and(ofRider, isActiveRide)).orderBy(asc(rides.id)).prepare("under_way"),
);
/** Locks what a rider carries: after its orders, before the rider. */
export const lockUnderWay = builtOnce((db) =>
  db
    .select({ id: rides.id })
    .from(rides)
    .where(and(ofRider, isActiveRide))
    .orderBy(asc(rides.id))
    .for("update")
    .prepare("lock_under_way"),
);
const lockRider = builtOnce((db) =>
  db
    .select({ online: riders.online })
    .from(riders)
    .where(eq(riders.userId, sql.placeholder("riderId")))
    .for("update")
    .prepare("lock_rider"),
);
const countAccepted = builtOnce((db) =>
  db
    .update(riders)
    .set({ offersAccepted: sql`${riders.offersAccepted} + 1` })
    .where(eq(riders.userId, sql.placeholder("riderId")))
    .prepare("count_accepted"),
);

const asked = alias(offers, "asked");
/** A row for each offer of the question; or one, when there is none. */
const questionOf = builtOnce((db) =>
  db
    .select({ ride: rides, order: orders, asked, offer: offers, worksIn: riders.cityId })
    .from(rides)
    .innerJoin(orders, eq(orders.id, rides.orderId))
    .innerJoin(riders, eq(riders.userId, sql.placeholder("riderId")))
    .leftJoin(asked, and(eq(asked.orderId, rides.orderId), eq(asked.seq, sql.placeholder("seq"))))
    .leftJoin(offers, eq(offers.questionId, asked.questionId))
    .where(eq(rides.id, sql.placeholder("rideId")))
    .orderBy(asc(offers.position))
    .prepare("question_of_ride"),
);

const lockOffers = builtOnce((db) =>
  db
    .select()
    .from(offers)
    .where(anyOfNamed(offers.id, "ids"))
    .orderBy(asc(offers.position))
    .for("update")
    .prepare("lock_offers"),
);

/** The question with its orders and itself locked; refuses an answer that does not count for all of it. */
async function lockQuestion(
  tx: Transaction,
  question: readonly OfferRow[],
  { rideId, riderId, now }: OfferAnswer,
): Promise<{ readonly open: OfferRow[]; readonly ordersOf: ReadonlyMap<string, OrderRow> }> {
  const [locked, open] = await Promise.all([
    lockOrders(
      tx,
      question.map((offer) => offer.orderId),
    ),
    lockOffers(tx).execute({ ids: question.map(({ id }) => id) }),
  ]);
  const ordersOf = new Map(locked.map((order) => [order.id, order]));
  for (const offer of open.toSorted((a, b) => Number(b.rideId === rideId) - Number(a.rideId === rideId))) {
    const order = ordersOf.get(offer.orderId);
    if (order === undefined) throw notFound("ride");
    refuseIf(judgeAnswer(offer, order, riderId, offer.seq, now));
  }
  return { open, ordersOf };
}

/**
 * Puts what the rider carries already in its place on the new way. Refuses when they were given something since that the
 * way knows nothing of: by hand, or by a round that ran beside this one.
 */
async function replaceCarried(
  tx: Transaction,
  carried: readonly Pick<RideRow, "id">[],
  places: ReadonlyMap<string, RidePlace>,
  now: Date,
): Promise<void> {
  for (const { id } of carried) {
    const place = places.get(id);
    if (place === undefined) throw new DomainError("OFFER_EXPIRED", "You were given another order meanwhile.");
    const { pickupOrder, dropOrder } = place;
    await tx.update(rides).set({ pickupOrder, dropOrder, updatedAt: now }).where(eq(rides.id, id));
  }
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
  [lead]: readonly [OfferRow, ...OfferRow[]],
): Promise<void> {
  await releaseOfferLock(redis, lead).catch(() => false);
}
