/**
 * How search reads text. What people type and what menus say is folded alike, and words that mean the same meet in one
 * canonical spelling; how well a typed word fits another is in `match-words`.
 */
export { allowedTypos } from "./allowed-typos.ts";
export { begunSpellings } from "./begun-spellings.ts";
export { canonicalSpelling, otherMeanings } from "./canonical-spelling.ts";
export { foldText, wordsOf } from "./fold-text.ts";
export { asksForPureVeg, queryWords } from "./query-words.ts";
export { indexForms } from "./index-forms.ts";
export { spellingFamilies } from "./spelling-families.ts";
