import { DocumentRefusedError } from "../../search/index.ts";
import { PoisonError, type CatalogChange, type Change, type Sink } from "../change.ts";

export interface SearchSinkOptions {
  /** Brings those restaurants in the index up to date; results of those cities are touched besides. */
  index(restaurantIds: readonly string[], cityIds: readonly string[]): Promise<void>;
  /** A city's restaurants, in pieces. */
  restaurantsOf(cityId: string): AsyncIterable<readonly string[]>;
  /** All restaurants that the catalogue or the index knows, in pieces. */
  allRestaurants(): AsyncIterable<readonly string[]>;
}

/** The search index follows the catalogue; many changes of one restaurant are one. */
export function searchSink(options: SearchSinkOptions): Sink {
  return {
    name: "search",
    gatherMs: 50,
    maxBatch: 250,
    wants: (change) => change.kind !== "outbox",
    merging: {
      key: (change) =>
        change.kind === "catalog" ? change.restaurantId : change.kind === "city" ? `city:${change.cityId}` : "emptied",
      merge: (earlier, later) =>
        earlier.kind === "catalog" && later.kind === "catalog"
          ? { ...earlier, cityIds: union(earlier.cityIds, later.cityIds) }
          : earlier,
    },
    expand(change) {
      if (change.kind === "city") return pieces(change, options.restaurantsOf(change.cityId), [change.cityId]);
      if (change.kind === "emptied") return pieces(change, options.allRestaurants(), []);
      return null;
    },
    async deliver(changes) {
      const catalog = changes.filter((change): change is CatalogChange => change.kind === "catalog");
      const restaurantIds = catalog.map((change) => change.restaurantId);
      try {
        await options.index(
          restaurantIds,
          catalog.reduce<readonly string[]>((cityIds, change) => union(cityIds, change.cityIds), []),
        );
      } catch (error) {
        if (error instanceof DocumentRefusedError) throw new PoisonError(error.message, { cause: error });
        throw error;
      }
    },
  };
}

async function* pieces(
  change: Exclude<Change, { kind: "outbox" }>,
  ids: AsyncIterable<readonly string[]>,
  cityIds: readonly string[],
): AsyncGenerator<CatalogChange[]> {
  for await (const piece of ids) {
    yield piece.map((restaurantId) => ({
      kind: "catalog",
      restaurantId,
      cityIds,
      committedAt: change.committedAt,
    }));
  }
}

function union(a: readonly string[], b: readonly string[]): readonly string[] {
  if (b.length === 0) return a;
  return [...new Set([...a, ...b])];
}
