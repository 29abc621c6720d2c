import { and, eq } from "drizzle-orm";
import { isActiveRide } from "@tiffin/db/queries/dispatch-conditions";
import type { Database, DatabaseOrTransaction } from "@tiffin/db/client";
import { appendOutbox } from "@tiffin/db/queries/outbox";
import { riders, rides } from "@tiffin/db/schema/dispatch";
import { DomainError, notFound } from "@tiffin/domain/errors";
import type { Shift } from "@tiffin/domain/wire/riders";
import { beginSession, refreshSheets } from "../location/index.ts";
import type { TransitionRequest } from "../lifecycle/index.ts";
import { releaseRide } from "./release-ride.ts";
import type { DispatchServices } from "./services.ts";
import { revokeOffers } from "./settle-offer.ts";

type RiderRow = typeof riders.$inferSelect;

const MAX_ATTEMPTS = 3;

/**
 * A rider comes or goes. Coming begins a new session: the phone may count its points from one again, and be anywhere.
 * Going gives back what was not picked up yet, so that another rider is looked for at once. `actor` is who the audit
 * names: the rider, unless ops ends the shift for them.
 *
 * @param endsAt when the rider means to go home; undefined leaves what was said before, null takes it back
 * @throws DomainError NOT_FOUND when the caller is no rider; RIDER_BUSY when going with food on board.
 */
export async function setShift(
  services: Pick<DispatchServices, "db" | "redis">,
  riderId: string,
  online: boolean,
  now: Date,
  actor: TransitionRequest["actor"] = { type: "rider", id: riderId },
  endsAt?: Date | null,
): Promise<Shift> {
  const { db, redis } = services;
  let changed: ChangedShift | null = null;
  for (let attempt = 1; changed === null; attempt += 1) {
    if (attempt > MAX_ATTEMPTS) throw new DomainError("RIDER_BUSY", "An order was just accepted. Try again.");
    if (!online) await handBack(services, riderId, actor, now);
    changed = await changeShift(db, riderId, { online, endsAt: online ? endsAt : null }, now);
  }
  // Not within a shift: that would be a way to be believed anywhere. At its end as well, for a beginning that fails here.
  if (changed.begins || !online) await beginSession(redis, riderId);
  // The relay copies the sheet too; done here as well because the phone's first ping follows within milliseconds.
  await refreshSheets(services, [riderId]);
  return shiftOf(changed.rider);
}

export const shiftOf = ({ online, onlineSince, shiftEndsAt }: RiderRow): Shift => ({
  online,
  since: onlineSince?.toISOString() ?? null,
  endsAt: shiftEndsAt?.toISOString() ?? null,
});

interface ChangedShift {
  readonly rider: RiderRow;
  /** The rider was not on shift before. */
  readonly begins: boolean;
}

/** Null when a ride was accepted in the moment before: it has to be given back first. */
async function changeShift(
  db: Database,
  riderId: string,
  { online, endsAt }: { readonly online: boolean; readonly endsAt: Date | null | undefined },
  now: Date,
): Promise<ChangedShift | null> {
  return db.transaction(async (tx) => {
    const [before] = await tx.select().from(riders).where(eq(riders.userId, riderId)).for("update");
    if (before === undefined) throw notFound("rider");
    const end = endsAt === undefined ? before.shiftEndsAt : endsAt;
    if (before.online === online) {
      if (end?.getTime() === before.shiftEndsAt?.getTime()) return { rider: before, begins: false };
      const [moved] = await tx.update(riders).set({ shiftEndsAt: end }).where(eq(riders.userId, riderId)).returning();
      return { rider: moved ?? before, begins: false };
    }
    // An accept takes the same lock, so from here on there can't come another.
    if (!online && (await activeRides(tx, riderId)).length > 0) return null;
    const [after] = await tx
      .update(riders)
      .set({ online, onlineSince: online ? now : null, shiftEndsAt: end })
      .where(eq(riders.userId, riderId))
      .returning();
    const data = { riderId, cityId: before.cityId };
    await appendOutbox(tx, riderId, { topic: online ? "rider/available" : "rider/off_shift", data });
    return { rider: after ?? before, begins: online };
  });
}

/** @throws DomainError NOT_FOUND when the caller is no rider. */
export async function getShift({ db }: Pick<DispatchServices, "db">, riderId: string): Promise<Shift> {
  const [rider] = await db.select().from(riders).where(eq(riders.userId, riderId));
  if (rider === undefined) throw notFound("rider");
  return shiftOf(rider);
}

async function handBack(
  services: Pick<DispatchServices, "db" | "redis">,
  riderId: string,
  actor: TransitionRequest["actor"],
  now: Date,
): Promise<void> {
  const { db } = services;
  const carried = await activeRides(db, riderId);
  if (carried.some(({ status }) => status === "PICKED_UP" || status === "AT_CUSTOMER")) {
    throw new DomainError("RIDER_BUSY", "Deliver the food that you carry first.");
  }
  await revokeOffers(services, { riderId }, now);
  for (const { rideId } of carried) {
    await releaseRide(db, { rideId, riderId, reason: "off_shift", actor, now });
  }
}

async function activeRides(db: DatabaseOrTransaction, riderId: string) {
  return db
    .select({ rideId: rides.id, status: rides.status })
    .from(rides)
    .where(and(eq(rides.riderId, riderId), isActiveRide));
}
