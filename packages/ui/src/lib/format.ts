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

/** "7:45 pm" in the reader's own time zone, or in `timeZone`. */
export function formatTime(at: string | Date, locale: string, timeZone?: string): string {
  return new Intl.DateTimeFormat(regionOf(locale), {
    hour: "numeric",
    minute: "2-digit",
    ...(timeZone ? { timeZone } : {}),
  }).format(new Date(at));
}

/** "7:45–8:10 pm" */
export function formatTimeRange(from: Date, to: Date, locale: string): string {
  return new Intl.DateTimeFormat(regionOf(locale), { hour: "numeric", minute: "2-digit" }).formatRange(from, to);
}

/** "22 Nov, 7:45 pm" */
export function formatDateTime(at: string | Date, locale: string): string {
  return new Intl.DateTimeFormat(regionOf(locale), {
    day: "numeric",
    month: "short",
    hour: "numeric",
    minute: "2-digit",
  }).format(new Date(at));
}

/** "9:05", "1:02:09": seconds that are left on a clock; never negative. */
export function formatClock(seconds: number): string {
  const left = Math.max(0, Math.ceil(seconds));
  const hours = Math.floor(left / 3600);
  const minutes = Math.floor((left % 3600) / 60);
  const two = (n: number) => String(n).padStart(2, "0");
  return hours > 0 ? `${hours}:${two(minutes)}:${two(left % 60)}` : `${minutes}:${two(left % 60)}`;
}
