import { describe, expect, test } from "vitest";
import { bayesianRating, blendedScore, scoreParts, WEIGHTS, type Scorable } from "./score.ts";

const kitchen: Scorable = {
  textScore: 0.9,
  distanceMeters: 1_000,
  rating: 4.2,
  ratingCount: 300,
  isOpen: true,
  canDeliver: true,
};

describe("the blended score", () => {
  test("its weights sum to one, so that a score lies between 0 and 1", () => {
    for (const weights of Object.values(WEIGHTS)) {
      expect(Object.values<number>(weights).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 10);
    }
    const best = { textScore: 1, distanceMeters: 0, rating: 5, ratingCount: 1e6, isOpen: true, canDeliver: true };
    expect(blendedScore(best, true)).toBeGreaterThan(0.99);
    expect(
      blendedScore({ ...best, textScore: 0, distanceMeters: 1e6, isOpen: false, canDeliver: false }, true),
    ).toBeLessThan(0.25);
  });

  test("distance counts half at two kilometers, a sixteenth at four", () => {
    expect(scoreParts({ ...kitchen, distanceMeters: 2_000 }).distance).toBeCloseTo(0.5, 5);
    expect(scoreParts({ ...kitchen, distanceMeters: 4_000 }).distance).toBeCloseTo(1 / 16, 5);
  });

  test("five stars from two guests are worth less than 4.5 from a thousand", () => {
    expect(bayesianRating(5, 2)).toBeLessThan(bayesianRating(4.5, 1_000));
    expect(bayesianRating(null, 0)).toBe(3.6);
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
});
