import { countFittingWords } from "@tiffin/domain/search/match-words";
import type { EngineSuggestions } from "./port.ts";

export interface SuggestSource {
  readonly id: string;
  readonly name: string;
  readonly distanceMeters: number;
  readonly byName: boolean;
  readonly cuisines: readonly string[];
  readonly dishes: readonly string[];
}

/** From the restaurants that fit, best first: their names, and the cuisines and dishes that the words point at. */
export function gatherSuggestions(
  sources: readonly SuggestSource[],
  words: readonly string[],
  limit: number,
): EngineSuggestions {
  return {
    restaurants: sources
      .filter((source) => source.byName)
      .slice(0, limit)
      .map(({ id, name, distanceMeters }) => ({ id, name, distanceMeters: Math.round(distanceMeters) })),
    dishes: mostFrequent(sources, (source) => source.dishes, words, limit),
    cuisines: mostFrequent(sources, (source) => source.cuisines, words, limit),
  };
}

function mostFrequent(
  sources: readonly SuggestSource[],
  namesOf: (source: SuggestSource) => readonly string[],
  words: readonly string[],
  limit: number,
): { name: string; restaurantCount: number }[] {
  const counts = new Map<string, { name: string; restaurantCount: number }>();
  const fits = new Map<string, boolean>();
  for (const source of sources) {
    const seen = new Set<string>();
    for (const name of namesOf(source)) {
      const key = name.toLowerCase();
      if (seen.has(key)) continue;
      seen.add(key);
      const fit = fits.get(key) ?? countFittingWords(words, name) === words.length;
      fits.set(key, fit);
      if (!fit) continue;
      const known = counts.get(key);
      if (known === undefined) counts.set(key, { name, restaurantCount: 1 });
      else known.restaurantCount += 1;
    }
  }
  return [...counts.values()]
    .sort((a, b) => b.restaurantCount - a.restaurantCount || a.name.localeCompare(b.name))
    .slice(0, limit);
}
