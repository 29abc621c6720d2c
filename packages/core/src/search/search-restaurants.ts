import { z } from "zod";
import { estimateFromAfar, streetMeters, type EtaRange } from "@tiffin/domain/eta/estimate";
import { money } from "@tiffin/domain/money/money";
import type { SearchDocument } from "@tiffin/domain/search/document";
import { countFittingWords } from "@tiffin/domain/search/match-words";
import { blendedScore } from "@tiffin/domain/search/score";
import { queryWords } from "@tiffin/domain/search/text";
import type { RestaurantCard, RestaurantPage, RestaurantSearch } from "@tiffin/domain/wire/restaurants";
import { openCursor, sealCursor } from "../paging/index.ts";
import type { EngineCandidate, EngineQuery, EngineSort } from "./port.ts";
import type { SearchServices } from "./services.ts";

/**
 * What an engine can't sort by (our blend, the time to the door) is sorted here, window by window of the engine's own
 * order, so that pages stay stable however far one leafs.
 */
const WINDOW = 400;
const MAX_MATCHED_DISHES = 3;

const positionSchema = z.object({ offset: z.int().min(0) });

/** Restaurants around a place. @throws DomainError VALIDATION_FAILED (a foreign cursor), UNAVAILABLE */
export async function searchRestaurants(
  services: SearchServices,
  search: RestaurantSearch,
  now: Date,
): Promise<RestaurantPage> {
  const startedAt = performance.now();
  const scope = scopeOf(search);
  const offset =
    search.cursor === undefined ? 0 : openCursor(services.cursorSecret, scope, search.cursor, positionSchema).offset;

  const { candidates, total, facets } = await findPage(services, search, offset, now);
  const documents = await services.searchEngine.documents(candidates.map((candidate) => candidate.id));
  const byId = new Map(documents.map((document) => [document.id, document]));
  const words = queryWords(search.q ?? "");
  const items = candidates.flatMap((candidate) => {
    const document = byId.get(candidate.id);
    return document === undefined ? [] : [cardOf(candidate, document, words)];
  });
  const end = offset + candidates.length;
  return {
    items,
    facets: { ...facets },
    total,
    nextCursor: candidates.length > 0 && end < total ? sealCursor(services.cursorSecret, scope, { offset: end }) : null,
    tookMs: Math.round((performance.now() - startedAt) * 10) / 10,
  };
}

/** The engine's own order where it has one, else a window of it, ranked here. A page never reaches over a window's end. */
async function findPage(services: SearchServices, search: RestaurantSearch, offset: number, now: Date) {
  const native = nativeSort(search.sort);
  if (native.ranksHere === null) {
    return services.searchEngine.search(engineQuery(search, native.sort, offset, search.limit, now));
  }
  const windowStart = Math.floor(offset / WINDOW) * WINDOW;
  const result = await services.searchEngine.search(engineQuery(search, native.sort, windowStart, WINDOW, now));
  const ranked = native.ranksHere([...result.candidates], (search.q ?? "").trim() !== "");
  const start = offset - windowStart;
  return { ...result, candidates: ranked.slice(start, start + search.limit) };
}

type Ranking = (candidates: EngineCandidate[], hasQuery: boolean) => EngineCandidate[];

function nativeSort(sort: RestaurantSearch["sort"]): { sort: EngineSort; ranksHere: Ranking | null } {
  switch (sort) {
    case "relevance":
      return { sort: "relevance", ranksHere: byBlend };
    case "eta":
      return { sort: "distance", ranksHere: byEta };
    default:
      return { sort, ranksHere: null };
  }
}

const byBlend: Ranking = (candidates, hasQuery) =>
  candidates
    .map((candidate) => ({
      candidate,
      score: blendedScore({ ...candidate, canDeliver: canDeliver(candidate) }, hasQuery),
    }))
    .sort((a, b) => b.score - a.score || compareIds(a.candidate, b.candidate))
    .map(({ candidate }) => candidate);

const byEta: Ranking = (candidates) =>
  candidates
    .map((candidate) => ({ candidate, eta: etaOf(candidate) }))
    .sort(
      (a, b) =>
        a.eta.low - b.eta.low ||
        a.candidate.distanceMeters - b.candidate.distanceMeters ||
        compareIds(a.candidate, b.candidate),
    )
    .map(({ candidate }) => candidate);

function compareIds(a: EngineCandidate, b: EngineCandidate): number {
  return a.id < b.id ? -1 : 1;
}

function engineQuery(
  search: RestaurantSearch,
  sort: EngineSort,
  offset: number,
  limit: number,
  now: Date,
): EngineQuery {
  const text = (search.q ?? "").trim();
  return {
    near: { lat: search.lat, lng: search.lng },
    radiusMeters: search.radiusKm * 1_000,
    ...(text === "" ? {} : { text }),
    filters: {
      ...(search.cuisine === undefined || search.cuisine.length === 0 ? {} : { cuisines: search.cuisine }),
      ...(search.veg === true ? { pureVeg: true } : {}),
      ...(search.minRating === undefined ? {} : { minRating: search.minRating }),
      ...(search.maxCostForTwo === undefined ? {} : { maxCostForTwo: search.maxCostForTwo }),
      ...(search.openNow === true ? { openNow: true } : {}),
    },
    sort,
    offset,
    limit,
    now,
  };
}

/** Everything that decides the order; a cursor is good for this only. */
function scopeOf({ cursor: _cursor, limit: _limit, ...search }: RestaurantSearch): string {
  return JSON.stringify(["restaurants", ...Object.entries(search).sort(([a], [b]) => (a < b ? -1 : 1))]);
}

/** By the crow's flight with a detour: the quote knows the streets and has the last word. */
function canDeliver(candidate: EngineCandidate): boolean {
  return (
    candidate.orderable && candidate.isOpen && streetMeters(candidate.distanceMeters) <= candidate.deliveryRadiusMeters
  );
}

function etaOf(candidate: EngineCandidate): EtaRange {
  return estimateFromAfar(candidate.prepMinutes, candidate.distanceMeters);
}

function cardOf(candidate: EngineCandidate, document: SearchDocument, words: readonly string[]): RestaurantCard {
  return {
    id: document.id,
    name: document.name,
    cuisines: [...document.cuisines],
    location: { lat: document.location.lat, lng: document.location.lng },
    distanceMeters: Math.round(candidate.distanceMeters),
    rating: document.rating,
    ratingCount: document.ratingCount,
    costForTwo: document.costForTwo === null ? null : money(document.costForTwo, document.currency),
    isOpen: candidate.isOpen,
    isPureVeg: document.isPureVeg,
    etaMinutes: etaOf(candidate),
    matchedDishes: matchedDishes(document, words),
    imageUrl: null,
    localName: document.localName,
    imageKey: document.imageKey,
    canDeliver: canDeliver(candidate),
  };
}

/** The dishes in which the most of the typed words are found, the most ordered first. */
function matchedDishes(document: SearchDocument, words: readonly string[]): RestaurantCard["matchedDishes"] {
  if (words.length === 0) return [];
  const dishes = document.dishes.map((dish) => ({ dish, fitting: countFittingWords(words, dish.name) }));
  const best = Math.max(1, ...dishes.map(({ fitting }) => fitting));
  return dishes
    .filter(({ fitting }) => fitting === best)
    .sort((a, b) => b.dish.popularity - a.dish.popularity)
    .slice(0, MAX_MATCHED_DISHES)
    .map(({ dish }) => ({ id: dish.id, name: dish.name, price: money(dish.price, document.currency) }));
}
