import type { DatabaseOrTransaction } from "@tiffin/db/client";
import { restaurantIdsAfter } from "@tiffin/db/queries/restaurants";
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
  for await (const ids of batches(db, cityId)) {
    await engine.upsert(await buildSearchDocuments(db, ids));
    done += ids.length;
    onProgress?.(done);
  }
  return done;
}

/**
 * Indexes the restaurants of all cities that the index has never heard of: those that were written before the change
 * relay listened, or all of them in a new engine. Returns how many they were.
 */
export async function indexMissing(
  db: DatabaseOrTransaction,
  engine: SearchEngine,
  onProgress?: (done: number) => void,
): Promise<number> {
  let done = 0;
  for await (const ids of batches(db, null)) {
    const indexed = new Set(await engine.indexedIds(ids));
    const missing = ids.filter((id) => !indexed.has(id));
    if (missing.length === 0) continue;
    await engine.upsert(await buildSearchDocuments(db, missing));
    done += missing.length;
    onProgress?.(done);
  }
  return done;
}

async function* batches(db: DatabaseOrTransaction, cityId: string | null): AsyncGenerator<string[]> {
  let after: string | null = null;
  for (;;) {
    const ids: string[] = await restaurantIdsAfter(db, cityId, after, BATCH);
    if (ids.length === 0) return;
    yield ids;
    after = ids.at(-1) ?? null;
  }
}
