/** A range of a weekday; minutes from local midnight, `closesMinute` past 1440 reaches into the next day. */
export interface OpeningRange {
  /** ISO: 1 is Monday. */
  readonly weekday: number;
  readonly opensMinute: number;
  readonly closesMinute: number;
}
export type WeeklyHours = readonly OpeningRange[];

export interface Openness {
  readonly hours: WeeklyHours;
  /** Local dates (`2026-03-01`) on which it does not open. */
  readonly closures: readonly string[];
  readonly timeZone: string;
}

/** A moment on the wall clock of a time zone. */
export interface LocalMoment {
  readonly date: string;
  readonly weekday: number;
  readonly minute: number;
}

const DAY_MINUTES = 1_440;
const formatters = new Map<string, Intl.DateTimeFormat>();

/** What calendars and clocks in that zone show. */
export function localMoment(at: Date, timeZone: string): LocalMoment {
  let formatter = formatters.get(timeZone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat("en-CA", {
      timeZone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    });
    formatters.set(timeZone, formatter);
  }
  const parts = Object.fromEntries(formatter.formatToParts(at).map((part) => [part.type, part.value]));
  const date = `${parts.year}-${parts.month}-${parts.day}`;
  return { date, weekday: isoWeekday(date), minute: Number(parts.hour) * 60 + Number(parts.minute) };
}

/**
 * Whether the doors are open, by hours and closures alone (a paused kitchen is another question). A range that began
 * yesterday evening still counts after midnight, unless yesterday was closed.
 */
export function isOpenAt(openness: Openness, at: Date): boolean {
  const now = localMoment(at, openness.timeZone);
  return rangesReaching(openness, now).some((range) => range.opens <= now.minute && now.minute < range.closes);
}

/** Minutes until the doors close, or null when they are closed now. Ranges that touch count as one. */
export function minutesUntilClosing(openness: Openness, at: Date): number | null {
  const now = localMoment(at, openness.timeZone);
  const ranges = rangesReaching(openness, now);
  let until: number | null = null;
  let cursor = now.minute;
  for (;;) {
    const range = ranges.find((candidate) => candidate.opens <= cursor && cursor < candidate.closes);
    if (range === undefined) return until;
    until = range.closes - now.minute;
    cursor = range.closes;
  }
}

/** When the doors open next, within a week; null when they are open now or never open. */
export function nextOpening(openness: Openness, at: Date): Date | null {
  if (isOpenAt(openness, at)) return null;
  const now = localMoment(at, openness.timeZone);
  for (let ahead = 0; ahead <= 7; ahead += 1) {
    const date = addDays(now.date, ahead);
    if (openness.closures.includes(date)) continue;
    const opens = openness.hours
      .filter((range) => range.weekday === isoWeekday(date))
      .map((range) => range.opensMinute + ahead * DAY_MINUTES)
      .filter((minute) => minute > now.minute)
      .sort((a, b) => a - b)[0];
    if (opens === undefined) continue;
    const startOfMinute = Math.floor(at.getTime() / 60_000) * 60_000;
    return new Date(startOfMinute + (opens - now.minute) * 60_000);
  }
  return null;
}

/** Today's ranges, yesterday's that pass midnight and tomorrow's, in minutes from today's midnight. */
function rangesReaching({ hours, closures }: Openness, now: LocalMoment): { opens: number; closes: number }[] {
  return [-1, 0, 1].flatMap((shift) => {
    const date = addDays(now.date, shift);
    if (closures.includes(date)) return [];
    const weekday = isoWeekday(date);
    return hours
      .filter((range) => range.weekday === weekday)
      .map((range) => ({
        opens: range.opensMinute + shift * DAY_MINUTES,
        closes: range.closesMinute + shift * DAY_MINUTES,
      }));
  });
}

function addDays(date: string, days: number): string {
  const at = new Date(`${date}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

function isoWeekday(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
}
