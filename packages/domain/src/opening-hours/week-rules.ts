import type { OpeningRange } from "./opening-hours.ts";
import { DAY_MINUTES, WEEK_MINUTES } from "./week-minutes.ts";

/** Lunch, dinner, and then some. */
export const MAX_RANGES_A_DAY = 6;

/**
 * The ranges (by their places in the list) that are open when an earlier one of the list is already: also where one that
 * passes midnight runs into the next day's, and Sunday's into Monday's. Ranges that touch are fine.
 */
export function overlappingRanges(hours: readonly OpeningRange[]): number[] {
  const spans = hours.map((range, index) => {
    const midnight = (range.weekday - 1) * DAY_MINUTES;
    return { index, from: midnight + range.opensMinute, to: midnight + range.closesMinute };
  });
  const clashes = spans.filter((span) =>
    spans
      .slice(0, span.index)
      .some((other) =>
        [-WEEK_MINUTES, 0, WEEK_MINUTES].some((shift) => span.from < other.to + shift && other.from + shift < span.to),
      ),
  );
  return clashes.map(({ index }) => index);
}

/** The first weekday with more ranges than {@link MAX_RANGES_A_DAY}, or null. */
export function crowdedWeekday(hours: readonly OpeningRange[]): number | null {
  for (let weekday = 1; weekday <= 7; weekday += 1) {
    if (hours.filter((range) => range.weekday === weekday).length > MAX_RANGES_A_DAY) return weekday;
  }
  return null;
}
