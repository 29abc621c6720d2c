import type { OpeningRange } from "@tiffin/domain/opening-hours/opening-hours";

const days = ["mo", "tu", "we", "th", "fr", "sa", "su"];

/** schema.org's openingHoursSpecification, as JSON or the way Python prints it. Undefined for anything else. */
export function readHoursSpecification(text: string): OpeningRange[] | undefined {
  const parsed = parseLoosely(text);
  const list: unknown[] = Array.isArray(parsed) ? parsed : [parsed];
  const ranges: OpeningRange[] = [];
  for (const entry of list) {
    if (typeof entry !== "object" || entry === null) return undefined;
    const { dayOfWeek, opens, closes } = entry as { dayOfWeek?: unknown; opens?: unknown; closes?: unknown };
    const from = minuteOf(opens);
    const to = minuteOf(closes);
    if (from === undefined || to === undefined) return undefined;
    for (const day of Array.isArray(dayOfWeek) ? (dayOfWeek as unknown[]) : [dayOfWeek]) {
      // "Monday", or "https://schema.org/Monday"
      const weekday = days.indexOf(String(day).replace(/^.*\//, "").slice(0, 2).toLowerCase()) + 1;
      if (weekday === 0) return undefined;
      ranges.push(rangeOf(weekday, from, to));
    }
  }
  return ranges.length === 0 ? undefined : merged(ranges);
}

/** JSON, or Python's repr of the same: single quotes, None, True, False. */
function parseLoosely(text: string): unknown {
  const fromPython = text
    .replace(/\bNone\b/g, "null")
    .replace(/\bTrue\b/g, "true")
    .replace(/\bFalse\b/g, "false")
    .replace(/'((?:[^'\\]|\\.)*)'/g, (_, inner: string) => JSON.stringify(inner.replace(/\\'/g, "'")));
  for (const candidate of [text, fromPython]) {
    try {
      return JSON.parse(candidate) as unknown;
    } catch {
      // The next form, or none.
    }
  }
  return undefined;
}

function minuteOf(time: unknown): number | undefined {
  const match = /^(\d{1,2})(?::(\d{1,2}))?(?::\d{1,2})?$/.exec(typeof time === "string" ? time.trim() : "");
  if (!match) return undefined;
  const [hour, minute] = [Number(match[1]), Number(match[2] ?? 0)];
  return hour <= 24 && minute < 60 ? hour * 60 + minute : undefined;
}

/** 23:59 means midnight; a closing before the opening is on the next day. */
function rangeOf(weekday: number, from: number, to: number): OpeningRange {
  const opensMinute = from % 1_440;
  let closesMinute = to === 1_439 ? 1_440 : Math.min(to, 1_440);
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
