import { describe, expect, test } from "vitest";
import { editDistance, countFittingWords, wordFits } from "./match-words.ts";
import { allowedTypos, canonicalSpelling, foldText, queryWords } from "./text.ts";

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

  test("spelling families meet in one word", () => {
    expect(["biriyani", "briyani", "biryaani"].map(canonicalSpelling)).toEqual(["biryani", "biryani", "biryani"]);
    expect(canonicalSpelling("soup")).toBe("soup");
  });

  test("fillers are dropped, unless nothing else was typed", () => {
    expect(queryWords("the best biryani near me")).toEqual(["biryani"]);
    expect(queryWords("best food")).toEqual(["best", "food"]);
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
