import { distanceMeters } from "@tiffin/domain/geo/distance";
import type { Location } from "@tiffin/domain/geo/location";
import { countFacets, type FacetCounts } from "@tiffin/domain/search/facets";
import { searchKeys } from "./cache/keys.ts";
import type { MatchCache } from "./cache/match-cache.ts";
import type { EngineCandidate, EngineQuery, EngineSort, SearchEngine } from "./port.ts";
import { cellOf, fingerprintOf, type SharedSearch } from "./shared-search.ts";

/**
 * So many matches are asked for at once: a small town's or a narrow question's are all of them, and then one answer
 * serves everybody in the geohash cell. Of more, they are a window in the engine's order, for one place.
 */
export const WINDOW = 500;

export interface Matches {
  /** With distances from the very place. */
  readonly candidates: readonly EngineCandidate[];
  readonly total: number;
  readonly facets: FacetCounts;
  readonly stale: boolean;
}

export interface MatchQuery {
  readonly shared: SharedSearch;
  readonly place: Location;
  readonly sort: EngineSort;
  /** 0, 1, …: which window of the engine's order. */
  readonly window: number;
  /** Of the index; null when nobody knows. */
  readonly versions: string | null;
  readonly now: Date;
}

interface MatchServices {
  readonly searchEngine: SearchEngine;
  readonly matchCache: MatchCache;
}

/** One window of matches, as one place has them. */
interface WindowOfMatches {
  readonly kind: "window";
  readonly candidates: readonly EngineCandidate[];
  readonly total: number;
  readonly facets: FacetCounts;
}

/** What is known of a question in a cell: all matches around it, or that they are too many to be shared. */
type CellMatches =
  | { readonly kind: "all"; readonly candidates: readonly EngineCandidate[] }
  | { readonly kind: "many" };

/** The matches of a search around a place, from the cache where it has them. @throws DomainError UNAVAILABLE */
export async function findMatches(services: MatchServices, query: MatchQuery): Promise<Matches> {
  const { shared, place, versions, window } = query;
  const cell = cellOf(place);
  const cellKey = searchKeys.matches(cell.name, fingerprintOf(shared));
  // The engine and the place are asked for exactly what the key says.
  const placeKey = searchKeys.matches(cell.name, fingerprintOf(shared, place, query.sort, window));

  const ofCell = await services.matchCache.through<CellMatches>(cellKey, versions, async () => {
    const found = await services.searchEngine.search({ ...engineQuery(query, 0), reachMeters: cell.reachMeters });
    if (found.reachesBeyond) return { kind: "all", candidates: found.candidates };
    // What was found is good for this place: nobody has to ask for it again.
    if (window === 0) await services.matchCache.put(placeKey, versions, windowOf(found));
    return { kind: "many" };
  });
  if (ofCell.value.kind === "all") return { ...within(ofCell.value.candidates, query), stale: ofCell.stale };

  const ofPlace = await services.matchCache.through<WindowOfMatches>(placeKey, versions, async () =>
    windowOf(await services.searchEngine.search(engineQuery(query, window * WINDOW))),
  );
  const { candidates, total, facets } = ofPlace.value;
  return { candidates, total, facets, stale: ofPlace.stale };
}

function engineQuery({ shared, place, sort, now }: MatchQuery, offset: number): EngineQuery {
  const { text, radiusMeters, filters } = shared;
  return {
    near: place,
    radiusMeters,
    ...(text === "" ? {} : { text }),
    filters,
    sort,
    offset,
    limit: WINDOW,
    now,
  };
}

function windowOf({ candidates, total, facets }: Omit<WindowOfMatches, "kind">): WindowOfMatches {
  return { kind: "window", candidates, total, facets };
}

/** Those of a cell's matches that lie within the radius of one place in it, counted anew. */
function within(all: readonly EngineCandidate[], { place, shared, window }: MatchQuery): Omit<Matches, "stale"> {
  const candidates: EngineCandidate[] = [];
  for (const candidate of all) {
    const meters = distanceMeters(place, candidate.location);
    if (meters <= shared.radiusMeters) candidates.push({ ...candidate, distanceMeters: meters });
  }
  return {
    candidates: window === 0 ? candidates : [],
    total: candidates.length,
    facets: countFacets(candidates),
  };
}
