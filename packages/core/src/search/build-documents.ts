import type { DatabaseOrTransaction } from "@tiffin/db/client";
import { readCatalogueDocuments } from "@tiffin/db/queries/catalogue-documents";
import type { SearchDocument } from "@tiffin/domain/search/document";

/** A menu of that many dishes is found whole; of a longer one, those that are ordered most. */
const DISHES_PER_DOCUMENT = 80;

/** What search knows of those restaurants, from the catalogue alone, in no order. A deleted restaurant has no document. */
export async function buildSearchDocuments(
  db: DatabaseOrTransaction,
  restaurantIds: readonly string[],
): Promise<SearchDocument[]> {
  return readCatalogueDocuments(db, restaurantIds, DISHES_PER_DOCUMENT);
}
