import { allowedTypos, canonicalSpelling, wordsOf } from "./text.ts";

/** Edits between two words, a swap of neighbours counting as one (optimal string alignment); stops counting above `max`. */
export function editDistance(a: string, b: string, max: number): number {
  const [left, right] = [[...a], [...b]];
  if (Math.abs(left.length - right.length) > max) return max + 1;
  let beforeLast: number[] = [];
  let last = right.map((_, column) => column + 1);
  last.unshift(0);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    let best = row;
    for (let column = 1; column <= right.length; column += 1) {
      const same = left[row - 1] === right[column - 1];
      let cost = Math.min(last[column]! + 1, current[column - 1]! + 1, last[column - 1]! + (same ? 0 : 1));
      if (row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1]) {
        cost = Math.min(cost, beforeLast[column - 2]! + 1);
      }
      current.push(cost);
      best = Math.min(best, cost);
    }
    if (best > max) return max + 1;
    [beforeLast, last] = [last, current];
  }
  return last[right.length]!;
}

/** Whether a typed word may mean a word of the menu: the same, a spelling of it, its beginning, or a slip away. */
export function wordFits(typed: string, word: string, mayBeBegun: boolean): boolean {
  if (typed === word || canonicalSpelling(typed) === canonicalSpelling(word)) return true;
  if (mayBeBegun && word.startsWith(typed)) return true;
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
