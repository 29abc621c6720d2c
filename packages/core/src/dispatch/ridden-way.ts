import { and, eq, gt, isNotNull, ne, or, sql } from "drizzle-orm";
import { builtOnce } from "@tiffin/db/built-once";
import type { DatabaseOrTransaction } from "@tiffin/db/client";
import { isActiveRide, isDelivered } from "@tiffin/db/queries/dispatch-conditions";
import { readTrail } from "@tiffin/db/queries/rider-trail";
import { rides } from "@tiffin/db/schema/dispatch";
import { riddenMeters } from "@tiffin/domain/location/ridden-meters";
import type { RideRow } from "./ensure-ride.ts";

/** Two hours of a point every second. Whoever carries food for longer is paid by the plan. */
const MAX_POINTS = 7_200;

/**
 * How far a ride went from the restaurant to the customer, by the trail as it is in Postgres; meters. Null where the
 * trail says too little, and for a ride that shared its way with another: what was ridden for which of them can't be told.
 */
export async function riddenWay(db: DatabaseOrTransaction, ride: RideRow, deliveredAt: Date): Promise<number | null> {
  const { riderId, pickedUpAt } = ride;
  if (riderId === null || pickedUpAt === null || (await sharedItsWay(db, ride, riderId, pickedUpAt))) return null;
  const points = await readTrail(db, {
    riderId,
    from: pickedUpAt,
    to: deliveredAt,
    after: null,
    limit: MAX_POINTS + 1,
  });
  if (points.length > MAX_POINTS) return null;
  return riddenMeters(points.map((point) => ({ ...point, at: point.recordedAt.getTime() })));
}

async function sharedItsWay(
  db: DatabaseOrTransaction,
  { id }: RideRow,
  riderId: string,
  pickedUpAt: Date,
): Promise<boolean> {
  const [other] = await carriedBeside(db).execute({ riderId, id, since: pickedUpAt.toISOString() });
  return other !== undefined;
}

const carriedBeside = builtOnce((db) =>
  db
    .select({ id: rides.id })
    .from(rides)
    .where(
      and(
        eq(rides.riderId, sql.placeholder("riderId")),
        ne(rides.id, sql.placeholder("id")),
        isNotNull(rides.pickedUpAt),
        or(isActiveRide, and(isDelivered, gt(rides.deliveredAt, sql.placeholder("since")))),
      ),
    )
    .limit(1)
    .prepare("carried_beside"),
);
