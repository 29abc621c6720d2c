import { ordersInHand, ridersOnShift } from "@tiffin/db/queries/ops-desk";
import { groupBy } from "@tiffin/domain/collections/group-by";
import type { LiveRiders } from "@tiffin/domain/wire/ops";
import { lastPositions, SILENT_AFTER_MS } from "../location/index.ts";
import type { OpsServices } from "./services.ts";

const MOST_RIDERS = 5_000;

/** Riders on shift in a city: where they were last, how long ago, and what they carry. */
export async function liveRiders(
  { db, redis }: Pick<OpsServices, "db" | "redis">,
  cityId: string,
  now: Date,
): Promise<LiveRiders> {
  const people = await ridersOnShift(db, cityId, MOST_RIDERS);
  const ids = people.map(({ id }) => id);
  const [positions, inHand] = await Promise.all([lastPositions(redis, ids), ordersInHand(db, ids)]);
  const carriedBy = groupBy(inHand, ({ riderId }) => riderId ?? "");
  return {
    items: people.map(({ id, name, phone, vehicle, onlineSince }) => {
      const position = positions.get(id);
      const carried = carriedBy.get(id) ?? [];
      return {
        id,
        name,
        phone,
        vehicle,
        onlineSince: onlineSince?.toISOString() ?? null,
        location: position?.location ?? null,
        heading: position?.heading ?? null,
        recordedAt: position?.recordedAt.toISOString() ?? null,
        isLive: position !== undefined && now.getTime() - position.heardAt.getTime() <= SILENT_AFTER_MS,
        orderIds: carried.map(({ orderId }) => orderId),
        orderNumbers: carried.map(({ orderNumber }) => orderNumber),
      };
    }),
  };
}
