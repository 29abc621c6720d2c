import type { Location } from "@tiffin/domain/geo/location";
import OpeningHours from "opening_hours";

/** Where and when hours are read. Holidays follow from the country and the state, daylight from the place. */
export interface HoursContext {
  readonly location: Location | undefined;
  /** ISO 3166 alpha-2 */
  readonly country: string;
  readonly state: string | undefined;
  readonly timeZone: string;
  readonly now: Date;
}

/** Minutes from midnight; `closes` may pass 1440. */
export interface DayRange {
  readonly opens: number;
  readonly closes: number;
}

/** What is open on each date of a span, by date (`2026-03-01`); dates without a range are missing. */
export interface OpenDates {
  readonly byDate: ReadonlyMap<string, readonly DayRange[]>;
  /** True when every week is like every other. */
  readonly isWeekStable: boolean;
  /** True when rules for holidays had to be left out. */
  readonly holidaysUnknown: boolean;
}

/** OpenStreetMap allows 255. */
const longestText = 1_000;
/** Doors that open without saying until when. */
const usualClosing = 23 * 60;

/**
 * Evaluates OpenStreetMap's opening_hours over `days` dates from `firstDate` on. Undefined for what the library can't read.
 * The library thinks in the process's own time zone; wall-clock times come out right in any.
 */
export function evaluateOsmHours(
  text: string,
  context: HoursContext,
  firstDate: string,
  days: number,
): OpenDates | undefined {
  if (text.length > longestText) return undefined;
  const value = text.replace(/\b12\s*noon\b/gi, "12:00").replace(/\b12\s*mid-?night\b/gi, "24:00");
  const place = libraryPlace(context);
  try {
    return quietly(() => evaluate(value, place, firstDate, days, false));
  } catch (error) {
    if (!/no holidays/i.test(String(error))) return undefined;
  }
  try {
    const rest = withoutHolidays(value);
    return rest === "" ? undefined : quietly(() => evaluate(rest, place, firstDate, days, true));
  } catch {
    return undefined;
  }
}

/** The library prints what it throws; a report says it better. */
function quietly<T>(evaluation: () => T): T {
  const { error } = console;
  console.error = () => {};
  try {
    return evaluation();
  } finally {
    console.error = error;
  }
}

function evaluate(
  text: string,
  place: LibraryPlace,
  firstDate: string,
  days: number,
  holidaysUnknown: boolean,
): OpenDates {
  const hours = new OpeningHours(text, place);
  const isWeekStable = hours.isWeekStable();
  const [year, month, day] = firstDate.split("-").map(Number) as [number, number, number];
  const from = new Date(year, month - 1, day - 1);
  const to = new Date(year, month - 1, day + (isWeekStable ? Math.min(days, 15) : days) + 1);
  const byDate = new Map<string, DayRange[]>();
  let lastKnownEnd = 0;
  for (const [start, end, isUnknown, comment] of hours.getOpenIntervals(from, to)) {
    if (!isUnknown) {
      for (const { date, range } of cutAtMidnights(start, end)) add(byDate, date, range);
      lastKnownEnd = end.getTime();
      continue;
    }
    // "18:00+" opens until it doesn't; "18:00-22:00+" is sure until ten. What began before the span is cut, and left out.
    if (/open end/i.test(comment ?? "")) {
      if (start.getTime() === lastKnownEnd || start.getTime() === from.getTime()) continue;
      const opens = minuteOf(start);
      add(byDate, dateOf(start), { opens, closes: Math.max(usualClosing, Math.min(opens + 120, 1_440)) });
    } else if (isRemark(comment) && end.getTime() - start.getTime() < 86_400_000) {
      for (const { date, range } of cutAtMidnights(start, end)) add(byDate, date, range);
    }
  }
  return { byDate, isWeekStable, holidaysUnknown };
}

/** A remark beside times doesn't close the doors ("kitchen until 21:30"), unless one must be expected there. */
function isRemark(comment: string | undefined): boolean {
  return comment !== undefined && comment !== "" && !/appoint|reserv|event|request|book|call|member/i.test(comment);
}

/** An evening may pass midnight; what is open for more than a day is cut into days. */
function cutAtMidnights(start: Date, end: Date): { date: string; range: DayRange }[] {
  const parts: { date: string; range: DayRange }[] = [];
  let from = start;
  while (from < end) {
    const midnight = new Date(from.getFullYear(), from.getMonth(), from.getDate() + 1);
    const opens = minuteOf(from);
    const isEvening = wallMinutes(from, end) <= 1_440;
    const until = isEvening ? end : midnight;
    parts.push({ date: dateOf(from), range: { opens, closes: opens + wallMinutes(from, until) } });
    from = until;
  }
  return parts;
}

/** Minutes between two moments as clocks on the wall show them. */
function wallMinutes(from: Date, to: Date): number {
  const wall = (date: Date): number =>
    Date.UTC(date.getFullYear(), date.getMonth(), date.getDate(), date.getHours(), date.getMinutes());
  return (wall(to) - wall(from)) / 60_000;
}

const minuteOf = (date: Date): number => date.getHours() * 60 + date.getMinutes();

function dateOf(date: Date): string {
  const pad = (value: number): string => String(value).padStart(2, "0");
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
}

function add(byDate: Map<string, DayRange[]>, date: string, range: DayRange): void {
  const ranges = byDate.get(date);
  const last = ranges?.at(-1);
  if (range.closes <= range.opens) return;
  if (ranges === undefined || last === undefined) byDate.set(date, [range]);
  else if (range.opens > last.closes) ranges.push(range);
  else
    ranges[ranges.length - 1] = {
      opens: last.opens,
      closes: Math.min(Math.max(last.closes, range.closes), last.opens + 1_440),
    };
}

type LibraryPlace = ConstructorParameters<typeof OpeningHours>[1];

/** The library reckons daylight in the process's zone: a longitude moved by the zones' difference makes it the city's. */
function libraryPlace({ location, timeZone, now, country, state }: HoursContext): LibraryPlace {
  const address = { country_code: country.toLowerCase(), state: state ?? "" };
  if (location === undefined) return { address } as LibraryPlace;
  const minutesEast = (zone: string | undefined): number => {
    const wall = (timeZone?: string): number =>
      Date.parse(`${now.toLocaleString("sv-SE", timeZone === undefined ? {} : { timeZone })}Z`);
    return (wall(zone) - wall("UTC")) / 60_000;
  };
  const lon = location.lng - (minutesEast(timeZone) - minutesEast(undefined)) / 4;
  // Its types say numbers, but only strings count.
  return { lat: String(location.lat), lon: String(lon), address } as unknown as LibraryPlace;
}

/** `Mo-Fr,PH 10:00-20:00; PH off` → `Mo-Fr 10:00-20:00`: for countries whose holidays nobody has told the library. */
function withoutHolidays(text: string): string {
  const holiday = String.raw`(?:PH|SH)(?:\s*[+-]\d+\s*days?)?`;
  return text
    .split(";")
    .map((rule) => rule.trim())
    .filter(
      (rule) =>
        !new RegExp(String.raw`^${holiday}(?:\s*,\s*${holiday})*(?!\s*,?\s*(?:Mo|Tu|We|Th|Fr|Sa|Su))`, "i").test(rule),
    )
    .map((rule) =>
      rule
        .replace(new RegExp(String.raw`\b${holiday}\s*,\s*`, "gi"), "")
        .replace(new RegExp(String.raw`\s*,\s*${holiday}\b`, "gi"), "")
        .replace(new RegExp(String.raw`\b${holiday}\s+(?=(?:Mo|Tu|We|Th|Fr|Sa|Su)\b)`, "gi"), ""),
    )
    .join("; ");
}
