import type { Sink } from "../change.ts";

/** The search index follows the catalogue; many changes of one restaurant are one. */
export function searchSink(indexRestaurants: (restaurantIds: readonly string[]) => Promise<void>): Sink {
  return {
    name: "search",
    gatherMs: 150,
    wants: (change) => change.kind === "catalog",
    async deliver(changes) {
      await indexRestaurants([
        ...new Set(changes.flatMap((change) => (change.kind === "catalog" ? change.restaurantId : []))),
      ]);
    },
  };
}
