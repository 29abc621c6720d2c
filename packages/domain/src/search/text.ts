/**
 * How search reads text: what people type and what restaurants are called go through the same folding, so that case,
 * diacritics and punctuation never keep them apart.
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

/** Dishes that are spelt in many ways; the first of each family is the one that the index knows it by. */
const FAMILIES: readonly (readonly string[])[] = [
  ["biryani", "biriyani", "briyani", "biryaani", "biriani", "birani", "beryani"],
  ["kebab", "kabab", "kabob", "kebob", "kabaab"],
  ["kebabs", "kababs", "kabobs", "kebobs"],
  ["idli", "idly", "iddli", "idlee"],
  ["shawarma", "shwarma", "shavarma", "shawerma", "shoarma"],
  ["dosa", "dosai", "thosai", "dosas"],
  ["veg", "vegetable", "vegetables", "vegetarian"],
  ["vada", "wada", "vadai"],
  ["paratha", "parantha", "parotta", "porotta", "parathas"],
  ["momo", "momos"],
  ["roti", "rotti", "rotis"],
  ["dal", "daal", "dhal"],
  ["chole", "chhole", "choley"],
  ["paneer", "panir"],
  ["lassi", "lassie"],
  ["chai", "chay"],
  ["samosa", "samosas"],
  ["pulao", "pulav", "pilaf", "pilau"],
  ["tikka", "tika"],
  ["chaat", "chat"],
  ["naan", "nan"],
  ["halwa", "halva", "helwa"],
  ["falafel", "felafel"],
  ["hummus", "houmous", "humus"],
  ["noodle", "noodles"],
  ["burger", "burgers"],
  ["pizza", "pizzas"],
];
const canonical = new Map(FAMILIES.flatMap(([first, ...others]) => others.map((other) => [other, first!] as const)));

/** The spelling that the index knows a folded word by. */
export function canonicalSpelling(word: string): string {
  return canonical.get(word) ?? word;
}

/** For engines that take synonyms as a setting. */
export function spellingFamilies(): readonly (readonly string[])[] {
  return FAMILIES;
}

/** Words that say nothing about which restaurant is meant. */
const FILLERS = new Set(
  "a an and the of in at for with to near nearby me my best good food order restaurant restaurants".split(" "),
);

/** The words of a query that count; all of them when nothing else was typed. At most `max`, the first ones. */
export function queryWords(query: string, max = 8): string[] {
  const words = wordsOf(query);
  const telling = words.filter((word) => !FILLERS.has(word));
  return (telling.length > 0 ? telling : words).slice(0, max);
}

/** How many slips a word of that length is forgiven: one from 5 letters, two from 9. */
export function allowedTypos(word: string): 0 | 1 | 2 {
  const length = [...word].length;
  if (length >= 9) return 2;
  return length >= 5 ? 1 : 0;
}
