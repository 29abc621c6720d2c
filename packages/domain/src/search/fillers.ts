import { isSlipOf } from "./allowed-typos.ts";

/** Words of a search that say nothing about which restaurant is meant. */
const FILLERS = new Set(
  [
    "a an and the of in at on for from with to by or is are my me i we us you some any this that",
    "near nearby nearest around here close closest place places spot spots shop where what which can could find get got give show",
    "want wanna need like eat eating have having order ordering buy online delivery deliver delivered",
    "today tonight now please hungry craving best good top famous tasty yummy delicious",
    "food foods dish dishes item items restaurant restaurants",
    "cheap cheapest budget affordable sasta saste garam garma taaza tasty kuch chahiye khana khane",
    "ka ke ki ko mein se wala wale wali accha acha achha birthday",
  ]
    .join(" ")
    .split(" "),
);

/** A filler of that length is known with a slip, too. */
const LONG_FILLERS = [...FILLERS].filter((word) => word.length >= 8);

/** Whether a folded word says nothing; "resturant" does not, either. */
export function isFiller(word: string): boolean {
  return FILLERS.has(word) || (word.length >= 8 && LONG_FILLERS.some((filler) => isSlipOf(word, filler)));
}
