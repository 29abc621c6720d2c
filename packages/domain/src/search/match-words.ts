import { editDistance } from "./edit-distance.ts";
import { allowedTypos } from "./allowed-typos.ts";
import { begunSpellings } from "./begun-spellings.ts";
import { canonicalSpelling } from "./canonical-spelling.ts";
import { wordsOf } from "./fold-text.ts";

/** Whether a typed word may mean a word of the menu: the same, a spelling of it, its beginning, or a slip away. */
export function wordFits(typed: string, word: string, mayBeBegun: boolean): boolean {
  if (typed === word || canonicalSpelling(typed) === canonicalSpelling(word)) return true;
  if (mayBeBegun && (word.startsWith(typed) || begunSpellings(typed).includes(canonicalSpelling(word)))) return true;
  const typos = allowedTypos(typed);
  if (typos === 0) return false;
  if (editDistance(typed, word, typos) <= typos) return true;
  if (!mayBeBegun) return false;
  const letters = [...word];
  const length = [...typed].length;
  // A letter too few or too many shifts what was typed against the word's beginning.
  return [length, length + 1].some((end) => editDistance(typed, letters.slice(0, end).join(""), 1) <= 1);
}

/** How many of the typed (folded) words are found in a text; the last one may be only begun. */
export function countFittingWords(typed: readonly string[], text: string): number {
  const words = wordsOf(text);
  return typed.filter((word, index) => words.some((other) => wordFits(word, other, index === typed.length - 1))).length;
}
