import type { SearchDocument } from "@tiffin/domain/search/document";
import type { RebuildableEngine } from "../rebuild/port.ts";
import { Connection, type MeilisearchOptions } from "./connection.ts";
import { anyOf, quoted } from "./filters.ts";
import { indexedDocument, type IndexedDocument } from "./indexed-document.ts";
import { openPlace, ensureIndex, removeDocuments, writeDocuments } from "./indexes.ts";
import { SearchIndex } from "./search-index.ts";
import { INDEX_VERSION } from "./settings.ts";

/** The index that is searched. New ones are built as `restaurants_<n>` and swapped with it. */
const INDEX = "restaurants";
const IDS_PER_PAGE = 5_000;
const STANDS_FOR_MS = 60_000;

/** Search by a Meilisearch server. The index is made at the first write; whoever only reads needs no right to. */
export function createMeilisearchEngine(options: MeilisearchOptions): RebuildableEngine {
  const { indexName = INDEX, url } = options;
  const connection = new Connection(options);
  const index = connection.reader.index<IndexedDocument>(indexName);
  const questions = new SearchIndex(connection.reader, indexName);
  const asked = <T>(call: () => Promise<T>) => connection.asked(call);
  let standing: { readonly made: Promise<unknown>; readonly until: number } | undefined;

  /** Documents for an index that is gone would make a new one, without settings: so it is looked at now and then. */
  function stands(): Promise<unknown> {
    if (standing === undefined || standing.until < Date.now()) {
      const made = ensureIndex(connection, indexName).catch((error: unknown) => {
        standing = undefined;
        throw error;
      });
      standing = { made, until: Date.now() + STANDS_FOR_MS };
    }
    return standing.made;
  }

  async function fetch(ids: readonly string[], field: "id" | "document"): Promise<IndexedDocument[]> {
    if (ids.length === 0) return [];
    const found = await index.getDocuments<IndexedDocument>({
      filter: anyOf("id", ids),
      limit: ids.length,
      fields: [field],
    });
    return found.results;
  }

  return {
    name: "meilisearch",
    target: `meilisearch ${new URL(url).host}/${indexName}`,
    indexVersion: INDEX_VERSION,

    search: (query) => asked(() => questions.search(query)),
    suggest: (query) => asked(() => questions.suggest(query)),
    // An index that isn't there yet holds nothing: asked by those who are about to write.
    indexedIds: (restaurantIds) =>
      asked(async () => {
        const found = await connection.unlessMissing(() => fetch(restaurantIds, "id"));
        return found?.map(({ id }) => id) ?? [];
      }),
    documents: (restaurantIds) =>
      asked(async (): Promise<SearchDocument[]> =>
        (await fetch(restaurantIds, "document")).map(({ document }) => document),
      ),

    upsert: (documents) =>
      asked(async () => {
        await stands();
        await writeDocuments(connection, indexName, documents.map(indexedDocument));
        questions.forgetZones();
      }),

    remove: (restaurantIds) =>
      asked(async () => {
        await stands();
        await removeDocuments(connection, indexName, restaurantIds);
      }),

    hasIndex: () =>
      asked(async () => (await connection.unlessMissing(() => connection.reader.getRawIndex(indexName))) !== undefined),

    async *indexedIdsIn(cityId) {
      const filter = cityId === null ? {} : { filter: `cityId = ${quoted(cityId)}` };
      for (let offset = 0; ; offset += IDS_PER_PAGE) {
        const page = await asked(() =>
          connection.unlessMissing(() =>
            connection.writer
              .index<IndexedDocument>(indexName)
              .getDocuments({ ...filter, fields: ["id"], offset, limit: IDS_PER_PAGE }),
          ),
        );
        const ids = page?.results.map(({ id }) => id) ?? [];
        if (ids.length === 0) return;
        yield ids;
      }
    },

    beginRebuild: (number, { inPlace }) =>
      asked(async () => {
        await stands();
        const build = await openPlace(connection, indexName, inPlace ? null : number);
        return {
          ...build,
          upsert: (documents) => asked(() => build.upsert(documents)),
          remove: (restaurantIds) => asked(() => build.remove(restaurantIds)),
          publish: () => asked(() => build.publish()),
          close: () => asked(() => build.close()),
        };
      }),
  };
}
