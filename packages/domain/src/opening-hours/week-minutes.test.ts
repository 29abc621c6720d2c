import { expect, test } from "vitest";
import { weekMoment, weekRanges } from "./week-minutes.ts";

test("what passes midnight belongs to the next day, and Sunday night to Monday", () => {
  expect(
    weekRanges([
      { weekday: 1, opensMinute: 600, closesMinute: 1_320 },
      { weekday: 7, opensMinute: 1_080, closesMinute: 1_560 },
    ]),
  ).toEqual({
    sameDay: [
      { from: 600, to: 1_320 },
      { from: 8_640 + 1_080, to: 10_080 },
    ],
    fromDayBefore: [{ from: 0, to: 120 }],
  });
});

test("a moment is told on the local calendar", () => {
  expect(weekMoment(new Date("2026-11-22T20:00:00Z"), "Asia/Kolkata")).toEqual({
    timeZone: "Asia/Kolkata",
    minute: 90,
    date: "2026-11-23",
    dayBefore: "2026-11-22",
  });
});
