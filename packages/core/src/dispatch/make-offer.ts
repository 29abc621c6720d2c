import { and, eq, inArray, sql } from "drizzle-orm";
import type { Transaction } from "@tiffin/db/client";
import { newId } from "@tiffin/db/ids";
import { lockOrder, type OrderRow } from "@tiffin/db/queries/order-lifecycle";
import { appendOutbox } from "@tiffin/db/queries/outbox";
import { offers, riders, rides, type RidePlace } from "@tiffin/db/schema/dispatch";
import { orders } from "@tiffin/db/schema/orders";
import { OFFER_WINDOW_MS } from "@tiffin/domain/offer/answer-offer";
import { ACTIVE_RIDES } from "../location/index.ts";
import { ensureRide } from "./ensure-ride.ts";
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

/** A round that ran beside this one was first: rolls the transaction back. */
class Overtaken extends Error {}

/**
 * Asks one rider to carry some orders together. Null when that can't be any more: an order moved on or is offered to
 * another, the rider left, was given something else, or has an open offer. Which of these, the next plan will see.
 */
export async function makeOffer(
  { db, redis }: Pick<DispatchServices, "db" | "redis">,
  question: Question,
  now: Date,
): Promise<OfferRow[] | null> {
  let lock: OfferLock | null = null;
  try {
    const made = await db.transaction(async (tx) => {
      const asked = await lockAsked(tx, question);
      const carried = asked === null ? null : await lockRider(tx, question);
      if (asked === null || carried === null) return null;
      const [first] = asked;
      lock = { riderId: question.riderId, orderId: first.id, seq: first.offerSeq + 1 };
      if (!(await takeOfferLock(redis, lock))) {
        lock = null;
        return null;
      }
      return writeQuestion(tx, question, asked, carried, now);
    });
    if (made === null && lock !== null) await releaseOfferLock(redis, lock);
    return made;
  } catch (error) {
    if (lock !== null) await releaseOfferLock(redis, lock).catch(() => {});
    if (error instanceof Overtaken) return null;
    throw error;
  }
}

/** The orders, locked, in the order of the doors; null when one of them needs nobody any more. */
async function lockAsked(tx: Transaction, question: Question): Promise<[OrderRow, ...OrderRow[]] | null> {
  const locked = new Map<string, OrderRow>();
  for (const orderId of question.orders.map((order) => order.orderId).toSorted()) {
    const order = await lockOrder(tx, orderId);
    if (order?.status !== "CONFIRMED") return null;
    locked.set(orderId, order);
  }
  const [first, ...others] = question.orders.flatMap(({ orderId }) => locked.get(orderId) ?? []);
  return first === undefined ? null : [first, ...others];
}

/** What the rider has, with the rider locked; null when they are off shift or have something that nobody planned with. */
async function lockRider(
  tx: Transaction,
  { riderId, carries = [] }: Question,
): Promise<{ rideId: string; orderId: string }[] | null> {
  const [rider] = await tx.select().from(riders).where(eq(riders.userId, riderId)).for("update");
  if (rider?.online !== true) return null;
  const carried = await tx
    .select({ rideId: rides.id, orderId: rides.orderId })
    .from(rides)
    .where(and(eq(rides.riderId, riderId), inArray(rides.status, [...ACTIVE_RIDES])));
  return carried.every(({ orderId }) => carries.includes(orderId)) ? carried : null;
}

async function writeQuestion(
  tx: Transaction,
  { riderId, stops, decisionId, orders: asked }: Question,
  rows: readonly OrderRow[],
  carried: readonly { rideId: string; orderId: string }[],
  now: Date,
): Promise<OfferRow[]> {
  const rideIds = new Map(carried.map(({ orderId, rideId }) => [orderId, rideId]));
  for (const order of rows) rideIds.set(order.id, (await ensureRide(tx, order)).id);
  const questionId = newId();
  const expiresAt = new Date(now.getTime() + OFFER_WINDOW_MS);
  const sequence = placesOf(
    stops ?? asked.flatMap(({ orderId }) => [{ kind: "pickup", orderIds: [orderId] } as const]),
    rideIds,
  );
  const made = await tx
    .insert(offers)
    .values(
      rows.map((order, position) => ({
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
        features: asked[position]?.features ?? {},
        createdAt: now,
        expiresAt,
      })),
    )
    .onConflictDoNothing()
    .returning();
  // One of the unique indexes: an open offer of one of the orders, or of this rider.
  if (made.length < rows.length) throw new Overtaken();
  for (const { orderId, rideId, seq, position } of made) {
    await tx.update(orders).set({ offerSeq: seq }).where(eq(orders.id, orderId));
    await appendOutbox(tx, orderId, {
      topic: "offer/created",
      data: { orderId, rideId, riderId, seq, position, orders: made.length, expiresAt: expiresAt.toISOString() },
    });
  }
  await tx
    .update(riders)
    .set({ offersMade: sql`${riders.offersMade} + 1` })
    .where(eq(riders.userId, riderId));
  return made.toSorted((a, b) => a.position - b.position);
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
