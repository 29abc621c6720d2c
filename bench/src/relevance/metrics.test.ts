import { describe, expect, test } from "vitest";
import { ndcg, reciprocalRank, success } from "./metrics.ts";

describe("nDCG", () => {
  test("is 1 for the best order there is", () => {
    expect(ndcg([3, 2, 1, 0], [1, 0, 3, 2])).toBe(1);
    expect(ndcg([3], [3])).toBe(1);
  });

  test("a worked example: 3 and 2 the wrong way round", () => {
    // 3/log2(2) + 7/log2(3) over 7/log2(2) + 3/log2(3)
    expect(ndcg([2, 3], [3, 2])).toBeCloseTo((3 + 7 / Math.log2(3)) / (7 + 3 / Math.log2(3)), 10);
    expect(ndcg([2, 3], [3, 2])).toBeCloseTo(0.834, 3);
  });

  test("misses what was not shown, and counts the first ten only", () => {
    expect(ndcg([3], [3, 3])).toBeCloseTo(1 / (1 + 1 / Math.log2(3)), 10);
    const ten = Array.from({ length: 10 }, () => 3);
    expect(ndcg(ten, [...ten, 3, 3, 3])).toBe(1);
    expect(ndcg([...Array.from({ length: 10 }, () => 0), 3], [3])).toBe(0);
  });

  test("is 0 where nothing fits, whatever is shown", () => {
    expect(ndcg([], [])).toBe(0);
  });
});

describe("success at five", () => {
  test("wants a 2 or a 3 among the first five", () => {
    expect(success([0, 1, 0, 0, 2], [3, 2, 1])).toBe(true);
    expect(success([1, 1, 1, 1, 1, 3], [3, 1, 1, 1, 1, 1])).toBe(false);
  });

  test("takes a 1 where there is nothing better", () => {
    expect(success([0, 1], [1])).toBe(true);
    expect(success([0, 0], [1])).toBe(false);
    expect(success([0], [])).toBe(false);
  });
});

test("the reciprocal rank is one over the place of the first good one", () => {
  expect(reciprocalRank([3, 3], [3, 3])).toBe(1);
  expect(reciprocalRank([1, 0, 0, 2], [3, 2, 1])).toBe(0.25);
  expect(reciprocalRank([0, 1], [3])).toBe(0);
});
