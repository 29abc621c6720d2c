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

const MILLISECONDS = /^\d{4}-\d\d-\d\dT[0-2]\d:[0-5]\d:[0-5]\d\.\d{3}Z$/;

/** As `Date.toISOString` writes it, and a day that exists. Other forms of a time are left to the schema. */
function isMilliseconds(value: unknown): value is string {
  return typeof value === "string" && value.length === 24 && MILLISECONDS.test(value) && isTime(value);
}

function isTime(text: string): boolean {
  const at = Date.parse(text);
  // 24:00 and the 30th of February are no times, whatever an engine makes of them.
  return !Number.isNaN(at) && new Date(at).getUTCDate() === Number(text.slice(8, 10));
}
