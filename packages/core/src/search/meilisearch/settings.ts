import type { Settings } from "meilisearch";
import { spellingFamilies } from "@tiffin/domain/search/text";
import { RANGES_PER_DAY } from "./indexed-document.ts";

const weekdays = [1, 2, 3, 4, 5, 6, 7];
const hours = weekdays.flatMap((weekday) =>
  Array.from({ length: RANGES_PER_DAY }, (_, index) => [
    `opens_${weekday}_${index}`,
    `closes_${weekday}_${index}`,
  ]).flat(),
);

/** The index's settings as code. Other documents or other settings: another index name. */
export const INDEX = "restaurants_v1";

export const indexSettings: Settings = {
  // Earlier ones weigh more.
  searchableAttributes: ["name", "localName", "cuisines", "dishNames"],
  filterableAttributes: [
    "id",
    "_geo",
    "cuisines",
    "cuisineKeys",
    "rating",
    "costForTwo",
    "ratingBand",
    "costBand",
    "isPureVeg",
    "acceptingOrders",
    "pausedUntil",
    "timeZone",
    "closures",
    ...hours,
  ],
  sortableAttributes: ["_geo", "rating", "ratingCount", "costForTwo", "id"],
  // An asked-for order comes before the text's fit; without one the text alone decides.
  rankingRules: ["sort", "words", "typo", "proximity", "attribute", "exactness"],
  typoTolerance: { enabled: true, minWordSizeForTypos: { oneTypo: 5, twoTypos: 9 } },
  synonyms: Object.fromEntries(
    spellingFamilies().flatMap((family) =>
      family.map((word) => [word, [...new Set(family)].filter((other) => other !== word)]),
    ),
  ),
  faceting: { maxValuesPerFacet: 200, sortFacetValuesBy: { "*": "count" } },
  pagination: { maxTotalHits: 20_000 },
};
