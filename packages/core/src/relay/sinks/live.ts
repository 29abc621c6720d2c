import { inArray } from "drizzle-orm";
import type { Database } from "@tiffin/db/client";
import { rides } from "@tiffin/db/schema/dispatch";
import type { Realtime } from "../../realtime/index.ts";
import type { OutboxChange, Sink } from "../change.ts";
import { liveEventsFor } from "../live-events.ts";

/** A nudge that comes later than this helps nobody: whoever was away asks for the order anyway. */
const MAX_AGE_MS = 10 * 60_000;

/** Nudges to the people who watch. */
export function liveSink({ db, realtime }: { readonly db: Database; readonly realtime: Realtime }): Sink {
  return {
    name: "live",
    gatherMs: 50,
    wants: (change) => change.kind === "outbox",
    async deliver(changes) {
      const oldest = Date.now() - MAX_AGE_MS;
      const fresh = changes.filter(
        (change): change is OutboxChange => change.kind === "outbox" && change.createdAt.getTime() >= oldest,
      );
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
              .where(inArray(rides.orderId, orderIds));
      const byOrder = new Map(found.map((ride) => [ride.orderId, ride]));
      const events = fresh.flatMap(({ message, createdAt }) => {
        const ride = "orderId" in message.data ? byOrder.get(message.data.orderId) : undefined;
        return liveEventsFor(message, createdAt, ride ?? null);
      });
      if (events.length > 0) await realtime.publishBatch(events);
    },
  };
}
