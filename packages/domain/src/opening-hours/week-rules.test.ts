import { expect, test } from "vitest";
import { crowdedWeekday, overlappingRanges } from "./week-rules.ts";

const range = (weekday: number, opens: number, closes: number) => ({
  weekday,
  opensMinute: opens * 60,
  closesMinute: closes * 60,
});

test("lunch and dinner, and ranges that touch, stand side by side", () => {
  expect(overlappingRanges([range(1, 11, 15), range(1, 18, 24), range(2, 0, 2)])).toEqual([]);
  expect(overlappingRanges([range(1, 18, 26), range(2, 2, 10)])).toEqual([]);
  expect(overlappingRanges([])).toEqual([]);
});

test("a range that begins before another one of its day has ended is pointed at", () => {
  expect(overlappingRanges([range(1, 11, 15), range(1, 14, 22)])).toEqual([1]);
  expect(overlappingRanges([range(1, 11, 15), range(1, 11, 15)])).toEqual([1]);
  expect(overlappingRanges([range(1, 8, 22), range(1, 9, 10), range(2, 8, 22), range(1, 11, 12)])).toEqual([1, 3]);
});

test("so is one in the small hours of the night before, round the week's end as well", () => {
  expect(overlappingRanges([range(1, 18, 26), range(2, 1, 5)])).toEqual([1]);
  expect(overlappingRanges([range(1, 1, 5), range(7, 18, 26)])).toEqual([1]);
});

test("no day is chopped into more than six", () => {
  const seven = Array.from({ length: 7 }, (_, i) => range(3, i * 2, i * 2 + 1));
  expect(crowdedWeekday(seven)).toBe(3);
  expect(crowdedWeekday(seven.slice(1))).toBeNull();
});
