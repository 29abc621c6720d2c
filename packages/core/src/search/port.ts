import type { SearchDocument } from "@tiffin/domain/search/document";
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
 * distance and then id everywhere, so that pages never overlap.
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
  readonly filters: EngineFilters;
  readonly sort: EngineSort;
  readonly offset: number;
  readonly limit: number;
  readonly now: Date;
}

export interface EngineCandidate {
  readonly id: string;
  readonly distanceMeters: number;
  /** 0–1; 1 when there was no text. */
  readonly textScore: number;
  readonly rating: number | null;
  readonly ratingCount: number;
  readonly prepMinutes: number;
  readonly deliveryRadiusMeters: number;
  readonly orderable: boolean;
  /** Open by its hours, and its kitchen takes orders. */
  readonly isOpen: boolean;
}

export interface EngineResult {
  readonly candidates: readonly EngineCandidate[];
  /** All that match text, radius and filters. */
  readonly total: number;
  readonly facets: EngineFacets;
}

/** Counts over the same matches as `total`. */
export interface EngineFacets {
  /** The {@link MAX_CUISINE_FACETS} most frequent ones. */
  readonly cuisines: Readonly<Record<string, number>>;
  /** How many are rated at least so; keys are {@link RATING_STEPS}. */
  readonly rating: Readonly<Record<string, number>>;
  /** How many cost at most so; keys are {@link COST_STEPS}. */
  readonly costForTwo: Readonly<Record<string, number>>;
  readonly veg: Readonly<Record<"true" | "false", number>>;
  readonly openNow: Readonly<Record<"true" | "false", number>>;
}

export const RATING_STEPS = [4.5, 4, 3.5, 3] as const;
/** Minor units. */
export const COST_STEPS = [30_000, 60_000, 100_000, 200_000] as const;
export const MAX_CUISINE_FACETS = 60;

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
