import { CATEGORY_WORDS } from "./category-words.ts";
import { foldText } from "./fold-text.ts";
import { singular } from "./singular.ts";
import { soundKey } from "./sound-key.ts";
import { SPELLING_FAMILIES } from "./spelling-families.ts";

/** By member and, so that no family has to list what only sounds alike, by how it sounds. */
const heads = new Map<string, string>();
for (const [first, ...others] of SPELLING_FAMILIES) {
  for (const member of [first!, ...others]) {
    for (const form of [foldText(member), formOf(foldText(member))]) {
      if (!heads.has(form)) heads.set(form, formOf(first!));
    }
  }
}

function formOf(word: string): string {
  return soundKey(singular(word));
}

/**
 * What a folded word has in common with all its spellings, its plural, and what it is called elsewhere: two words mean
 * the same if theirs are equal. Not for people to read.
 */
export function canonicalSpelling(word: string): string {
  const known = canonicalSpellings.get(word);
  if (known !== undefined) return known;
  const found = heads.get(word) ?? heads.get(singular(word)) ?? heads.get(formOf(word)) ?? formOf(word);
  // Menus use few words, but what people type must not fill the memory.
  if (canonicalSpellings.size >= 20_000) canonicalSpellings.clear();
  canonicalSpellings.set(word, found);
  return found;
}

const canonicalSpellings = new Map<string, string>();

/**
 * Canonical spellings of what a word for a kind of meal may stand for besides itself: breakfast is idli, too. None for
 * most words.
 */
export function otherMeanings(word: string): readonly string[] {
  return meanings.get(canonicalSpelling(word)) ?? [];
}

const meanings = new Map(
  Object.entries(CATEGORY_WORDS).map(([word, others]) => [canonicalSpelling(word), others.map(canonicalSpelling)]),
);
