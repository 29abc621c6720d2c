import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isOpenAt, localMoment, minutesUntilClosing, nextOpening, type Openness } from "./opening-hours.ts";
import { weekMoment, weekRanges } from "./week-minutes.ts";

/**
 * Four days of a zone, most of them around a night in which it sets its clocks: minute by minute what a clock there
 * shows, as `Intl` alone says.
 */
const WINDOWS: readonly (readonly [timeZone: string, from: string])[] = [
  ["Europe/Berlin", "2026-03-28"],
  ["Europe/Berlin", "2026-10-24"],
  ["America/New_York", "2026-03-07"],
  ["America/New_York", "2026-10-31"],
  ["Australia/Lord_Howe", "2026-04-04"], // By half an hour.
  ["America/Santiago", "2026-04-04"], // At midnight: a day is shown again.
  ["America/Santiago", "2026-09-05"],
  ["Africa/Casablanca", "2026-02-14"],
  ["America/St_Johns", "2026-03-07"],
  ["Asia/Kathmandu", "2026-06-12"],
  ["Asia/Kolkata", "2026-12-30"],
  ["Pacific/Chatham", "2026-09-26"],
];
const WINDOW_MINUTES = 4 * 1_440;

interface Shown {
  date: string;
  dayBefore: string;
  weekday: number;
  minute: number;
}
const clocks = new Map<string, Shown[]>();

function clockOf(timeZone: string, from: string): Shown[] {
  const key = `${timeZone} ${from}`;
  const known = clocks.get(key);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" });
  const start = Date.parse(`${from}T00:00:00Z`);
  const clock = Array.from({ length: WINDOW_MINUTES }, (_, i) => {
    const [date, time] = format.format(start + i * 60_000).split(" ") as [string, string];
    const [hour, minute] = time.split(":").map(Number) as [number, number];
    const midnight = new Date(`${date}T00:00:00Z`);
    const dayBefore = new Date(midnight.getTime() - 86_400_000).toISOString().slice(0, 10);
    return { date, dayBefore, weekday: midnight.getUTCDay() || 7, minute: hour * 60 + minute };
  });
  clocks.set(key, clock);
  return clock;
}

/** The rule in its plainest words. */
function isOpenOn({ hours, closures }: Openness, { date, dayBefore, weekday, minute }: Shown): boolean {
  const yesterday = weekday === 1 ? 7 : weekday - 1;
  return hours.some(
    (range) =>
      (range.weekday === weekday &&
        !closures.includes(date) &&
        minute >= range.opensMinute &&
        minute < range.closesMinute) ||
      (range.weekday === yesterday && !closures.includes(dayBefore) && minute + 1_440 < range.closesMinute),
  );
}

/** Times of day that people write, those of the night more often; and any others. */
const minuteOfDay = fc.oneof(
  fc.constantFrom(0, 60, 90, 120, 135, 150, 180, 210, 1_080, 1_320, 1_380, 1_439),
  fc.integer({ min: 0, max: 1_439 }),
);
const range = fc
  .record({
    weekday: fc.integer({ min: 1, max: 7 }),
    opensMinute: minuteOfDay,
    lasts: fc.integer({ min: 1, max: 1_440 }),
  })
  .map(({ weekday, opensMinute, lasts }) => ({ weekday, opensMinute, closesMinute: opensMinute + lasts }));
const everyDay = fc
  .record({ opensMinute: minuteOfDay, lasts: fc.constantFrom(30, 60, 120, 480, 600, 1_440) })
  .map(({ opensMinute, lasts }) =>
    [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opensMinute, closesMinute: opensMinute + lasts })),
  );
const scene = fc
  .record({
    window: fc.constantFrom(...WINDOWS),
    hours: fc.oneof(fc.array(range, { maxLength: 12 }), everyDay),
    closedDays: fc.uniqueArray(fc.integer({ min: -1, max: 4 }), { maxLength: 3 }),
    minute: fc.integer({ min: 0, max: 3 * 1_440 }),
    second: fc.constantFrom(0, 0, 1, 59),
  })
  .map(({ window: [timeZone, from], hours, closedDays, minute, second }) => {
    const start = Date.parse(`${from}T00:00:00Z`);
    const closures = closedDays.map((day) => new Date(start + day * 86_400_000).toISOString().slice(0, 10));
    const openness: Openness = { hours, closures, timeZone };
    const at = new Date(start + minute * 60_000 + second * 1_000);
    return { openness, at, from, minute };
  });

describe("hours, against a clock that is read minute by minute", () => {
  test("the local date, weekday and minute", () => {
    fc.assert(
      fc.property(scene, ({ openness, at, from, minute }) => {
        const clock = clockOf(openness.timeZone, from);
        expect(clock[minute]).toMatchObject(localMoment(at, openness.timeZone));
      }),
    );
  });

  test("open or not", () => {
    fc.assert(
      fc.property(scene, ({ openness, at, from, minute }) => {
        const clock = clockOf(openness.timeZone, from);
        expect(isOpenAt(openness, at)).toBe(isOpenOn(openness, clock[minute]!));
      }),
      { numRuns: 2_000 },
    );
  });

  test("when they close, and when they open again", () => {
    fc.assert(
      fc.property(scene, ({ openness, at, from, minute }) => {
        const clock = clockOf(openness.timeZone, from);
        const windowEnds = Date.parse(`${from}T00:00:00Z`) + WINDOW_MINUTES * 60_000;
        const openNow = isOpenOn(openness, clock[minute]!);
        const until = clock.findIndex((shown, i) => i > minute && isOpenOn(openness, shown) !== openNow);
        const closesIn = minutesUntilClosing(openness, at);
        const opensAt = nextOpening(openness, at);
        if (openNow) {
          expect(opensAt).toBeNull();
          // Two days ahead is as far as it looks; what is farther than this window shows may be anything.
          if (until >= 0 && (until - minute < 2 * 1_440 || closesIn !== null)) expect(closesIn).toBe(until - minute);
          else if (closesIn !== null) expect(minute + closesIn).toBeGreaterThanOrEqual(WINDOW_MINUTES);
        } else {
          expect(closesIn).toBeNull();
          if (until >= 0) expect(opensAt?.getTime()).toBe(windowEnds + (until - WINDOW_MINUTES) * 60_000);
          else if (opensAt !== null) expect(opensAt.getTime()).toBeGreaterThanOrEqual(windowEnds);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  test("the ranges that an index holds say the same", () => {
    fc.assert(
      fc.property(scene, ({ openness, at, from, minute }) => {
        const clock = clockOf(openness.timeZone, from);
        const { sameDay, fromDayBefore } = weekRanges(openness.hours);
        const asked = weekMoment(at, openness.timeZone);
        const covers = (ranges: typeof sameDay) =>
          ranges.some(({ from, to }) => from <= asked.minute && asked.minute < to);
        const open =
          (covers(sameDay) && !openness.closures.includes(asked.date)) ||
          (covers(fromDayBefore) && !openness.closures.includes(asked.dayBefore));
        expect(open).toBe(isOpenOn(openness, clock[minute]!));
      }),
      { numRuns: 2_000 },
    );
  });
});
