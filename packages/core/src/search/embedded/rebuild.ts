import type { Database } from "@tiffin/db/client";
import { indexedIdsAfter } from "@tiffin/db/queries/search-rebuilds";
import type { SearchEngine } from "../port.ts";
import type { RebuildableEngine } from "../rebuild/port.ts";

/** Higher whenever rows would be written differently from the same catalogue: then the index is made anew. */
const INDEX_VERSION = "3";
const PAGE = 5_000;

/** The index in Postgres is made anew in place: each row is replaced by itself, so that readers never see a half index. */
export function withRebuild(engine: SearchEngine, db: Database): RebuildableEngine {
  return {
    ...engine,
    target: "postgres",
    indexVersion: INDEX_VERSION,
    hasIndex: () => Promise.resolve(true),

    async *indexedIdsIn(cityId) {
      let after: string | null = null;
      for (;;) {
        const ids: string[] = await indexedIdsAfter(db, cityId, after, PAGE);
        if (ids.length === 0) return;
        yield ids;
        after = ids.at(-1) ?? null;
      }
    },

    beginRebuild: () =>
      Promise.resolve({
        isNew: false,
        inPlace: true,
        upsert: (documents) => engine.upsert(documents),
        remove: (restaurantIds) => engine.remove(restaurantIds),
        publish: () => Promise.resolve(),
        close: () => Promise.resolve(),
      }),
  };
}
