import type { Database } from "@tiffin/db/client";
import type { Fix, PingMemory } from "@tiffin/domain/location/judge-ping";
import type { RedisClient } from "../redis/index.ts";
import type { LivePoint } from "./ingest.ts";
import { keys, RIDER_FIELDS, RIDER_TTL_SECONDS, TRAIL_MAX_ENTRIES } from "./keys.ts";
import { parseSheet, refreshSheets, type RiderSheet } from "./rider-sheet.ts";
import { encodeTrail, type TrailPoint } from "./trail-entry.ts";

/** What Redis knows of a rider. */
export interface RiderMemory {
  readonly sheet: RiderSheet;
  readonly memory: PingMemory;
}

/** Reads riders in one round trip; those whom Redis has no sheet of come from Postgres. Strangers are left out. */
export async function readRiders(
  services: { readonly db: Database; readonly redis: RedisClient },
  riderIds: readonly string[],
): Promise<Map<string, RiderMemory>> {
  const pipeline = services.redis.pipeline();
  for (const riderId of riderIds) pipeline.hmget(keys.rider(riderId), ...RIDER_FIELDS);
  const answers = (await pipeline.exec()) ?? [];
  const known = new Map<string, RiderMemory>();
  const memories = new Map<string, PingMemory>();
  for (const [index, riderId] of riderIds.entries()) {
    const [error, values] = answers[index] ?? [];
    if (error) throw error;
    const fields = toFields(values as (string | null)[]);
    const memory = parseMemory(fields);
    const sheet = parseSheet(riderId, fields);
    memories.set(riderId, memory);
    if (sheet !== null) known.set(riderId, { sheet, memory });
  }
  const unknown = riderIds.filter((riderId) => !known.has(riderId));
  for (const sheet of await refreshSheets(services, unknown)) {
    const memory = memories.get(sheet.riderId);
    if (memory !== undefined) known.set(sheet.riderId, { sheet, memory });
  }
  return known;
}

export interface RiderWrite {
  readonly rider: RiderMemory;
  /** The newest live point of this batch. */
  readonly live: LivePoint | null;
  readonly trail: readonly TrailPoint[];
  readonly now: Date;
}

/** Writes a batch in one round trip: the cities' maps, the riders' hashes, and one trail entry for each city. */
export async function writePings(redis: RedisClient, writes: readonly RiderWrite[]): Promise<void> {
  if (writes.length === 0) return;
  const pipeline = redis.pipeline();
  const byCity = new Map<string, RiderWrite[]>();
  for (const write of writes) {
    const { sheet, memory } = write.rider;
    const key = keys.rider(sheet.riderId);
    pipeline.hset(key, {
      seq: memory.seq ?? "",
      doubted: memory.doubted === null ? "" : JSON.stringify(memory.doubted),
      session: memory.isNewSession ? "new" : "",
      ...(memory.last === null ? {} : { lat: memory.last.lat, lng: memory.last.lng, at: memory.last.at }),
      ...(write.live === null ? {} : { heading: write.live.heading ?? "", seen: write.now.getTime() }),
    });
    pipeline.expire(key, RIDER_TTL_SECONDS);
    byCity.set(sheet.cityId, [...(byCity.get(sheet.cityId) ?? []), write]);
  }
  for (const [cityId, ofCity] of byCity) {
    const places: (string | number)[] = [];
    const seen: (string | number)[] = [];
    for (const { rider, live, now } of ofCity) {
      if (live === null) continue;
      places.push(live.fix.lng, live.fix.lat, rider.sheet.riderId);
      seen.push(now.getTime(), rider.sheet.riderId);
    }
    if (places.length > 0) {
      pipeline.geoadd(keys.riders(cityId), ...places);
      pipeline.zadd(keys.seen(cityId), ...seen);
    }
    const trail = ofCity.flatMap((write) => write.trail);
    if (trail.length > 0) {
      pipeline.xadd(keys.trail(cityId), "MAXLEN", "~", TRAIL_MAX_ENTRIES, "*", "points", encodeTrail(trail));
    }
  }
  for (const [error] of (await pipeline.exec()) ?? []) if (error) throw error;
}

type Fields = Record<(typeof RIDER_FIELDS)[number], string | null>;

export function toFields(values: readonly (string | null)[]): Fields {
  return Object.fromEntries(RIDER_FIELDS.map((field, index) => [field, values[index] ?? null])) as Fields;
}

function parseMemory(fields: Fields): PingMemory {
  return {
    last: parseFix(fields),
    seq: fields.seq === null || fields.seq === "" ? null : Number(fields.seq),
    doubted: fields.doubted === null || fields.doubted === "" ? null : (JSON.parse(fields.doubted) as Fix),
    isNewSession: fields.session === "new" || fields.at === null,
  };
}

export function parseFix(fields: Pick<Fields, "lat" | "lng" | "at">): Fix | null {
  if (fields.lat === null || fields.lng === null || fields.at === null) return null;
  return { lat: Number(fields.lat), lng: Number(fields.lng), at: Number(fields.at) };
}
