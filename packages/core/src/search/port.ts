import type { SearchDocument } from "@tiffin/domain/search/document";
import type { FacetCounts } from "@tiffin/domain/search/facets";
import type { Location } from "@tiffin/domain/geo/location";

/**
 * What Tiffin asks of a search engine: candidates near a place with how well the text fits, and counts over all that
 * match. The order a person sees is made from them by `@tiffin/domain/search/score`. One adapter for each engine, all
 * held to `search.contract.ts`.
 *
 * Text is data: nothing in it is an engine's syntax. A word may be misspelt (one slip from 5 letters, two from 9), the
 * last one may be only begun; all must be found in a restaurant's name, cuisines or dishes together.
 */
export interface SearchEngine {
  readonly name: "embedded" | "meilisearch";
  /** @throws DomainError UNAVAILABLE when the engine can't be asked */
  search(query: EngineQuery): Promise<EngineResult>;
  /** Which of those restaurants are indexed, in no order. */
  indexedIds(restaurantIds: readonly string[]): Promise<string[]>;
  /** The documents of those ids that are indexed, in no order. */
  documents(restaurantIds: readonly string[]): Promise<SearchDocument[]>;
  suggest(query: EngineSuggestQuery): Promise<EngineSuggestions>;
  /** Adds or replaces. Searchable once it returns. */
  upsert(documents: readonly SearchDocument[]): Promise<void>;
  remove(restaurantIds: readonly string[]): Promise<void>;
}

/**
 * `relevance` is the text's fit alone, nearest first among equals; the rest is blended in afterwards. Ties are broken by
 * distance and then id everywhere, so that pages never overlap. An engine may cut very many matches into windows by a
 * coarser fit (not fewer than 1,000 in each) and put only those of a window in exact order: pages are complete all the same.
 */
export type EngineSort = "relevance" | "distance" | "rating" | "cost";

export interface EngineFilters {
  /** Any of them, by name, whatever the case. */
  readonly cuisines?: readonly string[];
  readonly pureVeg?: boolean;
  readonly minRating?: number;
  /** Minor units. Where the cost isn't known it doesn't pass. */
  readonly maxCostForTwo?: number;
  readonly openNow?: boolean;
}

export interface EngineQuery {
  readonly near: Location;
  readonly radiusMeters: number;
  readonly text?: string;
  /**
   * Beyond the radius: matches up to that much farther are wanted as well, if all of them together fit into `limit`. The
   * answer then is good for every place within that reach, not for `near` alone. Only with `offset` 0.
   */
  readonly reachMeters?: number;
  readonly filters: EngineFilters;
  readonly sort: EngineSort;
  readonly offset: number;
  readonly limit: number;
  readonly now: Date;
}

/** Everything about a match that ranking and counting need, so that both can be done again without the engine. */
export interface EngineCandidate {
  readonly id: string;
  readonly cityId: string;
  readonly location: Location;
  readonly distanceMeters: number;
  /** 0–1; 1 when there was no text. */
  readonly textScore: number;
  readonly cuisines: readonly string[];
  readonly rating: number | null;
  readonly ratingCount: number;
  /** Minor units. */
  readonly costForTwo: number | null;
  readonly isPureVeg: boolean;
  readonly prepMinutes: number;
  readonly deliveryRadiusMeters: number;
  readonly orderable: boolean;
  /** Open by its hours, and its kitchen takes orders. */
  readonly isOpen: boolean;
}

export interface EngineResult {
  readonly candidates: readonly EngineCandidate[];
  /** `candidates` are all the matches within radius and reach. */
  readonly reachesBeyond: boolean;
  /** All that match text, radius and filters. */
  readonly total: number;
  /** Over the same matches as `total`. */
  readonly facets: FacetCounts;
}

export interface EngineSuggestQuery {
  readonly near: Location;
  readonly radiusMeters: number;
  readonly text: string;
  /** Of each kind. */
  readonly limit: number;
}

export interface EngineSuggestions {
  readonly restaurants: readonly { readonly id: string; readonly name: string; readonly distanceMeters: number }[];
  readonly dishes: readonly { readonly name: string; readonly restaurantCount: number }[];
  readonly cuisines: readonly { readonly name: string; readonly restaurantCount: number }[];
}
