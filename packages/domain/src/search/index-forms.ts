import { canonicalSpelling } from "./canonical-spelling.ts";
import { likeOnMenus } from "./joined-words.ts";

/** All that a folded word of a menu is to be found by: itself, its canonical spelling, and the parts of a joined one. */
export function indexForms(word: string): string[] {
  const parts = likeOnMenus([word]);
  return [...new Set([word, canonicalSpelling(word), ...parts, ...parts.map(canonicalSpelling)])];
}
