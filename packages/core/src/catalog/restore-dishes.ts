import type { Database } from "@tiffin/db/client";
import { restoreMenuItems } from "@tiffin/db/queries/menus";
import { appendOutbox } from "@tiffin/db/queries/outbox";

/** Dishes that were sold out until now are back; whoever follows the catalogue hears of it. Returns how many restaurants. */
export async function restoreDishes({ db }: { readonly db: Database }, now: Date): Promise<number> {
  return db.transaction(async (tx) => {
    const changed = await restoreMenuItems(tx, now);
    for (const data of changed) await appendOutbox(tx, data.restaurantId, { topic: "catalog/changed", data });
    return changed.length;
  });
}
