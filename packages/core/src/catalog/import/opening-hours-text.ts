import type { OpeningRange } from "@tiffin/domain/opening-hours/opening-hours";

const days = ["mo", "tu", "we", "th", "fr", "sa", "su"];

/**
 * Opening hours as files have them: schema.org specifications (JSON, or the way Python prints them), OpenStreetMap's
 * `Mo-Fr 11:00-15:00,18:00-23:00; Sa off`, `24/7`. Undefined for anything else: unknown hours are not guessed at.
 */
export function parseOpeningHours(text: string): OpeningRange[] | undefined {
  const trimmed = text.trim();
  if (trimmed === "") return undefined;
  const ranges = trimmed.startsWith("[") || trimmed.startsWith("{") ? fromSpecification(trimmed) : fromOsm(trimmed);
  return ranges === undefined || ranges.length === 0 ? undefined : merged(ranges);
}

function fromSpecification(text: string): OpeningRange[] | undefined {
  const parsed = parseLoosely(text);
  const list = Array.isArray(parsed) ? parsed : [parsed];
  const ranges: OpeningRange[] = [];
  for (const entry of list as unknown[]) {
    if (typeof entry !== "object" || entry === null) return undefined;
    const { dayOfWeek, opens, closes } = entry as { dayOfWeek?: unknown; opens?: unknown; closes?: unknown };
    const from = minuteOf(typeof opens === "string" ? opens : "");
    const to = minuteOf(typeof closes === "string" ? closes : "");
    if (from === undefined || to === undefined) return undefined;
    for (const day of Array.isArray(dayOfWeek) ? dayOfWeek : [dayOfWeek]) {
      // "Monday", or "https://schema.org/Monday"
      const weekday = days.indexOf(String(day).replace(/^.*\//, "").slice(0, 2).toLowerCase()) + 1;
      if (weekday === 0) return undefined;
      ranges.push(rangeOf(weekday, from, to));
    }
  }
  return ranges;
}

/** JSON, or Python's repr of the same: single quotes, None, True, False. */
function parseLoosely(text: string): unknown {
  for (const candidate of [
    text,
    text
      .replace(/\bNone\b/g, "null")
      .replace(/\bTrue\b/g, "true")
      .replace(/\bFalse\b/g, "false")
      .replace(/'((?:[^'\\]|\\.)*)'/g, (_, inner: string) => JSON.stringify(inner.replace(/\\'/g, "'"))),
  ]) {
    try {
      return JSON.parse(candidate) as unknown;
    } catch {
      // The next form, or none.
    }
  }
  return undefined;
}

function fromOsm(text: string): OpeningRange[] | undefined {
  if (/^24\s*\/\s*7$/.test(text)) return days.map((_, i) => rangeOf(i + 1, 0, 1_440));
  const byDay = new Map<number, OpeningRange[]>();
  for (const rule of text
    .split(";")
    .map((part) => part.trim().toLowerCase())
    .filter((part) => part !== "")) {
    if (/^ph\b/.test(rule)) continue;
    const match = /^((?:(?:mo|tu|we|th|fr|sa|su|ph)\b(?:\s*-\s*(?:mo|tu|we|th|fr|sa|su)\b)?\s*,?\s*)*)(.*)$/.exec(rule);
    const weekdays = match && weekdaysOf(match[1]!);
    if (!match || !weekdays) return undefined;
    const times = match[2]!.trim();
    if (times === "off" || times === "closed") {
      for (const weekday of weekdays) byDay.set(weekday, []);
      continue;
    }
    const spans: [number, number][] = [];
    for (const span of times.split(",")) {
      const [from, to, ...rest] = span.split("-").map((time) => minuteOf(time.trim()));
      if (from === undefined || to === undefined || rest.length > 0) return undefined;
      spans.push([from, to]);
    }
    for (const weekday of weekdays)
      byDay.set(
        weekday,
        spans.map(([from, to]) => rangeOf(weekday, from, to)),
      );
  }
  return [...byDay.values()].flat();
}

function weekdaysOf(text: string): number[] | undefined {
  const parts = text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
  if (parts.length === 0) return [1, 2, 3, 4, 5, 6, 7];
  const found = new Set<number>();
  for (const part of parts) {
    if (part === "ph") continue;
    const [from, to = from] = part.split("-").map((day) => days.indexOf(day.trim()));
    if (from === undefined || to === undefined || from < 0 || to < 0) return undefined;
    for (let day = from; ; day = (day + 1) % 7) {
      found.add(day + 1);
      if (day === to) break;
    }
  }
  return [...found];
}

function minuteOf(text: string): number | undefined {
  const match = /^(\d{1,2})(?::(\d{1,2}))?(?::\d{1,2})?\s*(am|pm)?$/i.exec(text.trim());
  if (!match) return undefined;
  let hour = Number(match[1]);
  const minute = Number(match[2] ?? 0);
  const half = match[3]?.toLowerCase();
  if (half !== undefined) hour = (hour % 12) + (half === "pm" ? 12 : 0);
  return hour <= 24 && minute < 60 ? hour * 60 + minute : undefined;
}

/** 23:59 means midnight; a closing before the opening is on the next day. */
function rangeOf(weekday: number, from: number, to: number): OpeningRange {
  const opensMinute = from % 1_440;
  let closesMinute = to === 1_439 ? 1_440 : to;
  if (closesMinute <= opensMinute) closesMinute += 1_440;
  return { weekday, opensMinute, closesMinute };
}

/** Ranges of a day that touch or overlap become one. */
function merged(ranges: readonly OpeningRange[]): OpeningRange[] {
  const result: OpeningRange[] = [];
  for (const range of ranges.toSorted((a, b) => a.weekday - b.weekday || a.opensMinute - b.opensMinute)) {
    const last = result.at(-1);
    if (last && last.weekday === range.weekday && range.opensMinute <= last.closesMinute) {
      const closesMinute = Math.min(Math.max(last.closesMinute, range.closesMinute), last.opensMinute + 1_440);
      result[result.length - 1] = { ...last, closesMinute };
    } else result.push(range);
  }
  return result;
}
