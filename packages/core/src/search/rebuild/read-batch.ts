import type { DatabaseOrTransaction } from "@tiffin/db/client";
import { restaurantIdsAfter } from "@tiffin/db/queries/restaurants";
import type { SearchDocument } from "@tiffin/domain/search/document";
import { buildSearchDocuments } from "../build-documents.ts";
import type { SearchEngine } from "../port.ts";

const BATCH = 1_000;

export interface DocumentBatch {
  readonly documents: readonly SearchDocument[];
  /** The last restaurant that was looked at, whether it is among the documents or not. */
  readonly lastId: string;
}

/** The next documents in the order of ids; with `lackedBy`, only those that this engine has not. Null at the end. */
export async function readBatch(
  db: DatabaseOrTransaction,
  cityId: string | null,
  after: string | null,
  lackedBy: SearchEngine | null,
): Promise<DocumentBatch | null> {
  const ids = await restaurantIdsAfter(db, cityId, after, BATCH);
  const lastId = ids.at(-1);
  if (lastId === undefined) return null;
  const indexed = new Set(lackedBy === null ? [] : await lackedBy.indexedIds(ids));
  const wanted = ids.filter((id) => !indexed.has(id));
  return { documents: wanted.length === 0 ? [] : await buildSearchDocuments(db, wanted), lastId };
}
