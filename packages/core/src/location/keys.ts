/** Every Redis key of this capability. Keys of a city share its hash tag, so that a cluster spreads cities. */
export const keys = {
  /** GEO: where the city's riders on shift are. */
  riders: (cityId: string) => `{city:${cityId}}:riders`,
  /** Sorted set: when each of them was last heard of (ms). */
  seen: (cityId: string) => `{city:${cityId}}:seen`,
  /** Stream: every accepted point, on its way to Postgres. */
  trail: (cityId: string) => `{city:${cityId}}:trail`,
  /** Number: entries of the trail that the stream's bound took before a writer had read them, ever. */
  trailLost: (cityId: string) => `{city:${cityId}}:trail:lost`,
  /** Number: entries that a writer had read and died with, and that the bound took before another one took them over. */
  trailOrphaned: (cityId: string) => `{city:${cityId}}:trail:orphaned`,
  /** String: there for as long as Redis keeps what a process wrote of the city. */
  mark: (cityId: string, process: string) => `{city:${cityId}}:mark:${process}`,
  /** Hash: a rider's sheet and last position ({@link SHEET_FIELDS}). */
  rider: (riderId: string) => `rider:${riderId}`,
  /** Hash of a ride's geofences, by ride. */
  fences: (rideId: string) => `fence:${rideId}`,
};

/**
 * Fields of `rider:<id>`, all strings. Sheet: what Postgres knows, cached. `pos`: what the phone said last
 * (`rider-position.ts`). `session` is `new` when a session of the phone has just begun. `v` is another value whenever
 * anybody changed the hash, so that a process knows whether what it remembers is still so.
 */
export const SHEET_FIELDS = ["city", "online", "rides"] as const;

/** A rider who was not heard of for a day is forgotten; the sheet is made again from Postgres. */
export const RIDER_TTL_SECONDS = 86_400;
/**
 * For so long a city's trail waits for the writer. By age, not by entries: one holds a single point in a quiet town and
 * thousands in a metro, where 200,000 of them would fill any Redis. 25,000 points a second are some 3.5 GB in this time.
 */
export const TRAIL_KEPT_MS = 20 * 60_000;
