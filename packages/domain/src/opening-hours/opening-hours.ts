import { addDays, clockChanges, DAY_MS, instantsOf, isoWeekday, localMoment, MINUTE_MS } from "./local-time.ts";

export { localMoment, type LocalMoment } from "./local-time.ts";

/** A range of a weekday; minutes from local midnight, `closesMinute` past 1440 reaches into the next day. */
export interface OpeningRange {
  /** ISO: 1 is Monday. */
  readonly weekday: number;
  readonly opensMinute: number;
  readonly closesMinute: number;
}
export type WeeklyHours = readonly OpeningRange[];

/**
 * When the doors are open. Two rules, which the search engines keep as well:
 *
 * - The clock on the wall decides. In the night in which clocks are set, an hour that is skipped is not kept open, and one
 *   that is repeated counts twice.
 * - A range belongs to the day on which it begins, with all that it has after midnight. A closure takes away the ranges
 *   that begin on its date: the evening before still ends at two, and the night of the holiday itself stays closed.
 */
export interface Openness {
  readonly hours: WeeklyHours;
  /** Local dates (`2026-03-01`) on which it does not open. */
  readonly closures: readonly string[];
  readonly timeZone: string;
}

const DAY_MINUTES = 1_440;
/** How far ahead an opening is looked for: past a week of holidays, and a weekly day after it. */
const OPENING_AHEAD_DAYS = 14;
/** Doors that close later than this count as always open. */
const CLOSING_AHEAD_DAYS = 2;

/**
 * Whether the doors are open, by hours and closures alone (a paused kitchen is another question). A range that began
 * yesterday evening still counts after midnight, unless yesterday was closed.
 */
export function isOpenAt(openness: Openness, at: Date): boolean {
  const { date, weekday, minute } = localMoment(at, openness.timeZone);
  return (
    isInside(openness, date, weekday, minute) ||
    isInside(openness, addDays(date, -1), weekday === 1 ? 7 : weekday - 1, minute + DAY_MINUTES)
  );
}

/**
 * Minutes until the doors close, ranges that touch counting as one, however the clocks are set meanwhile; null when they
 * are closed now, and when they don't close within two days.
 */
export function minutesUntilClosing(openness: Openness, at: Date): number | null {
  if (!isOpenAt(openness, at)) return null;
  const closes = firstChange(openness, at, false, CLOSING_AHEAD_DAYS);
  return closes === null ? null : Math.ceil((closes.getTime() - at.getTime()) / MINUTE_MS);
}

/** When the doors open next, within two weeks; null when they are open now or don't open in that time. */
export function nextOpening(openness: Openness, at: Date): Date | null {
  return isOpenAt(openness, at) ? null : firstChange(openness, at, true, OPENING_AHEAD_DAYS);
}

/**
 * When the doors open on another day than the one that is being worked: after midnight, an evening that is not over yet
 * is still yesterday. Without any hours in the next two weeks it is the next midnight.
 */
export function openingTomorrow(openness: Openness, at: Date): Date {
  const { hours, closures, timeZone } = openness;
  const { date, weekday, minute } = localMoment(at, timeZone);
  const yesterday = addDays(date, -1);
  const isStillYesterday = isInside(openness, yesterday, weekday === 1 ? 7 : weekday - 1, minute + DAY_MINUTES);
  const worked = isStillYesterday ? yesterday : date;
  for (let ahead = 1; ahead <= OPENING_AHEAD_DAYS; ahead += 1) {
    const day = addDays(worked, ahead);
    if (closures.includes(day)) continue;
    const opens = hours
      .filter((range) => range.weekday === isoWeekday(day))
      .flatMap((range) => instantsOf(day, range.opensMinute, timeZone))
      .filter((moment) => moment > at.getTime());
    if (opens.length > 0) return new Date(Math.min(...opens));
  }
  return new Date(instantsOf(addDays(date, 1), 0, timeZone)[0] ?? at.getTime() + DAY_MS);
}

function isInside({ hours, closures }: Openness, date: string, weekday: number, minute: number): boolean {
  return (
    hours.some((range) => range.weekday === weekday && range.opensMinute <= minute && minute < range.closesMinute) &&
    !closures.includes(date)
  );
}

/**
 * Doors open where a range begins and close where one ends, or when the clocks are set: the first of those moments at
 * which they are as asked.
 */
function firstChange(openness: Openness, at: Date, open: boolean, days: number): Date | null {
  const { timeZone, hours, closures } = openness;
  const today = localMoment(at, timeZone).date;
  const from = at.getTime();
  const moments = clockChanges(from, from + days * DAY_MS, timeZone);
  for (let ahead = -1; ahead <= days; ahead += 1) {
    const date = addDays(today, ahead);
    if (closures.includes(date)) continue;
    const weekday = isoWeekday(date);
    for (const range of hours) {
      if (range.weekday !== weekday) continue;
      moments.push(...instantsOf(date, open ? range.opensMinute : range.closesMinute, timeZone));
    }
  }
  const change = moments
    .filter((moment) => moment > from)
    .sort((a, b) => a - b)
    .find((moment) => isOpenAt(openness, new Date(moment)) === open);
  return change === undefined ? null : new Date(change);
}
