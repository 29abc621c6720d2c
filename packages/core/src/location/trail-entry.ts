import { z } from "zod";

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
}

const rowSchema = z.tuple([
  z.uuid(),
  z.int(),
  z.int(),
  z.number(),
  z.number(),
  z.number().nullable(),
  z.number().nullable(),
  z.number().nullable(),
  z.union([z.literal(0), z.literal(1)]),
  z.int(),
]);

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
  return rows.flatMap((row) => {
    const parsed = rowSchema.safeParse(row);
    if (!parsed.success) return [];
    const [riderId, recordedAt, seq, lat, lng, accuracy, heading, speed, late, receivedAt] = parsed.data;
    return [{ riderId, recordedAt, seq, lat, lng, accuracy, heading, speed, late: late === 1, receivedAt }];
  });
}
