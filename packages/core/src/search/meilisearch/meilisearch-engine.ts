import { Meilisearch, type EnqueuedTaskPromise, type MultiSearchQuery } from "meilisearch";
import { DomainError } from "@tiffin/domain/errors";
import { distanceMeters } from "@tiffin/domain/geo/distance";
import type { SearchDocument } from "@tiffin/domain/search/document";
import { COST_STEPS, MAX_CUISINE_FACETS, RATING_STEPS, type FacetCounts } from "@tiffin/domain/search/facets";
import { countFittingWords } from "@tiffin/domain/search/match-words";
import { queryWords } from "@tiffin/domain/search/text";
import { gatherSuggestions } from "../gather-suggestions.ts";
import type { EngineQuery, EngineResult, SearchEngine } from "../port.ts";
import { anyOf, filtersFor, openNowFilter } from "./filters.ts";
import { indexedDocument, type IndexedDocument } from "./indexed-document.ts";
import { INDEX, indexSettings } from "./settings.ts";

export interface MeilisearchOptions {
  readonly url: string;
  readonly key: string;
  /** Another index than the code's own, for tests. */
  readonly indexName?: string;
}

const BATCH = 1_000;
const TASK_TIMEOUT_MS = 120_000;
const REQUEST_TIMEOUT_MS = 5_000;
/** Dishes and cuisines are counted over so many of the nearest restaurants that fit. */
const SUGGEST_FROM = 300;
const ZONES_KNOWN_FOR_MS = 60_000;

type Counts = Readonly<Record<string, number>>;

const CANDIDATE_ATTRIBUTES: (keyof IndexedDocument)[] = [
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
];

/** Search by a Meilisearch server. The index and its settings are made at first use. */
export function createMeilisearchEngine({ url, key, indexName = INDEX }: MeilisearchOptions): SearchEngine {
  const client = new Meilisearch({ host: url, apiKey: key, timeout: REQUEST_TIMEOUT_MS });
  const index = client.index<IndexedDocument>(indexName);
  let ready: Promise<void> | undefined;
  let zones: { readonly names: readonly string[]; readonly until: number } | undefined;

  async function prepare(): Promise<void> {
    const created = await client.createIndex(indexName, { primaryKey: "id" }).waitTask({ timeout: TASK_TIMEOUT_MS });
    if (created.status === "failed" && created.error?.code !== "index_already_exists") {
      throw new Error(created.error?.message ?? "the index could not be made");
    }
    await settled(index.updateSettings(indexSettings));
  }

  /** Runs a call once the index stands; whatever goes wrong is the engine's, not the caller's. */
  async function asked<T>(call: () => Promise<T>): Promise<T> {
    try {
      ready ??= prepare().catch((error: unknown) => {
        ready = undefined;
        throw error;
      });
      await ready;
      return await call();
    } catch (error) {
      throw new DomainError("UNAVAILABLE", "Search is not reachable just now.", { retryAfterSeconds: 5, cause: error });
    }
  }

  /** The time zones of all documents: seldom changes, and every question about opening hours needs them. */
  async function timeZones(): Promise<readonly string[]> {
    if (zones === undefined || zones.until < Date.now()) {
      const { facetDistribution } = await index.search("", { limit: 0, facets: ["timeZone"] });
      zones = { names: Object.keys(facetDistribution?.["timeZone"] ?? {}), until: Date.now() + ZONES_KNOWN_FOR_MS };
    }
    return zones.names;
  }

  async function search(query: EngineQuery): Promise<EngineResult> {
    const text = queryWords(query.text ?? "").join(" ");
    const openNow = openNowFilter(await timeZones(), query.now);
    const filterWithin = (meters: number) => [
      ...filtersFor(query.near, meters, query.filters),
      ...(query.filters.openNow === true ? [openNow] : []),
    ];
    const filter = filterWithin(query.radiusMeters);
    const base = { indexUid: indexName, q: text, matchingStrategy: "all" } as const;
    const sort = sortFor(query, text !== "");
    const page: MultiSearchQuery = {
      ...base,
      filter,
      offset: query.offset,
      limit: query.limit,
      showRankingScore: true,
      attributesToRetrieve: CANDIDATE_ATTRIBUTES,
      facets: ["cuisines", "ratingBand", "costBand", "isPureVeg"],
      ...(sort === null ? {} : { sort }),
    };
    const reach = query.reachMeters ?? 0;
    const beyond = { ...page, filter: filterWithin(query.radiusMeters + reach) };
    // One request: the page with its counts, who of all that match is open, and the matches farther out.
    const { results } = await client.multiSearch<{ queries: MultiSearchQuery[] }, IndexedDocument>({
      queries: [
        page,
        { ...base, filter: [...filter, openNow], limit: 0, facets: ["isPureVeg"] },
        ...(reach > 0 ? [beyond] : []),
      ],
    });
    const [inside, open, all] = results;
    const counts = inside?.facetDistribution ?? {};
    const total = sumOf(counts["isPureVeg"]);
    const reachesBeyond = all !== undefined && sumOf(all.facetDistribution?.["isPureVeg"]) <= query.limit;
    const hits = (reachesBeyond ? all.hits : inside?.hits) ?? [];
    const openIds = await idsAmong(
      hits.map(({ id }) => id),
      openNow,
    );
    return {
      total,
      reachesBeyond,
      facets: facetsOf(counts, total, sumOf(open?.facetDistribution?.["isPureVeg"])),
      candidates: hits.map((hit) => ({
        id: hit.id,
        cityId: hit.cityId,
        location: { lat: hit._geo.lat, lng: hit._geo.lng },
        distanceMeters: distanceMeters(query.near, hit._geo),
        textScore: text === "" ? 1 : (hit._rankingScore ?? 0),
        cuisines: hit.cuisines,
        rating: hit.rating ?? null,
        ratingCount: hit.ratingCount,
        costForTwo: hit.costForTwo ?? null,
        isPureVeg: hit.isPureVeg,
        prepMinutes: hit.prepMinutes,
        deliveryRadiusMeters: hit.deliveryRadiusMeters,
        orderable: hit.orderable,
        isOpen: openIds.has(hit.id),
      })),
    };
  }

  async function idsAmong(ids: readonly string[], filter: string): Promise<Set<string>> {
    if (ids.length === 0) return new Set();
    const { hits } = await index.search("", {
      filter: [anyOf("id", ids), filter],
      limit: ids.length,
      attributesToRetrieve: ["id"],
    });
    return new Set(hits.map(({ id }) => id));
  }

  return {
    name: "meilisearch",
    search: (query) => asked(() => search(query)),

    indexedIds: (restaurantIds) =>
      asked(async () => {
        if (restaurantIds.length === 0) return [];
        const { results } = await index.getDocuments({
          filter: anyOf("id", restaurantIds),
          limit: restaurantIds.length,
          fields: ["id"],
        });
        return results.map(({ id }) => id);
      }),

    documents: (restaurantIds) =>
      asked(async (): Promise<SearchDocument[]> => {
        if (restaurantIds.length === 0) return [];
        const { results } = await index.getDocuments({
          filter: anyOf("id", restaurantIds),
          limit: restaurantIds.length,
          fields: ["document"],
        });
        return results.map(({ document }) => document);
      }),

    suggest: (query) =>
      asked(async () => {
        const words = queryWords(query.text);
        if (words.length === 0) return { restaurants: [], dishes: [], cuisines: [] };
        const { hits } = await index.search(words.join(" "), {
          filter: filtersFor(query.near, query.radiusMeters, {}),
          sort: [`_geoPoint(${query.near.lat}, ${query.near.lng}):asc`],
          matchingStrategy: "all",
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
      }),

    upsert: (documents) =>
      asked(async () => {
        for (let from = 0; from < documents.length; from += BATCH) {
          await settled(index.addDocuments(documents.slice(from, from + BATCH).map(indexedDocument)));
        }
        zones = undefined;
      }),

    remove: (restaurantIds) =>
      asked(async () => {
        if (restaurantIds.length > 0) await settled(index.deleteDocuments([...restaurantIds]));
      }),
  };
}

/** Waits until the server has done it. @throws Error with the server's own words when it could not */
async function settled(enqueued: EnqueuedTaskPromise): Promise<void> {
  const task = await enqueued.waitTask({ timeout: TASK_TIMEOUT_MS, interval: 20 });
  if (task.status !== "succeeded") throw new Error(task.error?.message ?? `the task ended as ${task.status}`);
}

function sortFor({ near, sort }: EngineQuery, hasText: boolean): string[] | null {
  const nearest = `_geoPoint(${near.lat}, ${near.lng}):asc`;
  switch (sort) {
    case "relevance":
      return hasText ? null : [nearest, "id:asc"];
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

function facetsOf(counts: Readonly<Record<string, Counts>>, total: number, open: number): FacetCounts {
  const veg = counts["isPureVeg"]?.["true"] ?? 0;
  const cuisines = Object.entries(counts["cuisines"] ?? {})
    .sort(([nameA, a], [nameB, b]) => b - a || nameA.localeCompare(nameB))
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
