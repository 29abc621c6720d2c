import { randomUUID } from "node:crypto";
import type { Redis } from "ioredis";

/** Points of one entry: what the gateway gathers in a few milliseconds of a busy evening. */
export const POINTS_PER_ENTRY = 50;
const ENTRIES_AT_ONCE = 20;

/** The next points of a fleet, in the stream's own form (an entry is a JSON array of positional rows). */
export function createFleet(riders: number): (count: number, receivedAt: number) => string {
  const ids = Array.from({ length: riders }, () => randomUUID());
  let seq = 0;
  return (count, receivedAt) => {
    const rows = Array.from({ length: count }, () => {
      seq += 1;
      const lat = 12.9 + ((seq * 7) % 1_000) / 10_000;
      const lng = 77.5 + ((seq * 13) % 1_000) / 10_000;
      return [ids[seq % riders], receivedAt, seq, lat, lng, 8, (seq * 3) % 360, 6.5, 0, receivedAt, 0];
    });
    return JSON.stringify(rows);
  };
}

/** Puts so many points into a city's stream as fast as Redis takes them. */
export async function fill(redis: Redis, stream: string, fleet: ReturnType<typeof createFleet>, points: number) {
  for (let left = points; left > 0;) {
    const pipeline = redis.pipeline();
    for (let entry = 0; entry < ENTRIES_AT_ONCE && left > 0; entry++) {
      const count = Math.min(POINTS_PER_ENTRY, left);
      pipeline.xadd(stream, "MAXLEN", "~", 200_000, "*", "points", fleet(count, Date.now()));
      left -= count;
    }
    for (const [error] of (await pipeline.exec()) ?? []) if (error) throw error;
  }
}
