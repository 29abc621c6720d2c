import type { Database } from "@tiffin/db/client";
import { anyOf } from "@tiffin/db/any-of";
import { rides } from "@tiffin/db/schema/dispatch";
import type { Realtime } from "../../realtime/index.ts";
import type { Change, OutboxChange, Sink } from "../change.ts";
import { liveEventsFor } from "../live-events.ts";

/** A nudge that comes later than this helps nobody: whoever was away asks for the order anyway. */
const MAX_AGE_MS = 10 * 60_000;

/** Nudges to the people who watch an order. */
export function liveSink({ db, realtime }: { readonly db: Database; readonly realtime: Realtime }): Sink {
  return {
    name: "live",
    gatherMs: 100,
    wants: (change) => change.kind === "outbox" && !isOffer(change),
    async deliver(changes) {
      const fresh = freshOf(changes);
      const orderIds = [
        ...new Set(
          fresh.flatMap(({ message: { data } }) => ("orderId" in data && "riderId" in data ? data.orderId : [])),
        ),
      ];
      const found =
        orderIds.length === 0
          ? []
          : await db
              .select({ rideId: rides.id, orderId: rides.orderId, status: rides.status })
              .from(rides)
              .where(anyOf(rides.orderId, orderIds));
      const byOrder = new Map(found.map((ride) => [ride.orderId, ride]));
      const events = fresh.flatMap(({ message, createdAt }) => {
        const ride = "orderId" in message.data ? byOrder.get(message.data.orderId) : undefined;
        return liveEventsFor(message, createdAt, ride ?? null);
      });
      if (events.length > 0) await realtime.publishBatch(events);
    },
  };
}

/**
 * Questions to riders, and their ends. By themselves: a rider has ten seconds to answer, and these need nothing to be
 * looked up.
 */
export function offerSink({ realtime }: { readonly realtime: Realtime }): Sink {
  return {
    name: "offers",
    gatherMs: 20,
    wants: (change) => isOffer(change),
    async deliver(changes) {
      const events = freshOf(changes).flatMap(({ message, createdAt }) => liveEventsFor(message, createdAt, null));
      if (events.length > 0) await realtime.publishBatch(events);
    },
  };
}

const isOffer = (change: Change) => change.kind === "outbox" && change.message.topic.startsWith("offer/");

function freshOf(changes: readonly Change[]): OutboxChange[] {
  const oldest = Date.now() - MAX_AGE_MS;
  return changes.filter(
    (change): change is OutboxChange => change.kind === "outbox" && change.createdAt.getTime() >= oldest,
  );
}
