import { pingSchema, type Ping } from "../wire/riders.ts";

/**
 * `pingSchema` by hand, for the path that takes tens of thousands a second: a point of the usual form is judged by a few
 * comparisons, any other by the schema, which has the last word. Null for a point that is none.
 */
export function readPing(value: unknown): Ping | null {
  if (typeof value !== "object" || value === null) return null;
  const { lat, lng, accuracy, heading, speed, recordedAt, seq } = value as Record<string, unknown>;
  if (
    isWithin(lat, -90, 90) &&
    isWithin(lng, -180, 180) &&
    (accuracy === undefined || isWithin(accuracy, 0, 100_000)) &&
    (heading === undefined || isWithin(heading, 0, 360)) &&
    (speed === undefined || isWithin(speed, 0, 200)) &&
    (recordedAt === undefined || isMilliseconds(recordedAt)) &&
    (seq === undefined || (Number.isSafeInteger(seq) && (seq as number) >= 0))
  ) {
    // What came from JSON has no surprises; the unknown fields that it may have are read by nobody.
    return value as Ping;
  }
  const parsed = pingSchema.safeParse(value);
  return parsed.success ? parsed.data : null;
}

function isWithin(value: unknown, least: number, most: number): value is number {
  // False for NaN; the bounds exclude the infinities.
  return typeof value === "number" && value >= least && value <= most;
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
const PATTERN = "dddd-dd-ddTdd:dd:dd.dddZ";
const ZERO = 48;

/** As `Date.toISOString` writes it, and a day that exists. Other forms of a time are left to the schema. */
function isMilliseconds(value: unknown): value is string {
  if (typeof value !== "string" || value.length !== PATTERN.length) return false;
  for (let at = 0; at < PATTERN.length; at += 1) {
    const digit = value.charCodeAt(at) - ZERO;
    if (PATTERN[at] === "d" ? digit < 0 || digit > 9 : value[at] !== PATTERN[at]) return false;
  }
  if (pairAt(value, 11) > 23 || pairAt(value, 14) > 59 || pairAt(value, 17) > 59) return false;
  const month = pairAt(value, 5);
  const days = month === 2 && isLeap(100 * pairAt(value, 0) + pairAt(value, 2)) ? 29 : (DAYS[month - 1] ?? 0);
  const day = pairAt(value, 8);
  return day >= 1 && day <= days;
}

function pairAt(text: string, at: number): number {
  return 10 * (text.charCodeAt(at) - ZERO) + text.charCodeAt(at + 1) - ZERO;
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}
