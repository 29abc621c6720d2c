import type { DatabaseOrTransaction } from "@tiffin/db/client";
import { noteRebuildChanges } from "@tiffin/db/queries/search-rebuilds";
import { buildSearchDocuments } from "./build-documents.ts";
import type { SearchEngine } from "./port.ts";
import { readBatch } from "./rebuild/read-batch.ts";

const BATCH = 500;

export interface IndexingOptions {
  /** Cities whose results are touched besides those of the documents: one that a restaurant moved away from, say. */
  readonly cityIds?: readonly string[];
  /** Results of those cities may be others now. Called after what was written can be searched. */
  readonly onIndexed?: (cityIds: readonly string[]) => Promise<void> | void;
}

export interface IndexingReport {
  readonly indexed: number;
  readonly removed: number;
}

/**
 * Brings those restaurants in the index to what the catalogue says now; the ones that are gone are taken out. Safe to
 * repeat. Used by the change relay.
 * @throws DomainError UNAVAILABLE when the engine is away; DocumentRefusedError when it will not take one of them
 */
export async function indexRestaurants(
  db: DatabaseOrTransaction,
  engine: SearchEngine,
  restaurantIds: readonly string[],
  { cityIds = [], onIndexed }: IndexingOptions = {},
): Promise<IndexingReport> {
  const ids = [...new Set(restaurantIds)];
  const touched = new Set(cityIds);
  let indexed = 0;
  let removed = 0;
  for (let from = 0; from < ids.length; from += BATCH) {
    const batch = ids.slice(from, from + BATCH);
    // Before it is read: a rebuild that has read it already must look at it again.
    await noteRebuildChanges(db, batch);
    const documents = await buildSearchDocuments(db, batch);
    const present = new Set(documents.map((document) => document.id));
    const gone = batch.filter((id) => !present.has(id));
    const left = gone.length === 0 ? [] : await engine.documents(gone);
    if (documents.length > 0) await engine.upsert(documents);
    if (gone.length > 0) await engine.remove(gone);
    for (const { cityId } of [...documents, ...left]) touched.add(cityId);
    indexed += documents.length;
    removed += left.length;
  }
  if (touched.size > 0) await onIndexed?.([...touched]);
  return { indexed, removed };
}

/** Indexes all restaurants of a city, beside nobody else: see `rebuildIndex` for a catalogue that lives. Returns how many. */
export async function reindexCity(db: DatabaseOrTransaction, engine: SearchEngine, cityId: string): Promise<number> {
  return indexAll(db, engine, cityId, null);
}

/** Indexes the restaurants of all cities that the index has never heard of, beside nobody else. Returns how many. */
export async function indexMissing(db: DatabaseOrTransaction, engine: SearchEngine): Promise<number> {
  return indexAll(db, engine, null, engine);
}

async function indexAll(
  db: DatabaseOrTransaction,
  engine: SearchEngine,
  cityId: string | null,
  lackedBy: SearchEngine | null,
): Promise<number> {
  let done = 0;
  let after: string | null = null;
  for (;;) {
    const batch = await readBatch(db, cityId, after, lackedBy);
    if (batch === null) return done;
    if (batch.documents.length > 0) await engine.upsert(batch.documents);
    done += batch.documents.length;
    after = batch.lastId;
  }
}
