import type { DatabaseOrTransaction } from "@tiffin/db/client";
import { restaurantIdsAfter } from "@tiffin/db/queries/restaurants";
import type { RebuildableEngine } from "./rebuild/port.ts";

const PIECE = 5_000;

/** A city's restaurants (of all cities: null), in pieces. */
export async function* catalogueIds(db: DatabaseOrTransaction, cityId: string | null): AsyncGenerator<string[]> {
  let after: string | null = null;
  for (;;) {
    const ids: string[] = await restaurantIdsAfter(db, cityId, after, PIECE);
    if (ids.length === 0) return;
    yield ids;
    after = ids.at(-1) ?? null;
  }
}

/** Every restaurant that the catalogue or the index knows, in pieces; some twice. */
export async function* knownIds(db: DatabaseOrTransaction, engine: RebuildableEngine): AsyncGenerator<string[]> {
  yield* catalogueIds(db, null);
  yield* engine.indexedIdsIn(null);
}
