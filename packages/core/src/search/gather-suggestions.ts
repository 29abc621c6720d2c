import { wordFits } from "@tiffin/domain/search/match-words";
import { wordsOf } from "@tiffin/domain/search/text";
import type { EngineSuggestions } from "./port.ts";

export interface OfferSource {
  readonly cuisines: readonly string[];
  readonly dishes: readonly string[];
}

export interface SuggestSource extends OfferSource {
  readonly id: string;
  readonly name: string;
  readonly distanceMeters: number;
  readonly byName: boolean;
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
    ...gatherOffers(sources, words, limit),
  };
}

/** The cuisines and dishes that all the words (the last may be only begun) fit, most frequent first. */
export function gatherOffers(
  sources: readonly OfferSource[],
  words: readonly string[],
  limit: number,
): Pick<EngineSuggestions, "dishes" | "cuisines"> {
  const fits = textMatcher(words);
  return {
    dishes: mostFrequent(sources, (source) => source.dishes, fits, limit),
    cuisines: mostFrequent(sources, (source) => source.cuisines, fits, limit),
  };
}

/** Menus repeat themselves: thousands of names are made of a few hundred words, each compared once. */
function textMatcher(typed: readonly string[]): (text: string) => boolean {
  const known = typed.map(() => new Map<string, boolean>());
  const wordFitsOnce = (index: number, word: string): boolean => {
    const fit = known[index]!.get(word) ?? wordFits(typed[index]!, word, index === typed.length - 1);
    known[index]!.set(word, fit);
    return fit;
  };
  return (text) => {
    const words = wordsOf(text);
    return typed.every((_, index) => words.some((word) => wordFitsOnce(index, word)));
  };
}

function mostFrequent(
  sources: readonly OfferSource[],
  namesOf: (source: OfferSource) => readonly string[],
  fits: (text: string) => boolean,
  limit: number,
): { name: string; restaurantCount: number }[] {
  /** By name in lower case; null where it doesn't fit. */
  const counts = new Map<string, { name: string; restaurantCount: number } | null>();
  for (const source of sources) {
    const names = new Map(namesOf(source).map((name) => [name.toLowerCase(), name]));
    for (const [key, name] of names) {
      const known = counts.get(key);
      if (known === undefined) counts.set(key, fits(name) ? { name, restaurantCount: 1 } : null);
      else if (known !== null) known.restaurantCount += 1;
    }
  }
  return [...counts.values()]
    .filter((count) => count !== null)
    .sort((a, b) => b.restaurantCount - a.restaurantCount || a.name.localeCompare(b.name))
    .slice(0, limit);
}
