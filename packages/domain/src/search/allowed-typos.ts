import { editDistance } from "./edit-distance.ts";

/** How many slips a word of that length is forgiven: one from 5 letters, two from 9. */
export function allowedTypos(word: string): 0 | 1 | 2 {
  const length = [...word].length;
  if (length >= 9) return 2;
  return length >= 5 ? 1 : 0;
}

/** Whether a typed word may be another with as many slips as it is forgiven. */
export function isSlipOf(typed: string, meant: string): boolean {
  const typos = allowedTypos(typed);
  return typos > 0 && editDistance(typed, meant, typos) <= typos;
}
