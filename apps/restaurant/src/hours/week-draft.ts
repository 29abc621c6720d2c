import type { OpeningRange } from "@tiffin/domain/opening-hours/opening-hours";
import { MAX_RANGES_A_DAY, overlappingRanges } from "@tiffin/domain/opening-hours/week-rules";

/** As it is typed: `HH:MM`, empty while nothing is. A closing that is not after the opening is the next day's. */
export interface DraftRange {
  readonly id: string;
  readonly opens: string;
  readonly closes: string;
}
/** Seven days, Monday first. */
export type WeekDraft = readonly (readonly DraftRange[])[];

export type DraftIssue = "incomplete" | "overlap";

const DAY_MINUTES = 1_440;

export function draftOf(hours: readonly OpeningRange[]): WeekDraft {
  return Array.from({ length: 7 }, (_, day) =>
    hours
      .filter(({ weekday }) => weekday === day + 1)
      .map(({ opensMinute, closesMinute }, index) => ({
        id: `${day}-${index}`,
        opens: clockTime(opensMinute),
        closes: clockTime(closesMinute),
      })),
  );
}

/** The hours that are meant, and what is wrong with which range; hours are only good to save without issues. */
export function readDraft(draft: WeekDraft): { hours: OpeningRange[]; issues: ReadonlyMap<string, DraftIssue> } {
  const issues = new Map<string, DraftIssue>();
  const hours: OpeningRange[] = [];
  const ids: string[] = [];
  draft.forEach((ranges, day) => {
    for (const { id, opens, closes } of ranges) {
      const [opensMinute, closesAt] = [minuteOf(opens), minuteOf(closes)];
      if (opensMinute === null || closesAt === null) {
        issues.set(id, "incomplete");
        continue;
      }
      ids.push(id);
      const closesMinute = closesAt > opensMinute ? closesAt : closesAt + DAY_MINUTES;
      hours.push({ weekday: day + 1, opensMinute, closesMinute });
    }
  });
  for (const overlap of overlappingRanges(hours)) issues.set(ids[overlap]!, "overlap");
  return { hours, issues };
}

/** What a range means beyond its two times. */
export function spanOf({ opens, closes }: DraftRange): "same-day" | "past-midnight" | "whole-day" {
  const [opensMinute, closesMinute] = [minuteOf(opens), minuteOf(closes)];
  if (opensMinute === null || closesMinute === null || closesMinute > opensMinute) return "same-day";
  if (closesMinute === opensMinute) return "whole-day";
  // Midnight itself ends the day it belongs to.
  return closesMinute === 0 ? "same-day" : "past-midnight";
}

export function canAdd(ranges: readonly DraftRange[]): boolean {
  return ranges.length < MAX_RANGES_A_DAY;
}

export function changeDay(draft: WeekDraft, day: number, ranges: readonly DraftRange[]): WeekDraft {
  return draft.map((each, index) => (index === day ? ranges : each));
}

/** Gives those days the same hours. */
export function copyDay(draft: WeekDraft, from: number, to: readonly number[]): WeekDraft {
  return draft.map((ranges, day) =>
    to.includes(day)
      ? draft[from]!.map(({ opens, closes }, index) => ({ id: `${day}-${index}`, opens, closes }))
      : ranges,
  );
}

/** The next range of a day: an evening after a lunch, a usual day where there is nothing. */
export function nextRange(ranges: readonly DraftRange[]): DraftRange {
  // Never one that is there already: ranges are removed from the middle as well.
  const number = 1 + Math.max(-1, ...ranges.map(({ id }) => Number(id.split("-").at(-1))));
  const last = ranges.at(-1);
  const id = `new-${number}`;
  return last === undefined ? { id, opens: "11:00", closes: "22:00" } : { id, opens: "", closes: "" };
}

function clockTime(minute: number): string {
  const inDay = minute % DAY_MINUTES;
  return `${String(Math.floor(inDay / 60)).padStart(2, "0")}:${String(inDay % 60).padStart(2, "0")}`;
}

function minuteOf(time: string): number | null {
  const [, hour, minute] = /^(\d\d):(\d\d)/.exec(time) ?? [];
  return hour === undefined ? null : Number(hour) * 60 + Number(minute);
}
