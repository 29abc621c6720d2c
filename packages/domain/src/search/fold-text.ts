/**
 * What people type and what restaurants are called go through the same folding, so that case, diacritics and punctuation
 * never keep them apart.
 */

/** Latin diacritics only: Devanagari's vowel signs are combining marks too, and carry meaning. */
const latinMarks = /[\u0300-\u036f]/g;
const notWord = /[^\p{L}\p{M}\p{N}]+/gu;

/** Lower case, no Latin diacritics, words parted by single spaces. `Café «Déjà-vu»` → `cafe deja vu`. */
export function foldText(text: string): string {
  return text
    .normalize("NFKD")
    .replace(latinMarks, "")
    .normalize("NFC")
    .toLowerCase()
    .replace(/['’]/g, "")
    .replace(notWord, " ")
    .trim();
}

export function wordsOf(text: string): string[] {
  const folded = foldText(text);
  return folded === "" ? [] : folded.split(" ");
}
