import { expect, test } from "vitest";
import { latencies, median } from "./statistics.ts";

test("percentiles are values that were measured, by nearest rank", () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect(latencies(hundred)).toMatchObject({ count: 100, p50: 50, p95: 95, p99: 99, max: 100, mean: 50.5 });
  expect(latencies([7])).toMatchObject({ p50: 7, p95: 7, p99: 7 });
  expect(median([3, 1, 2])).toBe(2);
});
