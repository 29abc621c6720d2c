import type { Settings } from "meilisearch";
import { spellingFamilies } from "@tiffin/domain/search/text";

/**
 * Higher whenever the settings below or the documents change: the index is then built anew aside and swapped.
 * They need Meilisearch 1.18 or newer.
 */
export const INDEX_VERSION = "3";

/** More than there are restaurants in the largest radius around anywhere; exact counts take longer the more it is. */
const MAX_TOTAL_HITS = 100_000;

const equality = (attributePatterns: string[]) => ({
  attributePatterns,
  features: { facetSearch: false, filter: { equality: true, comparison: false } },
});
const comparison = (attributePatterns: string[]) => ({
  attributePatterns,
  features: { facetSearch: false, filter: { equality: false, comparison: true } },
});

/** The index's settings as code. */
export const indexSettings: Settings = {
  // Earlier ones weigh more.
  searchableAttributes: ["name", "localName", "cuisines", "dishNames", "address"],
  // No more than what is asked for: each feature of an attribute costs time at every write.
  filterableAttributes: [
    "_geo",
    equality([
      "id",
      "cityId",
      "cuisines",
      "cuisineKeys",
      "ratingBand",
      "costBand",
      "isPureVeg",
      "acceptingOrders",
      "timeZone",
      "closures",
    ]),
    comparison(["rating", "costForTwo", "pausedUntil", "opens_*", "closes_*"]),
  ],
  sortableAttributes: ["_geo", "rating", "ratingCount", "costForTwo", "id"],
  // The text's fit, then what was asked for: the nearest first among equals. Without a text only the last rule works,
  // so that one sorts. `_rankingScore` knows of the text alone, wherever `sort` stands.
  rankingRules: ["words", "typo", "proximity", "attribute", "exactness", "sort"],
  // Numbers are addresses of a kind ("Biryani 24x7"): another number is another thing.
  typoTolerance: { enabled: true, minWordSizeForTypos: { oneTypo: 5, twoTypos: 9 }, disableOnNumbers: true },
  synonyms: Object.fromEntries(
    spellingFamilies().flatMap((family) =>
      family.map((word) => [word, [...new Set(family)].filter((other) => other !== word)]),
    ),
  ),
  prefixSearch: "indexingTime",
  proximityPrecision: "byWord",
  facetSearch: false,
  // Cuisines of one area, the most frequent first; more are cut off here, and most of them by us.
  faceting: { maxValuesPerFacet: 200, sortFacetValuesBy: { "*": "count" } },
  pagination: { maxTotalHits: MAX_TOTAL_HITS },
  // Beyond this the server answers with what it has ranked so far.
  searchCutoffMs: 500,
  // Devanagari is split at spaces and punctuation in any case: no language has to be named for it.
};
