import { isId } from "@tiffin/db/ids";

/** A point on its way from the ingest to `rider_trail`. Times in ms since the epoch. */
export interface TrailPoint {
  readonly riderId: string;
  readonly recordedAt: number;
  readonly seq: number;
  readonly lat: number;
  readonly lng: number;
  readonly accuracy: number | null;
  readonly heading: number | null;
  readonly speed: number | null;
  readonly late: boolean;
  readonly receivedAt: number;
  /** What is odd about it: bits of `domain/location/trail-flags`. */
  readonly flags: number;
}

/** One stream entry carries all points of a city that were gathered together: positional, because there are many. */
export function encodeTrail(points: readonly TrailPoint[]): string {
  return JSON.stringify(
    points.map((p) => [
      p.riderId,
      p.recordedAt,
      p.seq,
      p.lat,
      p.lng,
      p.accuracy,
      p.heading,
      p.speed,
      p.late ? 1 : 0,
      p.receivedAt,
      p.flags,
    ]),
  );
}

/** What can't be read is left out: one bad entry must not stop the trail. */
export function decodeTrail(text: string): TrailPoint[] {
  let rows: unknown;
  try {
    rows = JSON.parse(text);
  } catch {
    return [];
  }
  if (!Array.isArray(rows)) return [];
  return rows.flatMap((row: unknown) => decodePoint(row) ?? []);
}

/** By hand, not by a schema: tens of thousands of rows a second come this way. Rows without flags are taken as well. */
function decodePoint(row: unknown): TrailPoint | null {
  if (!Array.isArray(row)) return null;
  const [riderId, recordedAt, seq, lat, lng, accuracy, heading, speed, late, receivedAt, flags = 0] = row as unknown[];
  if (typeof riderId !== "string" || !isId(riderId)) return null;
  if (!isTime(recordedAt) || !isTime(receivedAt) || !Number.isSafeInteger(seq) || !isFlags(flags)) return null;
  if (!isWithin(lat, 90) || !isWithin(lng, 180) || (late !== 0 && late !== 1)) return null;
  if (!isMeasure(accuracy) || !isMeasure(heading) || !isMeasure(speed)) return null;
  return {
    riderId,
    recordedAt,
    seq: seq as number,
    lat,
    lng,
    accuracy,
    heading,
    speed,
    late: late === 1,
    receivedAt,
    flags,
  };
}

/** What a timestamp column takes, with room: the years 1970 to 9999. */
function isTime(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) < 253_402_300_800_000;
}

function isWithin(value: unknown, bound: number): value is number {
  return typeof value === "number" && Math.abs(value) <= bound;
}

function isMeasure(value: unknown): value is number | null {
  return value === null || (typeof value === "number" && Math.abs(value) < 1e9);
}

function isFlags(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 0x7fff;
}
