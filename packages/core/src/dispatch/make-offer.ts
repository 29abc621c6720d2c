import { and, asc, eq } from "drizzle-orm";
import { anyOf } from "@tiffin/db/any-of";
import { isActiveRide, isConfirmed } from "@tiffin/db/queries/dispatch-conditions";
import type { Transaction } from "@tiffin/db/client";
import { newId } from "@tiffin/db/ids";
import { writeQuestions } from "@tiffin/db/queries/write-questions";
import { cities } from "@tiffin/db/schema/cities";
import { riders, rides, type RidePlace } from "@tiffin/db/schema/dispatch";
import { orders } from "@tiffin/db/schema/orders";
import { OFFER_WINDOW_MS } from "@tiffin/domain/offer/answer-offer";
import { rideFor } from "./ensure-ride.ts";
import { releaseOfferLock, takeOfferLock, type OfferLock } from "./offer-lock.ts";
import type { DispatchServices } from "./services.ts";
import type { OfferRow } from "./settle-offer.ts";

/** Facts about a decision, to explain it and learn from it. */
export type LoggedFeatures = OfferRow["features"];

/** One question to one rider: will you carry these? */
export interface Question {
  readonly riderId: string;
  /** In the order of the doors. */
  readonly orders: readonly { readonly orderId: string; readonly features: LoggedFeatures }[];
  /** The whole way if they say yes; without it, the orders as they stand, each fetched by itself. */
  readonly stops?: readonly { readonly kind: "pickup" | "dropoff"; readonly orderIds: readonly string[] }[];
  /** The orders that the rider is known to have already; with any other, they are not asked. */
  readonly carries?: readonly string[];
  readonly decisionId?: string;
}

/** A question that can be asked: its orders, locked, in the order of the doors, and what its rider carries already. */
interface Askable {
  readonly question: Question;
  readonly orders: readonly AskedOrder[];
  readonly carried: readonly CarriedRide[];
  readonly lock: OfferLock;
}

type AskedOrder = Awaited<ReturnType<typeof lockWaiting>>[number];

interface CarriedRide {
  readonly rideId: string;
  readonly orderId: string;
  readonly riderId: string | null;
}

/**
 * Asks riders to carry orders, all in one transaction: a rush's round asks dozens. Returns the offers of those questions
 * that could be asked. Of the others an order moved on, is offered to another or is being changed at this moment, or the
 * rider left, was given something else, or has an open offer. Which of these, the next plan will see.
 */
export async function makeOffers(
  { db, redis }: Pick<DispatchServices, "db" | "redis">,
  questions: readonly Question[],
  now: Date,
): Promise<OfferRow[]> {
  if (questions.length === 0) return [];
  let locked: Askable[] = [];
  const unlock = (some: readonly Askable[]) => Promise.all(some.map(({ lock }) => releaseOfferLock(redis, lock)));
  try {
    const made = await db.transaction(async (tx) => {
      const askable = await lockAskable(tx, questions);
      // Should Redis go away halfway, those that it took are let go, too: a lock is released only if it is this question's.
      locked = askable;
      const got = await Promise.all(askable.map(({ lock }) => takeOfferLock(redis, lock)));
      locked = askable.filter((_, index) => got[index]);
      return locked.length === 0 ? [] : askAll(tx, locked, now);
    });
    const asked = new Set(made.map(({ riderId }) => riderId));
    await unlock(locked.filter(({ question }) => !asked.has(question.riderId)));
    return made;
  } catch (error) {
    await unlock(locked).catch(() => {});
    throw error;
  }
}

/** Asks one rider; null when they can't be asked. See {@link makeOffers}. */
export async function makeOffer(
  services: Pick<DispatchServices, "db" | "redis">,
  question: Question,
  now: Date,
): Promise<OfferRow[] | null> {
  const made = await makeOffers(services, [question], now);
  return made.length === 0 ? null : made;
}

/**
 * Locks what the questions are about, orders before riders as everybody does; the three statements travel together. What
 * somebody else holds is left out rather than waited for: it is being changed.
 */
async function lockAskable(tx: Transaction, questions: readonly Question[]): Promise<Askable[]> {
  const orderIds = questions.flatMap((question) => question.orders.map(({ orderId }) => orderId));
  const riderIds = questions.map(({ riderId }) => riderId);
  const [waiting, online, carried] = await Promise.all([
    lockWaiting(tx, orderIds),
    tx
      .select({ riderId: riders.userId })
      .from(riders)
      .where(and(anyOf(riders.userId, riderIds), eq(riders.online, true)))
      .orderBy(asc(riders.userId))
      .for("update", { skipLocked: true }),
    tx
      .select({ rideId: rides.id, orderId: rides.orderId, riderId: rides.riderId })
      .from(rides)
      .where(and(anyOf(rides.riderId, riderIds), isActiveRide)),
  ]);
  const orderOf = new Map(waiting.map((order) => [order.id, order]));
  const possible = questions.filter((question) => question.orders.every(({ orderId }) => orderOf.has(orderId)));
  const isOnline = new Set(online.map(({ riderId }) => riderId));
  return possible.flatMap((question): Askable[] => {
    const { riderId, carries = [] } = question;
    const asked = question.orders.flatMap(({ orderId }) => orderOf.get(orderId) ?? []);
    const own = carried.filter((ride) => ride.riderId === riderId);
    const [first] = asked;
    if (first === undefined || !isOnline.has(riderId)) return [];
    // They have something that nobody planned with.
    if (!own.every(({ orderId }) => carries.includes(orderId))) return [];
    const lock = { riderId, orderId: first.id, seq: first.offerSeq + 1 };
    return [{ question, orders: asked, carried: own, lock }];
  });
}

/** Those of the orders that wait for a rider, with the ride that they may have already. */
function lockWaiting(tx: Transaction, orderIds: readonly string[]) {
  return tx
    .select({
      id: orders.id,
      cityId: orders.cityId,
      currency: orders.currency,
      distanceMeters: orders.distanceMeters,
      tip: orders.tip,
      offerSeq: orders.offerSeq,
      pricing: cities.pricing,
      rideId: rides.id,
    })
    .from(orders)
    .innerJoin(cities, eq(cities.id, orders.cityId))
    .leftJoin(rides, eq(rides.orderId, orders.id))
    .where(and(anyOf(orders.id, orderIds), isConfirmed))
    .orderBy(asc(orders.id))
    .for("update", { of: orders, skipLocked: true });
}

async function askAll(tx: Transaction, askable: readonly Askable[], now: Date): Promise<OfferRow[]> {
  const expiresAt = new Date(now.getTime() + OFFER_WINDOW_MS);
  const missing = askable.flatMap((one) => one.orders.filter(({ rideId }) => rideId === null));
  const made = missing.map((order) => rideFor(order, order.pricing));
  const rideOf = new Map(made.map(({ orderId, id }) => [orderId, id]));
  const rows = askable.flatMap((one) => offersOf(one, rideOf, now, expiresAt));
  const written = await writeQuestions(tx, {
    rides: made,
    offers: rows,
    outbox: rows.map(({ orderId, rideId, riderId, seq, position, questionId }) => ({
      id: newId(),
      subjectId: orderId,
      topic: "offer/created",
      payload: {
        orderId,
        rideId,
        riderId,
        seq,
        position,
        orders: rows.filter((row) => row.questionId === questionId).length,
        expiresAt: expiresAt.toISOString(),
      },
    })),
  });
  return rows.filter(({ id }) => written.has(id)).toSorted((a, b) => a.position - b.position);
}

function offersOf(
  { question, orders: asked, carried }: Askable,
  /** The rides that are made now, by their orders. */
  rideOf: ReadonlyMap<string, string>,
  now: Date,
  expiresAt: Date,
): OfferRow[] {
  const { riderId, stops, decisionId } = question;
  const rideIds = new Map(carried.map(({ orderId, rideId }) => [orderId, rideId]));
  for (const { id, rideId } of asked) rideIds.set(id, rideId ?? rideOf.get(id) ?? "");
  const questionId = newId();
  const sequence = placesOf(
    stops ?? question.orders.flatMap(({ orderId }) => [{ kind: "pickup", orderIds: [orderId] } as const]),
    rideIds,
  );
  return asked.map((order, position) => ({
    id: newId(),
    rideId: rideIds.get(order.id) ?? "",
    orderId: order.id,
    riderId,
    seq: order.offerSeq + 1,
    round: order.offerSeq + 1,
    questionId,
    position,
    sequence: position === 0 ? sequence : [],
    decisionId: decisionId ?? null,
    status: "PENDING",
    features: question.orders[position]?.features ?? {},
    declineReason: null,
    createdAt: now,
    expiresAt,
    settledAt: null,
  }));
}

/** Where each ride stands on the way. */
function placesOf(stops: NonNullable<Question["stops"]>, rideIds: ReadonlyMap<string, string>): RidePlace[] {
  const at = (kind: "pickup" | "dropoff", orderId: string) =>
    stops.filter((stop) => stop.kind === kind).findIndex(({ orderIds }) => orderIds.includes(orderId));
  return [...rideIds].map(([orderId, rideId]) => ({
    rideId,
    pickupOrder: Math.max(0, at("pickup", orderId)),
    dropOrder: Math.max(0, at("dropoff", orderId)),
  }));
}
