import { describe, expect, test } from "vitest";
import { bayesianRating, blendedScore, explainScore, scoreParts, WEIGHTS, type Scorable } from "./score.ts";

const kitchen: Scorable = {
  textScore: 0.9,
  distanceMeters: 1_000,
  rating: 4.2,
  ratingCount: 300,
  isOpen: true,
  canDeliver: true,
  taste: 0,
};

describe("the blended score", () => {
  test("its weights sum to one, so that a score lies between 0 and 1", () => {
    for (const weights of Object.values(WEIGHTS)) {
      expect(Object.values<number>(weights).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 10);
    }
    const best = { ...kitchen, textScore: 1, distanceMeters: 0, rating: 5, ratingCount: 1e6, taste: 1 };
    expect(blendedScore(best, true)).toBeGreaterThan(0.99);
    const worst = { ...best, textScore: 0, distanceMeters: 1e6, isOpen: false, canDeliver: false, taste: 0 };
    expect(blendedScore(worst, true)).toBeLessThan(0.25);
  });

  test("distance counts half at two kilometers, a sixteenth at four", () => {
    expect(scoreParts({ ...kitchen, distanceMeters: 2_000 }).distance).toBeCloseTo(0.5, 5);
    expect(scoreParts({ ...kitchen, distanceMeters: 4_000 }).distance).toBeCloseTo(1 / 16, 5);
  });

  test("five stars from two guests are worth less than 4.5 from a thousand", () => {
    expect(bayesianRating(5, 2)).toBeLessThan(bayesianRating(4.5, 1_000));
    expect(bayesianRating(null, 0)).toBe(3.6);
  });

  test("ratings count from three stars up, where they differ", () => {
    const rated = (rating: number) => scoreParts({ ...kitchen, rating, ratingCount: 100_000 }).rating;
    expect([2, 3, 4, 5].map((rating) => Math.round(rated(rating) * 100) / 100)).toEqual([0, 0, 0.5, 1]);
  });

  test("a kitchen one star better beats one 500 m nearer, and closed ones stay in sight of who searches by words", () => {
    const near = { ...kitchen, distanceMeters: 1_000, rating: 3.6 };
    const good = { ...kitchen, distanceMeters: 1_500, rating: 4.6 };
    expect(blendedScore(good, true)).toBeGreaterThan(blendedScore(near, true));
    const closedHouse = { ...good, textScore: 0.95, isOpen: false, canDeliver: false };
    const openButOneDish = { ...near, textScore: 0.7 };
    expect(blendedScore(closedHouse, true)).toBeGreaterThan(blendedScore(openButOneDish, true));
    expect(blendedScore({ ...good, isOpen: false, canDeliver: false }, true)).toBeLessThan(blendedScore(good, true));
  });

  test("with words, a better fit beats a nearer kitchen", () => {
    const fits = blendedScore({ ...kitchen, textScore: 0.95, distanceMeters: 2_500 }, true);
    const near = blendedScore({ ...kitchen, textScore: 0.55, distanceMeters: 300 }, true);
    expect(fits).toBeGreaterThan(near);
  });

  test("an open kitchen beats the same one closed", () => {
    expect(blendedScore(kitchen, false)).toBeGreaterThan(
      blendedScore({ ...kitchen, isOpen: false, canDeliver: false }, false),
    );
  });

  test("what one likes decides between equals, and is no match for a much better kitchen", () => {
    const liked = { ...kitchen, taste: 1 };
    expect(blendedScore(liked, false)).toBeGreaterThan(blendedScore(kitchen, false));
    const better = { ...kitchen, distanceMeters: 300, rating: 4.8, ratingCount: 2_500 };
    const likedButFarAndPoor = { ...liked, distanceMeters: 3_500, rating: 3, ratingCount: 200 };
    expect(blendedScore(better, false)).toBeGreaterThan(blendedScore(likedButFarAndPoor, false));
  });

  test("explains itself: the parts with their weights add up to it", () => {
    const { score, parts } = explainScore(kitchen, true);
    expect(Object.values(parts).reduce((sum, { value, weight }) => sum + value * weight, 0)).toBeCloseTo(score, 10);
    expect(parts.text).toEqual({ value: 0.9, weight: WEIGHTS.query.text });
  });
});
