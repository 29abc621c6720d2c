import { and, eq, gt, inArray, isNotNull, isNull, lt, notExists, sql } from "drizzle-orm";
import { isConfirmed, isPendingOffer } from "@tiffin/db/queries/dispatch-conditions";
import { appendOutbox } from "@tiffin/db/queries/outbox";
import { ridersHeardOfSince } from "@tiffin/db/queries/rider-trail";
import { restaurants } from "@tiffin/db/schema/catalog";
import { offers, rides } from "@tiffin/db/schema/dispatch";
import { orderEvents, orders } from "@tiffin/db/schema/orders";
import { isDomainError } from "@tiffin/domain/errors";
import { transitionOrder } from "../lifecycle/index.ts";
import { hideEndedRides, lastPositions } from "../location/index.ts";
import { sendTogether } from "../redis/index.ts";
import { firstWaitSeconds } from "./dispatch-round.ts";
import { DISPATCH_ALIVE_SECONDS, dispatchAliveKey } from "./keys.ts";
import { releaseRide } from "./release-ride.ts";
import type { DispatchServices, DispatchSettings } from "./services.ts";

const AT_ONCE = 500;

/**
 * Orders that wait for a rider although no run looks for one (its engine lost it, or it ran out of retries) are handed
 * to dispatch again. Returns how many.
 */
export async function rescueUndispatched(
  { db, redis }: Pick<DispatchServices, "db" | "redis">,
  settings: DispatchSettings,
  now: Date,
): Promise<number> {
  const waiting = await db
    .select({ orderId: orders.id, cityId: orders.cityId })
    .from(orders)
    .where(
      and(
        isConfirmed,
        // The run of a young one has had no turn yet in which it would have left a sign of life.
        notExists(
          db
            .select({ one: sql`1` })
            .from(orderEvents)
            .where(
              and(
                eq(orderEvents.orderId, orders.id),
                gt(orderEvents.at, secondsBefore(now, firstWaitSeconds(settings) + 60)),
              ),
            ),
        ),
        notExists(
          db
            .select({ one: sql`1` })
            .from(offers)
            .where(and(eq(offers.orderId, orders.id), isPendingOffer)),
        ),
      ),
    )
    .limit(AT_ONCE);
  if (waiting.length === 0) return 0;
  const alive = await sendTogether(
    redis,
    waiting.map(({ orderId }) => ["get", dispatchAliveKey(orderId)] as const),
  );
  const lost = waiting.filter((_, index) => alive[index] === null);
  for (const { orderId, cityId } of lost) {
    await appendOutbox(db, orderId, { topic: "dispatch/requested", data: { orderId, cityId } });
    await redis.set(dispatchAliveKey(orderId), "1", "EX", DISPATCH_ALIVE_SECONDS);
  }
  return lost.length;
}

/**
 * Orders that their kitchen did not answer within its window are cancelled; the customer's money goes back. Returns how
 * many.
 */
export async function cancelUnanswered(services: Pick<DispatchServices, "db" | "redis">, now: Date): Promise<number> {
  const { db } = services;
  const silent = await db
    .select({ orderId: orders.id })
    .from(orders)
    .innerJoin(orderEvents, and(eq(orderEvents.orderId, orders.id), eq(orderEvents.type, "confirmed")))
    .innerJoin(restaurants, eq(restaurants.id, orders.restaurantId))
    .where(
      and(
        inArray(orders.status, ["CONFIRMED", "ASSIGNED"]),
        isNull(orders.acceptedAt),
        // Confirmed after it was placed: leaves the young ones aside before their events are looked up.
        sql`${orders.placedAt} <= ${now.toISOString()}::timestamptz - ${restaurants.answerWindowSeconds} * interval '1 second'`,
        sql`${orderEvents.at} <= ${now.toISOString()}::timestamptz - ${restaurants.answerWindowSeconds} * interval '1 second'`,
      ),
    )
    .limit(AT_ONCE);
  let cancelled = 0;
  for (const { orderId } of silent) {
    try {
      const { riderId } = await transitionOrder(db, {
        orderId,
        command: { type: "cancel", reason: "kitchen_silent" },
        actor: { type: "system", id: null },
        now,
      });
      await hideEndedRides(services, [riderId]);
      cancelled += 1;
    } catch (error) {
      // It answered at the last moment.
      if (!isDomainError(error) || error.code !== "ORDER_NOT_CANCELLABLE") throw error;
    }
  }
  return cancelled;
}

/**
 * Riders whose phone fell silent on the way to the restaurant lose the ride to somebody else. One who is there already
 * keeps it: a locked phone in a pocket says nothing either. Returns how many.
 */
export async function releaseSilentRiders(
  services: Pick<DispatchServices, "db" | "redis">,
  silenceSeconds: number,
  now: Date,
): Promise<number> {
  const { db, redis } = services;
  const limit = secondsBefore(now, silenceSeconds);
  const waiting = await db
    .select({ rideId: rides.id, riderId: rides.riderId })
    .from(rides)
    .where(and(eq(rides.status, "ASSIGNED"), isNotNull(rides.riderId), lt(rides.assignedAt, limit)))
    .limit(AT_ONCE);
  const riderIds = [...new Set(waiting.flatMap(({ riderId }) => riderId ?? []))];
  const positions = await lastPositions(redis, riderIds);
  const unknown = riderIds.filter((riderId) => !positions.has(riderId));
  // A Redis that forgot everything says nothing about phones.
  const heardOf = await ridersHeardOfSince(db, unknown, limit);
  let released = 0;
  for (const { rideId, riderId } of waiting) {
    if (riderId === null) continue;
    const position = positions.get(riderId);
    if (heardOf.has(riderId) || (position !== undefined && position.heardAt > limit)) continue;
    const actor = { type: "system", id: null } as const;
    if (!(await releaseRide(db, { rideId, riderId, reason: "rider_silent", actor, now }))) continue;
    await hideEndedRides(services, [riderId]);
    released += 1;
  }
  return released;
}

function secondsBefore(now: Date, seconds: number): Date {
  return new Date(now.getTime() - seconds * 1_000);
}
