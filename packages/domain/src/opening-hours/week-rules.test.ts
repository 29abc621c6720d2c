import { expect, test } from "vitest";
import { crowdedWeekday, firstOverlap } from "./week-rules.ts";

const range = (weekday: number, opens: number, closes: number) => ({
  weekday,
  opensMinute: opens * 60,
  closesMinute: closes * 60,
});

test("lunch and dinner, and ranges that touch, stand side by side", () => {
  expect(firstOverlap([range(1, 11, 15), range(1, 18, 24), range(2, 0, 2)])).toBeNull();
  expect(firstOverlap([range(1, 18, 26), range(2, 2, 10)])).toBeNull();
  expect(firstOverlap([])).toBeNull();
});

test("a range that begins before another one of its day has ended is pointed at", () => {
  expect(firstOverlap([range(1, 11, 15), range(1, 14, 22)])).toBe(1);
  expect(firstOverlap([range(1, 11, 15), range(1, 11, 15)])).toBe(1);
});

test("so is one in the small hours of the night before, round the week's end as well", () => {
  expect(firstOverlap([range(1, 18, 26), range(2, 1, 5)])).toBe(1);
  expect(firstOverlap([range(1, 1, 5), range(7, 18, 26)])).toBe(1);
});

test("no day is chopped into more than six", () => {
  const seven = Array.from({ length: 7 }, (_, i) => range(3, i * 2, i * 2 + 1));
  expect(crowdedWeekday(seven)).toBe(3);
  expect(crowdedWeekday(seven.slice(1))).toBeNull();
});
