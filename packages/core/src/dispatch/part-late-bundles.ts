import { and, eq, inArray, sql } from "drizzle-orm";
import { orders } from "@tiffin/db/schema/orders";
import { rides } from "@tiffin/db/schema/dispatch";
import type { DispatchPolicy } from "@tiffin/domain/dispatch/policy";
import { hideEndedRides } from "../location/index.ts";
import { releaseRide } from "./release-ride.ts";
import type { DispatchServices } from "./services.ts";
import { expectedReady } from "./waiting-orders.ts";

/** Not on board yet. */
const TO_FETCH = ["ASSIGNED", "AT_RESTAURANT"] as const;

/**
 * A kitchen that will be late with one of several orders would keep the others' customers waiting: whatever is ready later
 * than the first by more than a bundle may cost goes back to dispatch, and the rider leaves with the rest. Returns how many.
 */
export async function partLateBundles(
  services: Pick<DispatchServices, "db" | "redis">,
  policy: DispatchPolicy,
  now: Date,
): Promise<number> {
  if (policy.kind !== "planner") return 0;
  const { db } = services;
  const rows = await db
    .select({ rideId: rides.id, riderId: rides.riderId, order: orders })
    .from(rides)
    .innerJoin(orders, eq(orders.id, rides.orderId))
    .where(
      and(
        inArray(rides.status, [...TO_FETCH]),
        sql`exists (
          select 1 from ${rides} other
          where other.rider_id = ${rides.riderId} and other.id <> ${rides.id}
            and other.status in ('ASSIGNED', 'AT_RESTAURANT'))`,
      ),
    );
  const byRider = new Map<string, typeof rows>();
  for (const row of rows)
    if (row.riderId !== null) byRider.set(row.riderId, [...(byRider.get(row.riderId) ?? []), row]);
  let released = 0;
  for (const [riderId, own] of byRider) {
    const readyAt = ({ order }: (typeof own)[number]) => expectedReady(order, now).readyAt.getTime();
    const first = Math.min(...own.map(readyAt));
    for (const ride of own) {
      if (readyAt(ride) - first <= policy.bundles.maxDelaySeconds * 1_000) continue;
      const actor = { type: "system", id: null } as const;
      if (!(await releaseRide(db, { rideId: ride.rideId, riderId, reason: "kitchen_late", actor, now }))) continue;
      await hideEndedRides(services, [riderId]);
      released += 1;
    }
  }
  return released;
}
