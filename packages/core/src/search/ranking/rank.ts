import { blendedScore } from "@tiffin/domain/search/score";
import type { RestaurantSearch } from "@tiffin/domain/wire/restaurants";
import type { EngineSort } from "../port.ts";
import type { RankedCandidate } from "./outlook.ts";

export type Sort = RestaurantSearch["sort"];

/** Where a restaurant stands in an order: compared number by number, smaller first; unknown (null) last; then by id. */
export interface Standing {
  readonly numbers: (number | null)[];
  readonly id: string;
}

/**
 * The order in which an engine hands out windows of matches for a sort. Within a window everything is ranked here;
 * engines know nothing of the blend and of the time to the door.
 */
export function engineSort(sort: Sort): EngineSort {
  return sort === "eta" ? "distance" : sort;
}

export function standingOf(candidate: RankedCandidate, sort: Sort, hasQuery: boolean): Standing {
  return { numbers: numbersFor(candidate, sort, hasQuery), id: candidate.id };
}

function numbersFor(candidate: RankedCandidate, sort: Sort, hasQuery: boolean): (number | null)[] {
  const { distanceMeters, rating, ratingCount, costForTwo, etaMinutes } = candidate;
  switch (sort) {
    case "relevance":
      return [-blendedScore(candidate, hasQuery)];
    case "distance":
      return [distanceMeters];
    case "rating":
      return [rating === null ? null : -rating, -ratingCount, distanceMeters];
    case "eta":
      return [etaMinutes.low, etaMinutes.high, distanceMeters];
    case "cost":
      return [costForTwo, distanceMeters];
    default:
      return sort satisfies never;
  }
}

export function compareStandings(a: Standing, b: Standing): number {
  for (const [index, mine] of a.numbers.entries()) {
    const theirs = b.numbers[index] ?? null;
    if (mine === theirs) continue;
    if (mine === null) return 1;
    if (theirs === null) return -1;
    return mine - theirs;
  }
  if (a.id === b.id) return 0;
  return a.id < b.id ? -1 : 1;
}

export interface Ranked {
  readonly candidate: RankedCandidate;
  readonly standing: Standing;
}

/** Best first, each with where it stands. */
export function rank(candidates: readonly RankedCandidate[], sort: Sort, hasQuery: boolean): Ranked[] {
  return candidates
    .map((candidate) => ({ candidate, standing: standingOf(candidate, sort, hasQuery) }))
    .sort((a, b) => compareStandings(a.standing, b.standing));
}
