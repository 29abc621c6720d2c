import type { SearchDocument } from "@tiffin/domain/search/document";
import { explainScore } from "@tiffin/domain/search/score";
import type { Taste } from "@tiffin/domain/search/taste";
import { queryWords } from "@tiffin/domain/search/text";
import type { RestaurantPage, RestaurantSearch } from "@tiffin/domain/wire/restaurants";
import { cardOf } from "./cards.ts";
import { findMatches, WINDOW, type Matches } from "./find-matches.ts";
import { lookFrom } from "./ranking/outlook.ts";
import { sealPagePosition, type PagePosition } from "./ranking/page-cursor.ts";
import { compareStandings, engineSort, rank, type Ranked } from "./ranking/rank.ts";
import type { SearchServices } from "./services.ts";
import { sharedSearch } from "./shared-search.ts";

export interface PageRequest {
  readonly search: RestaurantSearch;
  readonly position: PagePosition;
  /** Of the index; null when nobody knows. */
  readonly versions: string | null;
  readonly taste: Taste;
  readonly now: Date;
}

interface Slice {
  readonly ranked: readonly Ranked[];
  readonly matches: Matches;
  readonly next: PagePosition | null;
}

/** One page of a search. `tookMs` is the caller's to say. @throws DomainError UNAVAILABLE */
export async function makePage(services: SearchServices, request: PageRequest): Promise<RestaurantPage> {
  const { search, versions } = request;
  const { ranked, matches, next } = await sliceAt(services, request, request.position);
  const documents = await documentsOf(
    services,
    ranked.map(({ candidate }) => candidate.id),
    versions,
  );
  const text = sharedSearch(search).text;
  const words = queryWords(text);
  return {
    items: ranked.flatMap(({ candidate }) => {
      const document = documents.get(candidate.id);
      if (document === undefined) return [];
      const card = cardOf(candidate, document, words, request.now);
      return search.explain === true ? { ...card, explain: explainScore(candidate, text !== "") } : card;
    }),
    facets: { ...matches.facets },
    total: matches.total,
    nextCursor: next === null ? null : sealPagePosition(services.cursorSecret, search, next),
    tookMs: 0,
    ...(matches.stale ? { stale: true } : {}),
  };
}

/** The next ones after a position; it goes on in the next window where one has come to its end. */
async function sliceAt(services: SearchServices, request: PageRequest, position: PagePosition): Promise<Slice> {
  const { search, versions, taste, now } = request;
  const { window, after } = position;
  const place = { lat: search.lat, lng: search.lng };
  const shared = sharedSearch(search);
  const matches = await findMatches(
    { searchEngine: services.searchEngine, matchCache: services.searchMemory.matchCache },
    { shared, place, sort: engineSort(search.sort), window, versions, now },
  );
  const seen = await lookFrom(services, place, matches.candidates, taste);
  const all = rank(seen, search.sort, shared.text !== "");
  const rest = after === null ? all : all.filter(({ standing }) => compareStandings(standing, after) > 0);
  const ranked = rest.slice(0, search.limit);
  const nextWindow = (window + 1) * WINDOW < matches.total && matches.candidates.length > 0 ? window + 1 : null;
  if (ranked.length === 0 && nextWindow !== null) {
    return sliceAt(services, request, { window: nextWindow, after: null });
  }
  const last = ranked.at(-1);
  if (rest.length > ranked.length && last !== undefined) {
    return { ranked, matches, next: { window, after: last.standing } };
  }
  return { ranked, matches, next: nextWindow === null ? null : { window: nextWindow, after: null } };
}

/** Documents don't change while the index's versions don't. */
async function documentsOf(
  { searchEngine, searchMemory }: SearchServices,
  ids: readonly string[],
  versions: string | null,
): Promise<Map<string, SearchDocument>> {
  const found = new Map<string, SearchDocument>();
  const keyOf = (id: string) => `${versions} ${id}`;
  for (const id of ids) {
    const known = versions === null ? undefined : searchMemory.documents.get(keyOf(id));
    if (known !== undefined) found.set(id, known);
  }
  for (const document of await searchEngine.documents(ids.filter((id) => !found.has(id)))) {
    found.set(document.id, document);
    if (versions !== null) searchMemory.documents.set(keyOf(document.id), document);
  }
  return found;
}
