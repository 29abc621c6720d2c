import { and, eq, inArray } from "drizzle-orm";
import { isId } from "@tiffin/db/ids";
import { lockOrder } from "@tiffin/db/queries/order-lifecycle";
import { riders, rides } from "@tiffin/db/schema/dispatch";
import { DomainError, notFound } from "@tiffin/domain/errors";
import { transitionOrder, type TransitionRequest } from "../lifecycle/index.ts";
import { ACTIVE_RIDES } from "../location/index.ts";
import { giveRide } from "./answer-offer.ts";
import { ensureRide } from "./ensure-ride.ts";
import { releaseRide } from "./release-ride.ts";
import type { DispatchServices } from "./services.ts";
import { revokeOffers } from "./settle-offer.ts";

/**
 * Ops gives an order to a rider, past all offers; an order that another rider has not picked up yet is taken from them.
 * Giving it to the one who has it changes nothing.
 *
 * @throws DomainError NOT_FOUND (order, or no rider of its city); RIDER_OFF_SHIFT; RIDER_BUSY; ILLEGAL_TRANSITION
 */
export async function assignByHand(
  services: Pick<DispatchServices, "db" | "redis">,
  request: {
    readonly orderId: string;
    readonly riderId: string;
    readonly actor: TransitionRequest["actor"];
    readonly now: Date;
  },
): Promise<void> {
  const { orderId, riderId, actor, now } = request;
  if (!isId(orderId)) throw notFound("order");
  if (!isId(riderId)) throw notFound("rider");
  await services.db.transaction(async (tx) => {
    const order = await lockOrder(tx, orderId);
    if (order === undefined) throw notFound("order");
    const [rider] = await tx.select().from(riders).where(eq(riders.userId, riderId)).for("update");
    if (rider === undefined || rider.cityId !== order.cityId) throw notFound("rider");
    if (order.riderId === riderId && (order.status === "ASSIGNED" || order.status === "READY")) return;
    if (!rider.online) throw new DomainError("RIDER_OFF_SHIFT", "This rider is not on shift.");
    const carried = await tx
      .select({ id: rides.id })
      .from(rides)
      .where(and(eq(rides.riderId, riderId), inArray(rides.status, [...ACTIVE_RIDES])));
    if (carried.length > 0) throw new DomainError("RIDER_BUSY", "This rider carries another order.");

    const ride = await ensureRide(tx, order);
    if (order.riderId !== null)
      await releaseRide(tx, { rideId: ride.id, riderId: order.riderId, reason: "reassigned", actor, now });
    await transitionOrder(tx, { orderId, command: { type: "assign", riderId }, actor, now });
    await giveRide(tx, ride.id, riderId, now);
  });
  // Whoever is still being asked, about this order or this rider about another, is asked in vain.
  await revokeOffers(services, { orderId }, now);
  await revokeOffers(services, { riderId }, now);
}
