import { and, eq, inArray, notExists, sql } from "drizzle-orm";
import type { Database } from "@tiffin/db/client";
import { offers, riders, rides } from "@tiffin/db/schema/dispatch";
import { radiusAfter, type DispatchPolicy, type FreeRider, type WaitingOrder } from "@tiffin/domain/dispatch/plan";
import { ACTIVE_RIDES, lastPositions, nearbyRiders, SILENT_AFTER_MS } from "../location/index.ts";
import type { DispatchServices } from "./services.ts";

/** Whether any of the city's riders is on shift with neither a ride nor an open offer; wherever that is. */
export async function isAnybodyFree(db: Database, cityId: string): Promise<boolean> {
  const [one] = await db
    .select({ id: riders.userId })
    .from(riders)
    .where(and(eq(riders.cityId, cityId), isFree(db)))
    .limit(1);
  return one !== undefined;
}

/** On shift, carrying nothing, and not being asked. */
function isFree(db: Database) {
  const one = { one: sql`1` };
  return and(
    eq(riders.online, true),
    notExists(
      db
        .select(one)
        .from(rides)
        .where(and(eq(rides.riderId, riders.userId), inArray(rides.status, [...ACTIVE_RIDES]))),
    ),
    notExists(
      db
        .select(one)
        .from(offers)
        .where(and(eq(offers.riderId, riders.userId), eq(offers.status, "PENDING"))),
    ),
  );
}

/**
 * Riders who could be asked now: on shift, heard of lately, around the restaurant of one of the orders within its wave,
 * without a ride and without an open offer.
 */
export async function freeRiders(
  { db, redis }: Pick<DispatchServices, "db" | "redis">,
  cityId: string,
  orders: readonly WaitingOrder[],
  policy: DispatchPolicy,
  now: Date,
): Promise<FreeRider[]> {
  const near = new Set<string>();
  await Promise.all(
    orders.map(async ({ restaurant, waitingSince }) => {
      const radius = radiusAfter((now.getTime() - waitingSince.getTime()) / 1_000, policy);
      for (const rider of await nearbyRiders(redis, cityId, restaurant, radius)) near.add(rider.riderId);
    }),
  );
  if (near.size === 0) return [];
  const ids = [...near];
  const [positions, people] = await Promise.all([
    lastPositions(redis, ids),
    db
      .select()
      .from(riders)
      .where(and(inArray(riders.userId, ids), isFree(db))),
  ]);
  return people.flatMap((person) => {
    const position = positions.get(person.userId);
    // The sweep of silent riders runs every few seconds: until then the map may still hold them.
    if (position === undefined || now.getTime() - position.recordedAt.getTime() > SILENT_AFTER_MS) return [];
    return [
      {
        riderId: person.userId,
        location: position.location,
        offersMade: person.offersMade,
        offersAccepted: person.offersAccepted,
        idleSince: person.lastDeliveredAt ?? person.onlineSince,
      },
    ];
  });
}
