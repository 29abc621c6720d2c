import type { Database } from "@tiffin/db/client";
import { searchRows } from "@tiffin/db/queries/search/search-rows";
import { findByName, findOffers } from "@tiffin/db/queries/search/suggest-rows";
import type { QueryWord, WordCell } from "@tiffin/db/queries/search/text-match";
import {
  addSearchTerms,
  deleteSearchDocuments,
  findSearchDocuments,
  indexedRestaurantIds,
  upsertSearchDocuments,
} from "@tiffin/db/queries/search/write-documents";
import type { Location } from "@tiffin/domain/geo/location";
import { COST_STEPS, MAX_CUISINE_FACETS, RATING_STEPS } from "@tiffin/domain/search/facets";
import {
  allowedTypos,
  begunSpellings,
  canonicalSpelling,
  foldText,
  otherMeanings,
  queryWords,
} from "@tiffin/domain/search/text";
import type { EngineQuery, EngineResult, EngineSuggestions, EngineSuggestQuery, SearchEngine } from "../port.ts";
import { gatherOffers } from "../gather-suggestions.ts";
import { nestedCellsAround, PLACE_GRID, WORD_GRID } from "./cells.ts";
import { rowOfDocument, termsOf, wordCell } from "./row-of-document.ts";

/** Documents in one INSERT. */
const BATCH = 500;
/** Dishes and cuisines are counted over so many of the nearest restaurants that fit. */
const SUGGEST_FROM = 100;
/** So many round the corner say what is to be had here. */
const SUGGEST_ENOUGH = 40;
const SUGGEST_CLOSE_BY_METERS = 2_000;

/** Search inside Postgres: full text by place, trigrams and earth distance over `search_documents`. */
export function createEmbeddedEngine(db: Database): SearchEngine {
  return {
    name: "embedded",

    async search(query: EngineQuery): Promise<EngineResult> {
      const { filters, reachMeters = 0 } = query;
      const result = await searchRows(db, {
        area: { ...query.near, radiusMeters: query.radiusMeters },
        reachMeters,
        wordCells: wordCellsAround(query.near, query.radiusMeters + reachMeters),
        words: wordsFor(query.text),
        foldedQuery: foldText(query.text ?? ""),
        cuisines: filters.cuisines?.map((cuisine) => cuisine.toLowerCase()) ?? null,
        pureVeg: filters.pureVeg === true,
        minRating: filters.minRating ?? null,
        maxCostForTwo: filters.maxCostForTwo ?? null,
        openNow: filters.openNow === true,
        sort: query.sort,
        offset: query.offset,
        limit: query.limit,
        now: query.now,
        ratingSteps: RATING_STEPS,
        costSteps: COST_STEPS,
        maxCuisines: MAX_CUISINE_FACETS,
      });
      const count = (yes: number) => ({ true: yes, false: result.total - yes });
      return {
        total: result.total,
        reachesBeyond: result.reachesBeyond,
        facets: {
          cuisines: result.cuisines,
          rating: result.rating,
          costForTwo: result.cost,
          veg: count(result.veg),
          openNow: count(result.open),
        },
        candidates: result.hits.map(({ lat, lng, distance, text, open, ...hit }) => ({
          ...hit,
          location: { lat, lng },
          distanceMeters: distance,
          textScore: text,
          isOpen: open,
        })),
      };
    },

    indexedIds: (restaurantIds) => indexedRestaurantIds(db, restaurantIds),

    documents: (restaurantIds) => findSearchDocuments(db, restaurantIds),

    async suggest(query: EngineSuggestQuery): Promise<EngineSuggestions> {
      const words = wordsFor(query.text);
      if (words.length === 0) return { restaurants: [], dishes: [], cuisines: [] };
      const within = (radiusMeters: number, limit: number) => ({
        area: { ...query.near, radiusMeters },
        wordCells: wordCellsAround(query.near, radiusMeters),
        words,
        limit,
      });
      const nearby = async () => {
        const close = Math.min(query.radiusMeters, SUGGEST_CLOSE_BY_METERS);
        const offers = await findOffers(db, within(close, SUGGEST_FROM));
        // Where a city is dense, what is asked for is round the corner; only where it is rare one has to look far.
        if (offers.length >= SUGGEST_ENOUGH || close === query.radiusMeters) return offers;
        return findOffers(db, within(query.radiusMeters, SUGGEST_FROM));
      };
      const [named, offers] = await Promise.all([findByName(db, within(query.radiusMeters, query.limit)), nearby()]);
      return {
        restaurants: named.map(({ id, name, distance }) => ({ id, name, distanceMeters: Math.round(distance) })),
        ...gatherOffers(
          offers,
          words.map((word) => word.word),
          query.limit,
        ),
      };
    },

    async upsert(documents) {
      for (let from = 0; from < documents.length; from += BATCH) {
        const batch = documents.slice(from, from + BATCH);
        await addSearchTerms(db, termsOf(batch));
        await upsertSearchDocuments(db, batch.map(rowOfDocument), new Date());
      }
    },

    remove: (restaurantIds) => deleteSearchDocuments(db, restaurantIds),
  };
}

function wordCellsAround(near: Location, radiusMeters: number): WordCell[] {
  return nestedCellsAround(WORD_GRID, PLACE_GRID, near, radiusMeters).map(({ cell, parts }) => ({
    prefix: wordCell(cell),
    parts,
  }));
}

function wordsFor(text: string | undefined): QueryWord[] {
  return queryWords(text ?? "").map((word, index, words) => {
    const cut = [...word].slice(0, 40).join("");
    const isLast = index === words.length - 1;
    return {
      word: cut,
      canonical: canonicalSpelling(cut),
      others: [...otherMeanings(cut), ...(isLast ? begunSpellings(cut) : [])],
      typos: allowedTypos(cut),
    };
  });
}
