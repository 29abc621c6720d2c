import type { Database } from "@tiffin/db/client";
import { refreshSheets } from "../../location/index.ts";
import type { RedisClient } from "../../redis/index.ts";
import type { Sink } from "../change.ts";

/** Copies riders' sheets to Redis whenever a shift or a ride changes, so that the path of a ping never asks Postgres. */
export function riderSheetSink(services: { readonly db: Database; readonly redis: RedisClient }): Sink {
  return {
    name: "rider-sheets",
    gatherMs: 20,
    wants: (change) =>
      change.kind === "outbox" && "riderId" in change.message.data && !change.message.topic.startsWith("offer/"),
    async deliver(changes) {
      const riderIds = new Set<string>();
      for (const change of changes) {
        if (change.kind !== "outbox" || !("riderId" in change.message.data)) continue;
        if (change.message.data.riderId !== null) riderIds.add(change.message.data.riderId);
      }
      await refreshSheets(services, [...riderIds]);
    },
  };
}
