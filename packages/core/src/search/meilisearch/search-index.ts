import type { Index, Meilisearch, MultiSearchQuery } from "meilisearch";
import { distanceMeters } from "@tiffin/domain/geo/distance";
import { COST_STEPS, MAX_CUISINE_FACETS, RATING_STEPS, type FacetCounts } from "@tiffin/domain/search/facets";
import { countFittingWords } from "@tiffin/domain/search/match-words";
import { queryWords } from "@tiffin/domain/search/text";
import { gatherSuggestions } from "../gather-suggestions.ts";
import type {
  EngineCandidate,
  EngineQuery,
  EngineResult,
  EngineSort,
  EngineSuggestions,
  EngineSuggestQuery,
} from "../port.ts";
import { decimal, filtersFor, openNowFilter } from "./filters.ts";
import { isOpen, type IndexedDocument } from "./indexed-document.ts";

/** Dishes and cuisines are counted over so many of the restaurants that fit best. */
const SUGGEST_FROM = 300;
/** A text's matches are read whole to be sorted by something else, up to so many. */
const SORTED_HERE = 5_000;
const ZONES_KNOWN_FOR_MS = 60_000;

type Counts = Readonly<Record<string, number>>;

/** What is read of a hit; `document` only by its hours. */
const CANDIDATE_ATTRIBUTES = [
  "id",
  "cityId",
  "_geo",
  "cuisines",
  "rating",
  "ratingCount",
  "costForTwo",
  "isPureVeg",
  "prepMinutes",
  "deliveryRadiusMeters",
  "orderable",
  "acceptingOrders",
  "pausedUntil",
  "timeZone",
  "closures",
  "document.hours",
];

const WITHOUT_ADDRESS = ["name", "localName", "cuisines", "dishNames"];

type Hit = IndexedDocument & { readonly _rankingScore?: number };

/** Questions to one index. */
export class SearchIndex {
  readonly #client: Meilisearch;
  readonly #index: Index<IndexedDocument>;
  readonly #uid: string;
  #zones: { readonly names: readonly string[]; readonly until: number } | undefined;

  constructor(client: Meilisearch, uid: string) {
    this.#client = client;
    this.#uid = uid;
    this.#index = client.index<IndexedDocument>(uid);
  }

  /** The time zones of the index may be others now. */
  forgetZones(): void {
    this.#zones = undefined;
  }

  /** One request: the page; the counts; who of all that match is open; and what lies a little farther, if asked for. */
  async search(query: EngineQuery): Promise<EngineResult> {
    const words = queryWords(query.text ?? "");
    const text = words.join(" ");
    const openNow = openNowFilter(await this.#timeZones(), query.now);
    const within = (radiusMeters: number) => [
      ...filtersFor(query.near, radiusMeters, query.filters),
      ...(query.filters.openNow === true ? [openNow] : []),
    ];
    const base = {
      indexUid: this.#uid,
      q: text,
      matchingStrategy: "all",
      // An address is looked at beside other words only: "ganesh" does not mean all who live in Ganesh Street.
      ...(words.length === 1 ? { attributesToSearchOn: WITHOUT_ADDRESS } : {}),
    } as const;
    const filter = within(query.radiusMeters);
    // The server sorts equals among texts' fits; an order that goes before the text is made here.
    const sortsHere = text !== "" && query.sort !== "relevance";
    const hits = {
      ...base,
      showRankingScore: true,
      attributesToRetrieve: CANDIDATE_ATTRIBUTES,
      sort: sortFor(query.sort, query),
    };
    // Counts of a question for hits are estimates: the server stops when it has enough of them. With pages they are exact.
    const exact = { ...base, page: 1, hitsPerPage: 0 };
    const queries: MultiSearchQuery[] = [
      {
        ...hits,
        filter,
        ...(sortsHere ? { limit: SORTED_HERE } : { offset: query.offset, limit: query.limit }),
      },
      { ...exact, filter, facets: ["cuisines", "ratingBand", "costBand", "isPureVeg"] },
      { ...exact, filter: [...filter, openNow], facets: ["isPureVeg"] },
    ];
    const reach = query.offset === 0 ? (query.reachMeters ?? 0) : 0;
    if (reach > 0)
      queries.push({ ...hits, filter: within(query.radiusMeters + reach), page: 1, hitsPerPage: query.limit });
    const { results } = await this.#client.multiSearch<{ queries: MultiSearchQuery[] }, IndexedDocument>({ queries });
    const [page, all, open, beyond] = results;
    const counts = all?.facetDistribution ?? {};
    const total = sumOf(counts["isPureVeg"]);
    const reachesBeyond = reach > 0 && (beyond?.totalHits ?? Infinity) <= query.limit;
    const found = ((reachesBeyond ? beyond : page)?.hits ?? []) as Hit[];
    const candidates = found.map((hit) => candidateOf(hit, query, text !== ""));
    return {
      total,
      reachesBeyond,
      facets: facetsOf(counts, total, sumOf(open?.facetDistribution?.["isPureVeg"])),
      candidates: sortsHere
        ? candidates.sort(COMPARE[query.sort]).slice(query.offset, query.offset + query.limit)
        : candidates,
    };
  }

  async suggest(query: EngineSuggestQuery): Promise<EngineSuggestions> {
    const words = queryWords(query.text);
    if (words.length === 0) return { restaurants: [], dishes: [], cuisines: [] };
    const { hits } = await this.#index.search(words.join(" "), {
      filter: filtersFor(query.near, query.radiusMeters, {}),
      sort: sortFor("relevance", query),
      matchingStrategy: "all",
      attributesToSearchOn: WITHOUT_ADDRESS,
      limit: SUGGEST_FROM,
      attributesToRetrieve: ["id", "name", "localName", "cuisines", "dishNames", "_geo"],
    });
    const sources = hits.map(({ id, name, localName, cuisines, dishNames, _geo }) => ({
      id,
      name,
      cuisines,
      dishes: dishNames,
      distanceMeters: distanceMeters(query.near, _geo),
      byName: countFittingWords(words, `${name} ${localName ?? ""}`) === words.length,
    }));
    return gatherSuggestions(sources, words, query.limit);
  }

  /** The time zones of all documents: seldom changes, and every question about opening hours needs them. */
  async #timeZones(): Promise<readonly string[]> {
    if (this.#zones === undefined || this.#zones.until < Date.now()) {
      const { facetDistribution } = await this.#index.search("", { page: 1, hitsPerPage: 0, facets: ["timeZone"] });
      const names = Object.keys(facetDistribution?.["timeZone"] ?? {});
      this.#zones = { names, until: Date.now() + ZONES_KNOWN_FOR_MS };
    }
    return this.#zones.names;
  }
}

function candidateOf(hit: Hit, { near, now }: EngineQuery, hasText: boolean): EngineCandidate {
  return {
    id: hit.id,
    cityId: hit.cityId,
    location: { lat: hit._geo.lat, lng: hit._geo.lng },
    distanceMeters: distanceMeters(near, hit._geo),
    textScore: hasText ? (hit._rankingScore ?? 0) : 1,
    cuisines: hit.cuisines,
    rating: hit.rating ?? null,
    ratingCount: hit.ratingCount,
    costForTwo: hit.costForTwo ?? null,
    isPureVeg: hit.isPureVeg,
    prepMinutes: hit.prepMinutes,
    deliveryRadiusMeters: hit.deliveryRadiusMeters,
    orderable: hit.orderable,
    isOpen: isOpen(hit, now),
  };
}

/** Documents that lack what is sorted by come last, up or down. */
function sortFor(sort: EngineSort, { near }: Pick<EngineQuery, "near">): string[] {
  const nearest = `_geoPoint(${decimal(near.lat)}, ${decimal(near.lng)}):asc`;
  switch (sort) {
    case "relevance":
    case "distance":
      return [nearest, "id:asc"];
    case "rating":
      return ["rating:desc", "ratingCount:desc", nearest, "id:asc"];
    case "cost":
      return ["costForTwo:asc", nearest, "id:asc"];
    default:
      return sort satisfies never;
  }
}

type Compare = (a: EngineCandidate, b: EngineCandidate) => number;

const byDistance: Compare = (a, b) => a.distanceMeters - b.distanceMeters || (a.id < b.id ? -1 : 1);

const COMPARE: Readonly<Record<EngineSort, Compare>> = {
  relevance: (a, b) => b.textScore - a.textScore || byDistance(a, b),
  distance: byDistance,
  rating: (a, b) => (b.rating ?? -1) - (a.rating ?? -1) || b.ratingCount - a.ratingCount || byDistance(a, b),
  cost: (a, b) => (a.costForTwo ?? Number.MAX_VALUE) - (b.costForTwo ?? Number.MAX_VALUE) || byDistance(a, b),
};

function facetsOf(counts: Readonly<Record<string, Counts>>, total: number, open: number): FacetCounts {
  const veg = counts["isPureVeg"]?.["true"] ?? 0;
  const cuisines = Object.entries(counts["cuisines"] ?? {})
    .sort(([nameA, a], [nameB, b]) => b - a || (nameA < nameB ? -1 : 1))
    .slice(0, MAX_CUISINE_FACETS);
  return {
    cuisines: Object.fromEntries(cuisines),
    rating: cumulated(counts["ratingBand"], RATING_STEPS),
    costForTwo: cumulated(counts["costBand"], COST_STEPS),
    veg: { true: veg, false: total - veg },
    openNow: { true: open, false: total - open },
  };
}

/** Each restaurant is counted in one band; who reaches a step reaches all that are easier, too. */
function cumulated(bands: Counts | undefined, steps: readonly number[]): Counts {
  let sum = 0;
  return Object.fromEntries(steps.map((step) => [String(step), (sum += bands?.[String(step)] ?? 0)]));
}

function sumOf(counts: Counts | undefined): number {
  return Object.values(counts ?? {}).reduce((sum, count) => sum + count, 0);
}
