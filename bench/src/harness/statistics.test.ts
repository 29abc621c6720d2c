import { expect, test } from "vitest";
import { latencies, median, slope } from "./statistics.ts";

test("percentiles are values that were measured, by nearest rank", () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect(latencies(hundred)).toMatchObject({ count: 100, p50: 50, p95: 95, p99: 99, max: 100, mean: 50.5 });
  expect(latencies([7])).toMatchObject({ p50: 7, p95: 7, p99: 7 });
  expect(median([3, 1, 2])).toBe(2);
});

test("a line's slope is found, and nothing grows when nothing does", () => {
  expect(slope([1, 2, 3].map((x) => ({ x, y: 4 + 2 * x })))).toBeCloseTo(2);
  expect(slope([1, 2, 3].map((x) => ({ x, y: 9 })))).toBe(0);
});
