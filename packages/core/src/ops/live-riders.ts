import { and, eq, inArray } from "drizzle-orm";
import { riders, rides } from "@tiffin/db/schema/dispatch";
import { users } from "@tiffin/db/schema/identity";
import type { LiveRiders } from "@tiffin/domain/wire/ops";
import { ACTIVE_RIDES, lastPositions, SILENT_AFTER_MS } from "../location/index.ts";
import type { OpsServices } from "./ops-orders.ts";

/** Riders on shift in a city: where they were last, how long ago, and whether they carry something. */
export async function liveRiders(
  { db, redis }: Pick<OpsServices, "db" | "redis">,
  cityId: string,
  now: Date,
): Promise<LiveRiders> {
  const people = await db
    .select({ id: riders.userId, name: users.name, vehicle: riders.vehicle })
    .from(riders)
    .innerJoin(users, eq(users.id, riders.userId))
    .where(and(eq(riders.cityId, cityId), eq(riders.online, true)))
    .orderBy(users.name)
    .limit(5_000);
  const ids = people.map(({ id }) => id);
  const [positions, carried] = await Promise.all([
    lastPositions(redis, ids),
    ids.length === 0
      ? []
      : db
          .select({ riderId: rides.riderId, orderId: rides.orderId })
          .from(rides)
          .where(and(inArray(rides.riderId, ids), inArray(rides.status, [...ACTIVE_RIDES]))),
  ]);
  return {
    items: people.map((person) => {
      const position = positions.get(person.id);
      return {
        ...person,
        location: position?.location ?? null,
        recordedAt: position?.recordedAt.toISOString() ?? null,
        isLive: position !== undefined && now.getTime() - position.recordedAt.getTime() <= SILENT_AFTER_MS,
        orderIds: carried.filter(({ riderId }) => riderId === person.id).map(({ orderId }) => orderId),
      };
    }),
  };
}
