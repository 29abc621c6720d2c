import { addDays, localMoment } from "./local-time.ts";
import type { OpeningRange } from "./opening-hours.ts";

export const DAY_MINUTES = 1_440;
export const WEEK_MINUTES = 7 * DAY_MINUTES;

/** Minutes of the local week, 0 is Monday 00:00; `to` is not part of it. */
export interface WeekRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Weekly hours as an index can hold them. What a range covers after midnight is kept apart, because a closure of the day
 * it began on takes it away.
 */
export function weekRanges(hours: readonly OpeningRange[]): {
  readonly sameDay: WeekRange[];
  readonly fromDayBefore: WeekRange[];
} {
  const sameDay: WeekRange[] = [];
  const fromDayBefore: WeekRange[] = [];
  for (const { weekday, opensMinute, closesMinute } of hours) {
    const midnight = (weekday - 1) * DAY_MINUTES;
    sameDay.push({ from: midnight + opensMinute, to: midnight + Math.min(closesMinute, DAY_MINUTES) });
    if (closesMinute <= DAY_MINUTES) continue;
    const nextMidnight = (midnight + DAY_MINUTES) % WEEK_MINUTES;
    fromDayBefore.push({ from: nextMidnight, to: nextMidnight + closesMinute - DAY_MINUTES });
  }
  return { sameDay, fromDayBefore };
}

/** What the calendar and the clock of a time zone show, for asking an index that holds {@link weekRanges}. */
export interface WeekMoment {
  readonly timeZone: string;
  readonly minute: number;
  readonly date: string;
  readonly dayBefore: string;
}

export function weekMoment(at: Date, timeZone: string): WeekMoment {
  const { date, weekday, minute } = localMoment(at, timeZone);
  const dayBefore = addDays(date, -1);
  return { timeZone, minute: (weekday - 1) * DAY_MINUTES + minute, date, dayBefore };
}
