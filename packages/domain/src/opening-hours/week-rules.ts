import type { OpeningRange } from "./opening-hours.ts";
import { DAY_MINUTES, WEEK_MINUTES } from "./week-minutes.ts";

/** Lunch, dinner, and then some. */
export const MAX_RANGES_A_DAY = 6;

/**
 * The first range (by its place in the list) that is open when another one is already: also where one that passes midnight
 * runs into the next day's, and Sunday's into Monday's. Ranges that touch are fine. Null when there is none.
 */
export function firstOverlap(hours: readonly OpeningRange[]): number | null {
  const spans = hours.map((range, index) => {
    const midnight = (range.weekday - 1) * DAY_MINUTES;
    return { index, from: midnight + range.opensMinute, to: midnight + range.closesMinute };
  });
  const clashes = spans.filter((span) =>
    spans.some((other) => {
      if (other.index >= span.index) return false;
      return [-WEEK_MINUTES, 0, WEEK_MINUTES].some(
        (shift) => span.from < other.to + shift && other.from + shift < span.to,
      );
    }),
  );
  return clashes[0]?.index ?? null;
}

/** The first weekday with more ranges than {@link MAX_RANGES_A_DAY}, or null. */
export function crowdedWeekday(hours: readonly OpeningRange[]): number | null {
  for (let weekday = 1; weekday <= 7; weekday += 1) {
    if (hours.filter((range) => range.weekday === weekday).length > MAX_RANGES_A_DAY) return weekday;
  }
  return null;
}
