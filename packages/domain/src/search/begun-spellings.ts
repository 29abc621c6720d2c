import { canonicalSpelling } from "./canonical-spelling.ts";
import { foldText } from "./fold-text.ts";
import { SPELLING_FAMILIES } from "./spelling-families.ts";

/** Shorter beginnings could become anything. */
const MIN_LETTERS = 3;

const spellings = SPELLING_FAMILIES.flat().map((member) => ({
  spelling: foldText(member),
  canonical: canonicalSpelling(foldText(member)),
}));

/**
 * What a folded word may become that is only begun, in the spelling of whoever types it: `briya` begins briyani, which
 * menus call biryani. Canonical spellings.
 */
export function begunSpellings(word: string): readonly string[] {
  if (word !== last.word) last = { word, found: find(word) };
  return last.found;
}

/** One typed word is held against many of a menu. */
let last: { readonly word: string; readonly found: readonly string[] } = { word: "", found: [] };

function find(word: string): string[] {
  if ([...word].length < MIN_LETTERS) return [];
  return [...new Set(spellings.flatMap(({ spelling, canonical }) => (spelling.startsWith(word) ? [canonical] : [])))];
}
