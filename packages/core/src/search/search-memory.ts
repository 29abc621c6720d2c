import { LRUCache } from "lru-cache";
import type { DatabaseOrTransaction } from "@tiffin/db/client";
import { listCities } from "@tiffin/db/queries/cities";
import type { SearchDocument } from "@tiffin/domain/search/document";
import type { RestaurantPage } from "@tiffin/domain/wire/restaurants";
import type { RedisClient } from "../redis/index.ts";
import { createCityVersions, type CityVersions } from "./cache/city-versions.ts";
import { createMatchCache, type MatchCache } from "./cache/match-cache.ts";
import { createTastes, type Tastes } from "./ranking/tastes.ts";

/** A page that is asked for again soon is not ranked again. Short, because kitchens' loads change by the minute. */
export const PAGE_FRESH_MS = 10_000;
/** From then on it is still given, and made anew meanwhile. */
export const PAGE_GOOD_MS = 30_000;
/** Longer, for when the engine is gone. */
const PAGE_KEPT_MS = 10 * 60_000;
const PAGES = 2_000;
/** A document with its menu takes some 20 kB. */
const DOCUMENTS = 3_000;
const DOCUMENT_MS = 60_000;

export interface PageEntry {
  readonly versions: string | null;
  readonly at: number;
  readonly page: RestaurantPage;
}

/** What one process remembers of searches, all of it bounded; what is shared among processes lies in Redis. */
export interface SearchMemory {
  readonly cityVersions: CityVersions;
  readonly matchCache: MatchCache;
  readonly tastes: Tastes;
  readonly pages: LRUCache<string, PageEntry>;
  /** Pages that are being made, for those who ask meanwhile. */
  readonly pagesUnderway: Map<string, Promise<RestaurantPage>>;
  /** By versions of the index and id. */
  readonly documents: LRUCache<string, SearchDocument>;
  close(): void;
}

export function createSearchMemory(db: DatabaseOrTransaction, redis: RedisClient): SearchMemory {
  const cityVersions = createCityVersions(redis, async () =>
    (await listCities(db)).map(({ id, lat, lng }) => ({ id, location: { lat, lng } })),
  );
  return {
    cityVersions,
    matchCache: createMatchCache(redis),
    tastes: createTastes(db),
    pages: new LRUCache({ max: PAGES, ttl: PAGE_KEPT_MS }),
    pagesUnderway: new Map(),
    documents: new LRUCache({ max: DOCUMENTS, ttl: DOCUMENT_MS }),
    close: () => cityVersions.close(),
  };
}
