import type { DatabaseOrTransaction } from "@tiffin/db/client";
import { restaurantIdsOfCity } from "@tiffin/db/queries/restaurants";
import { buildSearchDocuments } from "./build-documents.ts";
import type { SearchEngine } from "./port.ts";

const BATCH = 200;

/**
 * Brings those restaurants in the index to what the catalogue says now; the ones that are gone are taken out. Safe to
 * repeat. Used by the change relay.
 */
export async function indexRestaurants(
  db: DatabaseOrTransaction,
  engine: SearchEngine,
  restaurantIds: readonly string[],
): Promise<void> {
  const ids = [...new Set(restaurantIds)];
  for (let from = 0; from < ids.length; from += BATCH) {
    const batch = ids.slice(from, from + BATCH);
    const documents = await buildSearchDocuments(db, batch);
    const present = new Set(documents.map((document) => document.id));
    await engine.upsert(documents);
    await engine.remove(batch.filter((id) => !present.has(id)));
  }
}

/** Indexes all restaurants of a city. Returns how many; `onProgress` hears of each batch. */
export async function reindexCity(
  db: DatabaseOrTransaction,
  engine: SearchEngine,
  cityId: string,
  onProgress?: (done: number) => void,
): Promise<number> {
  let done = 0;
  let after: string | null = null;
  for (;;) {
    const ids: string[] = await restaurantIdsOfCity(db, cityId, after, BATCH);
    if (ids.length === 0) return done;
    await engine.upsert(await buildSearchDocuments(db, ids));
    done += ids.length;
    after = ids.at(-1) ?? null;
    onProgress?.(done);
  }
}
