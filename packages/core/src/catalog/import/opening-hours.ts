import { localMoment } from "@tiffin/domain/opening-hours/opening-hours";
import type { OpeningRange } from "@tiffin/domain/opening-hours/opening-hours";
import { LRUCache } from "lru-cache";
import { evaluateOsmHours } from "./opening-hours-osm.ts";
import type { DayRange, HoursContext, OpenDates } from "./opening-hours-osm.ts";
import { readHoursSpecification } from "./opening-hours-spec.ts";
import type { NoteCode } from "./refusal.ts";

export interface ImportedHours {
  readonly weekly: readonly OpeningRange[];
  /** Dates of the coming year on which it stays closed although its weekday is open. */
  readonly closures: readonly string[];
  readonly notes: readonly NoteCode[];
}

/** So many weeks have a say in what a usual week is like, so that Christmas and New Year don't make every Friday a holiday. */
const weeksAsked = 5;
const daysAhead = 366;

/** Reads hours for one import. The same text is evaluated once, as chains and whole streets keep the same hours. */
export function hoursReader(
  city: Omit<HoursContext, "location" | "state">,
): (text: string, location: HoursContext["location"], state: string | undefined) => ImportedHours | undefined {
  const known = new LRUCache<string, { hours: ImportedHours | undefined }>({ max: 5_000 });
  return (text, location, state) => {
    const context = { ...city, location, state };
    // Daylight is another at every place.
    if (/sunrise|sunset|dawn|dusk/i.test(text)) return readOpeningHours(text, context);
    const key = `${state ?? ""}|${text}`;
    const found = known.get(key) ?? { hours: readOpeningHours(text, context) };
    known.set(key, found);
    return found.hours;
  };
}

/**
 * Opening hours as files have them: schema.org's specification, or OpenStreetMap's notation, which a library evaluates over
 * the coming year. The week from next Monday on (the first one in which it opens at all) becomes the weekly hours; dates on
 * which it stays closed become closures. Undefined for anything else: unknown hours are not guessed at here.
 */
export function readOpeningHours(text: string, context: HoursContext): ImportedHours | undefined {
  const trimmed = text.trim();
  if (/^[[{]/.test(trimmed)) {
    const weekly = readHoursSpecification(trimmed);
    return weekly && { weekly, closures: [], notes: [] };
  }
  const today = localMoment(context.now, context.timeZone);
  const monday = addDays(today.date, 8 - today.weekday);
  const open = evaluateOsmHours(trimmed, context, today.date, daysAhead);
  if (open === undefined || open.byDate.size === 0) return undefined;
  const notes: NoteCode[] = open.holidaysUnknown ? ["HOLIDAYS_UNKNOWN"] : [];
  const week = usualWeek(open, monday);
  if (week === undefined) return undefined;
  const weekly = week.flatMap((ranges, i) =>
    ranges.map(({ opens, closes }): OpeningRange => ({ weekday: i + 1, opensMinute: opens, closesMinute: closes })),
  );
  if (open.isWeekStable) return { weekly, closures: [], notes };
  const closures: string[] = [];
  let varies = false;
  for (let ahead = 0; ahead < daysAhead; ahead++) {
    const date = addDays(today.date, ahead);
    const usual = week[(today.weekday - 1 + ahead) % 7]!;
    const actual = open.byDate.get(date) ?? [];
    if (usual.length > 0 && actual.length === 0) closures.push(date);
    else if (!isSame(usual, actual)) varies = true;
  }
  return { weekly, closures, notes: varies ? [...notes, "HOURS_VARY"] : notes };
}

/** Monday to Sunday; undefined when it opens in no week of the year. */
function usualWeek({ byDate, isWeekStable }: OpenDates, monday: string): (readonly DayRange[])[] | undefined {
  const week = (number: number): (readonly DayRange[])[] =>
    Array.from({ length: 7 }, (_, day) => byDate.get(addDays(monday, number * 7 + day)) ?? []);
  const openDays = (days: readonly (readonly DayRange[])[]): number =>
    days.filter((ranges) => ranges.length > 0).length;
  const first = Array.from({ length: 52 }, (_, number) => number).find((number) => openDays(week(number)) > 0);
  if (first === undefined) return undefined;
  if (isWeekStable) return week(first);
  const asked = Array.from({ length: weeksAsked }, (_, later) => week(first + later));
  // The fullest of them is the usual one: what is closed in the others are holidays, and becomes closures.
  const usual = asked.toSorted((a, b) => openDays(b) - openDays(a))[0]!;
  // Weeks of another season have no say.
  const alike = asked.filter((other) => other.filter((ranges, day) => isSame(ranges, usual[day]!)).length >= 4);
  return usual.map((_, day) => mostCommon(alike.map((other) => other[day]!)));
}

/** The first of those that are there most often. */
function mostCommon(days: readonly (readonly DayRange[])[]): readonly DayRange[] {
  const count = (ranges: readonly DayRange[]): number => days.filter((other) => isSame(other, ranges)).length;
  return days.toSorted((a, b) => count(b) - count(a))[0] ?? [];
}

function isSame(a: readonly DayRange[], b: readonly DayRange[]): boolean {
  return a.length === b.length && a.every(({ opens, closes }, i) => opens === b[i]!.opens && closes === b[i]!.closes);
}

function addDays(date: string, days: number): string {
  const at = new Date(`${date}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}
