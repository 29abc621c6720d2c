import { describe, expect, test } from "vitest";
import { editDistance } from "./edit-distance.ts";
import { countFittingWords, wordFits } from "./match-words.ts";
import {
  allowedTypos,
  asksForPureVeg,
  begunSpellings,
  canonicalSpelling,
  foldText,
  indexForms,
  otherMeanings,
  queryWords,
} from "./text.ts";

describe("folding", () => {
  test.each([
    ["Café «Déjà-vu»", "cafe deja vu"],
    ["Karim's", "karims"],
    ["  BIRYANI   &  Co. ", "biryani co"],
    ["उडुपी कृष्ण", "उडुपी कृष्ण"],
    ["ﬁlter coﬀee", "filter coffee"],
    ["🍛", ""],
  ])("%s", (text, folded) => {
    expect(foldText(text)).toBe(folded);
  });

  test.each([
    ["families", ["biryani", "biriyani", "briyani", "biryaani", "बिरयानी"]],
    ["plurals", ["sandwich", "sandwiches"]],
    ["plurals of families", ["momo", "momos", "मोमोज़"]],
    ["what sounds alike", ["jamun", "jamoon", "jaamun"]],
    ["letters that were doubled or forgotten", ["chicken", "chiken", "chickken"]],
    ["breath", ["bhavan", "bawan", "bhawan"]],
    ["names", ["golconda", "golkonda"]],
    ["Hindi", ["egg", "eggs", "anda"]],
  ])("%s meet in one spelling", (_kind, words) => {
    expect(new Set(words.map(canonicalSpelling)).size).toBe(1);
  });

  test("words that mean something else stay apart, and short ones are not listened to", () => {
    const apart = [
      "soup",
      "soap",
      "paan",
      "pan",
      "beer",
      "bir",
      "cheese",
      "chess",
      "coffee",
      "cafe",
      "thali",

      "rice",
    ];
    expect(new Set(apart.map(canonicalSpelling)).size).toBe(apart.length);
  });
});

describe("the words of a query", () => {
  test.each([
    ["the best biryani near me", "biryani"],
    ["where can i get momos", "momos"],
    ["north indian resturant", "north indian"],
    ["garam chai", "chai"],
    ["best food", "best food"],
  ])("without fillers, unless nothing else was typed: %s", (query, words) => {
    expect(queryWords(query).join(" ")).toBe(words);
  });

  test.each([
    ["butterchicken", "butter chicken"],
    ["icecream", "ice cream"],
    ["icecreem", "ice creem"],
    ["vadapav", "vada pav"],
    ["sea food", "seafood"],
    ["milk shakes", "milkshake"],
    ["cheesecakes", "cheesecakes"],
    ["pizzeria", "pizzeria"],
    ["creamery", "creamery"],
    ["coffeehouse", "coffeehouse"],
  ])("as menus write them: %s", (query, words) => {
    expect(queryWords(query).join(" ")).toBe(words);
  });

  test("a word for a kind of meal means its dishes, too", () => {
    expect(otherMeanings("breakfast")).toContain(canonicalSpelling("idlis"));
    expect(otherMeanings("idli")).toEqual([]);
  });

  test.each([
    ["pure veg south indian", "south indian"],
    ["veg restaurants near me", ""],
    ["only veg", ""],
  ])("%s asks for a kitchen without meat", (query, words) => {
    expect(asksForPureVeg(query)).toBe(true);
    expect(queryWords(query).join(" ")).toBe(words);
  });

  test.each(["veg biryani", "veg", "non veg thali", "pure ghee sweets"])("%s does not", (query) => {
    expect(asksForPureVeg(query)).toBe(false);
  });

  test("are found in menus that write them in another way", () => {
    expect(indexForms("icecream")).toEqual(expect.arrayContaining(["icecream", "ice", "cream"]));
    expect(indexForms("poori")).toEqual(["poori", canonicalSpelling("puri")]);
  });
});

describe("slips", () => {
  test("one is forgiven from five letters, two from nine", () => {
    expect(["idli", "dosas", "margherita"].map(allowedTypos)).toEqual([0, 1, 2]);
  });

  test.each([
    ["shawrama", "shawarma", 1],
    ["biryani", "biriyani", 1],
    ["pizza", "pasta", 3],
    ["", "abc", 3],
  ])("%s → %s is %i", (typed, word, edits) => {
    expect(editDistance(typed, word, 5)).toBe(edits);
  });

  test("counting stops above the limit", () => {
    expect(editDistance("kitten", "sitting", 1)).toBe(2);
  });

  test("a word that is only begun may have a slip, too", () => {
    expect(wordFits("cappc", "cappuccino", true)).toBe(true);
    expect(wordFits("cappc", "cappuccino", false)).toBe(false);
    expect(wordFits("idl", "idli", false)).toBe(false);
  });

  test("the words of a dish are counted", () => {
    expect(countFittingWords(["chicken", "biriyani"], "Chicken Dum Biryani")).toBe(2);
    expect(countFittingWords(["chicken", "bir"], "Mutton Biryani")).toBe(1);
  });
});

test("a spelling that is only begun leads to the dish all the way", () => {
  for (const typed of ["biri", "biriy", "biriyan", "briya"]) {
    expect(begunSpellings(typed)).toContain(canonicalSpelling("biryani"));
    expect(wordFits(typed, "biryani", true)).toBe(true);
  }
  expect(wordFits("biriy", "biryani", false)).toBe(false);
  expect(begunSpellings("bi")).toEqual([]);
});
