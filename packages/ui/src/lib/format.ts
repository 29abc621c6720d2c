import { regionOf } from "./money.ts";

/** "850 m", "2.4 km", "310 km" */
export function formatDistance(meters: number, locale: string): string {
  const near = meters < 950;
  return new Intl.NumberFormat(regionOf(locale), {
    style: "unit",
    unit: near ? "meter" : "kilometer",
    unitDisplay: "short",
    maximumFractionDigits: near || meters >= 100_000 ? 0 : 1,
  }).format(near ? Math.round(meters / 10) * 10 : meters / 1000);
}

/** A place's clock, where times are not told by the reader's own. */
export interface PlaceClock {
  readonly timeZone: string;
  /** Whether the zone's short name follows each time: for readers who would take it for their own. */
  readonly named: boolean;
}

const hourAndMinute = (clock: PlaceClock | undefined): Intl.DateTimeFormatOptions => ({
  hour: "numeric",
  minute: "2-digit",
  ...(clock ? { timeZone: clock.timeZone } : {}),
  ...(clock?.named ? { timeZoneName: "short" } : {}),
});

/** "7:45 pm", or "7:45 pm IST" by a clock that is named */
export function formatTime(at: string | Date, locale: string, clock?: PlaceClock): string {
  return new Intl.DateTimeFormat(regionOf(locale), hourAndMinute(clock)).format(new Date(at));
}

/** "7:45–8:10 pm" */
export function formatTimeRange(from: Date, to: Date, locale: string, clock?: PlaceClock): string {
  return new Intl.DateTimeFormat(regionOf(locale), hourAndMinute(clock)).formatRange(from, to);
}

/** "22 Nov, 7:45 pm" */
export function formatDateTime(at: string | Date, locale: string, clock?: PlaceClock): string {
  return new Intl.DateTimeFormat(regionOf(locale), {
    day: "numeric",
    month: "short",
    ...hourAndMinute(clock),
  }).format(new Date(at));
}

const DAY_MS = 86_400_000;

/**
 * Something that is to come, by that place's clock: "6:30 pm" today, "Mon 11:00 am" within the week, "12 Dec, 11:00 am"
 * later.
 */
export function formatComing(at: string, locale: string, clock: PlaceClock, now = new Date()): string {
  const when = new Date(at);
  const { timeZone } = clock;
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(regionOf(locale), { timeZone, ...options }).format(when);
  const day = (date: Date) => new Intl.DateTimeFormat("en", { timeZone, dateStyle: "short" }).format(date);
  const time = format(hourAndMinute(clock));
  if (day(when) === day(now)) return time;
  // A week from now the weekday is today's, and says nothing.
  return when.getTime() - now.getTime() < 6 * DAY_MS
    ? `${format({ weekday: "short" })} ${time}`
    : `${format({ day: "numeric", month: "short" })}, ${time}`;
}

/** "9:05", "1:02:09": seconds that are left on a clock; never negative. */
export function formatClock(seconds: number): string {
  const left = Math.max(0, Math.ceil(seconds));
  const hours = Math.floor(left / 3600);
  const minutes = Math.floor((left % 3600) / 60);
  const two = (n: number) => String(n).padStart(2, "0");
  return hours > 0 ? `${hours}:${two(minutes)}:${two(left % 60)}` : `${minutes}:${two(left % 60)}`;
}
