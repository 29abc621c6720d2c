import type { Database } from "@tiffin/db/client";
import type { RedisClient } from "../redis/index.ts";
import { refreshSheets } from "./rider-sheet.ts";

/**
 * After the commit that ended a ride or gave it to somebody else: its order sees these riders no longer. The change relay
 * copies the sheets too, but may be behind or down, and until then every ping would go on to the ended order's channel.
 * Never fails, since what was committed stands: while Redis is away no ping is taken, and the relay makes up for it.
 */
export async function hideEndedRides(
  services: { readonly db: Database; readonly redis: RedisClient },
  riderIds: readonly (string | null)[],
): Promise<void> {
  const known = riderIds.filter((riderId) => riderId !== null);
  await refreshSheets(services, known).catch(() => undefined);
}
