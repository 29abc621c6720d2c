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
  /** Hash: a rider's sheet and last position ({@link RiderHash}). */
  rider: (riderId: string) => `rider:${riderId}`,
  /** Hash of a ride's geofences, by ride. */
  fences: (rideId: string) => `fence:${rideId}`,
};

/** Fields of `rider:<id>`. Sheet: what Postgres knows, cached. Position: what the phone said last. All are strings. */
export const SHEET_FIELDS = ["city", "online", "rides"] as const;
export const POSITION_FIELDS = ["lat", "lng", "at", "heading", "seq", "doubted", "session"] as const;
export const RIDER_FIELDS = [...SHEET_FIELDS, ...POSITION_FIELDS] as const;
export type RiderField = (typeof RIDER_FIELDS)[number] | "seen";

/** A rider who was not heard of for a day is forgotten; the sheet is made again from Postgres. */
export const RIDER_TTL_SECONDS = 86_400;
/** Entries of a city's trail that wait for the writer: an hour's worth of 500 riders, and more. */
export const TRAIL_MAX_ENTRIES = 200_000;
