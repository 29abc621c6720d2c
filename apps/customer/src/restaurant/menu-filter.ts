import { wordFits } from "@tiffin/domain/search/match-words";
import { canonicalSpelling, wordsOf } from "@tiffin/domain/search/text";
import type { Menu, MenuItem } from "@tiffin/domain/wire/restaurants";

export type Section = Menu["sections"][number];
type Fits = (typed: string, word: string) => boolean;

/** As it is written, in any of its spellings, or only begun. */
const written: Fits = (typed, word) =>
  word.startsWith(typed) ||
  canonicalSpelling(word) === canonicalSpelling(typed) ||
  canonicalSpelling(word).startsWith(typed);
/** A slip away, where nothing is written so. */
const meant: Fits = (typed, word) => wordFits(typed, word, true);

/** Whether each of the typed words is found among a text's words. */
const holds = (typed: readonly string[], text: string, fits: Fits): boolean => {
  const words = wordsOf(text);
  return typed.every((one) => words.some((word) => fits(one, word)));
};

/**
 * The sections with the dishes whose name, description or section has every word, whatever its accents and spelling
 * ("biriyani" finds "Biryani"); slips of the finger count when nothing else is found. Empty sections are left out.
 */
export function filterMenu(sections: Menu["sections"], words: string, vegOnly: boolean): Menu["sections"] {
  const typed = wordsOf(words);
  const eaten = vegOnly ? keep(sections, (item) => item.isVeg) : sections;
  if (typed.length === 0) return eaten;
  const search = (fits: Fits) =>
    keep(eaten, (item, section) => holds(typed, `${item.name} ${item.description} ${section.name}`, fits));
  const found = search(written);
  return found.length > 0 ? found : search(meant);
}

function keep(sections: Menu["sections"], wanted: (item: MenuItem, section: Section) => boolean): Menu["sections"] {
  return sections.flatMap((section) => {
    const items = section.items.filter((item) => wanted(item, section));
    return items.length > 0 ? [{ ...section, items }] : [];
  });
}

/** The dishes that somebody came for, by name alone: what can be ordered first, each once. */
export function dishesFor(sections: Menu["sections"], words: string, most = 6): MenuItem[] {
  const typed = wordsOf(words);
  if (typed.length === 0) return [];
  const items = sections.flatMap((section) => section.items);
  const named = (fits: Fits) => items.filter((item) => holds(typed, item.name, fits));
  const exact = named(written);
  const found = exact.length > 0 ? exact : named(meant);
  return found.toSorted((a, b) => Number(b.available) - Number(a.available)).slice(0, most);
}
