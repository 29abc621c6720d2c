import { addDays, instantsOf, localMoment } from "@tiffin/domain/opening-hours/local-time";

/** When a clock in that zone next shows the typed time ("19:30"): today, or tomorrow when that is past. Null for no time. */
export function nextTimeOfDay(typed: string, timeZone: string, now: Date): string | null {
  const match = /^(\d{2}):(\d{2})$/.exec(typed);
  if (!match) return null;
  const minute = Number(match[1]) * 60 + Number(match[2]);
  const { date } = localMoment(now, timeZone);
  const next = [date, addDays(date, 1)]
    .flatMap((day) => instantsOf(day, minute, timeZone))
    .filter((at) => at > now.getTime())
    .sort((a, b) => a - b)[0];
  return next === undefined ? null : new Date(next).toISOString();
}
