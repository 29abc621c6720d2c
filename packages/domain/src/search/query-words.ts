import { isFiller } from "./fillers.ts";
import { foldText, wordsOf } from "./fold-text.ts";
import { likeOnMenus } from "./joined-words.ts";

/**
 * The words of a query that count, as menus write them (`icecream` → `ice`, `cream`); where only fillers were typed, all
 * of them. At most `max`, the first ones. What {@link asksForPureVeg} says is not among them.
 */
export function queryWords(query: string, max = 8): string[] {
  const typed = likeOnMenus(wordsOf(query));
  const pureVeg = asksForPureVeg(query);
  const telling = typed.filter((word) => !isFiller(word) && !(pureVeg && PURE_VEG.has(word)));
  return (telling.length > 0 || pureVeg ? telling : typed).slice(0, max);
}

/** Whether a search says that no meat must be cooked where it is from: "pure veg south indian", "veg restaurants". */
export function asksForPureVeg(query: string): boolean {
  const folded = ` ${foldText(query)} `;
  return SAYS_PURE_VEG.some((pattern) => pattern.test(folded));
}

const SAYS_PURE_VEG = [
  / (?:pure|only|100) (?:veg|vegetarian) /,
  / (?:veg|vegetarian) (?:only|restaurants?|hotels?|food|foods|places?|kitchens?) /,
  /^ (?:vegetarian|shakahari) $/,
];
const PURE_VEG = new Set(["pure", "only", "100", "veg", "vegetarian", "shakahari"]);
