/** Counts over all restaurants that a search matches, by what they can be narrowed down to. */
export interface FacetCounts {
  /** The {@link MAX_CUISINE_FACETS} most frequent ones. */
  readonly cuisines: Readonly<Record<string, number>>;
  /** How many are rated at least so; keys are {@link RATING_STEPS}. */
  readonly rating: Readonly<Record<string, number>>;
  /** How many cost at most so; keys are {@link COST_STEPS}. */
  readonly costForTwo: Readonly<Record<string, number>>;
  readonly veg: Readonly<Record<"true" | "false", number>>;
  readonly openNow: Readonly<Record<"true" | "false", number>>;
}

export const RATING_STEPS = [4.5, 4, 3.5, 3] as const;
/** Minor units. */
export const COST_STEPS = [30_000, 60_000, 100_000, 200_000] as const;
export const MAX_CUISINE_FACETS = 60;

export interface Countable {
  readonly cuisines: readonly string[];
  readonly rating: number | null;
  readonly costForTwo: number | null;
  readonly isPureVeg: boolean;
  readonly isOpen: boolean;
}

/** Counts what is at hand; engines that have all matches at hand count them by themselves. */
export function countFacets(matches: readonly Countable[]): FacetCounts {
  const cuisines = new Map<string, number>();
  const rating = RATING_STEPS.map(() => 0);
  const cost = COST_STEPS.map(() => 0);
  let veg = 0;
  let open = 0;
  for (const match of matches) {
    for (const cuisine of new Set(match.cuisines)) cuisines.set(cuisine, (cuisines.get(cuisine) ?? 0) + 1);
    RATING_STEPS.forEach((step, index) => {
      if (match.rating !== null && match.rating >= step) rating[index]! += 1;
    });
    COST_STEPS.forEach((step, index) => {
      if (match.costForTwo !== null && match.costForTwo <= step) cost[index]! += 1;
    });
    if (match.isPureVeg) veg += 1;
    if (match.isOpen) open += 1;
  }
  const keyed = (steps: readonly number[], counts: readonly number[]) =>
    Object.fromEntries(steps.map((step, index) => [String(step), counts[index]!]));
  return {
    cuisines: Object.fromEntries(mostFrequent(cuisines)),
    rating: keyed(RATING_STEPS, rating),
    costForTwo: keyed(COST_STEPS, cost),
    veg: { true: veg, false: matches.length - veg },
    openNow: { true: open, false: matches.length - open },
  };
}

function mostFrequent(counts: ReadonlyMap<string, number>): [string, number][] {
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).slice(0, MAX_CUISINE_FACETS);
}
