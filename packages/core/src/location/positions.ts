import { randomUUID } from "node:crypto";
import type { Location } from "@tiffin/domain/geo/location";
import { runScript, sendTogether, type RedisClient } from "../redis/index.ts";
import { keys } from "./keys.ts";
import { decodePosition } from "./rider-position.ts";
import { sweepSilentScript } from "./scripts.ts";

export interface RiderPosition {
  readonly location: Location;
  readonly recordedAt: Date;
  /** When the phone was last heard of: later than `recordedAt` while its fixes are too vague to be a place. */
  readonly heardAt: Date;
  /** Whether it may stand for a customer's PIN. */
  readonly isProof: boolean;
  /** Degrees clockwise from north, if the phone said so. */
  readonly heading: number | null;
  /** As in the live events: whoever follows them drops what is not newer. */
  readonly seq: number;
}

/** A rider who was not heard of for this long is not shown as live and gets no offers. */
export const SILENT_AFTER_MS = 45_000;

/** Where riders were last, and when; the caller judges whether that is recent enough. Riders without a position are left out. */
export async function lastPositions(
  redis: RedisClient,
  riderIds: readonly string[],
): Promise<Map<string, RiderPosition>> {
  const found = new Map<string, RiderPosition>();
  if (riderIds.length === 0) return found;
  const answers = await sendTogether(
    redis,
    riderIds.map((riderId) => ["hget", keys.rider(riderId), "pos"] as const),
  );
  for (const [index, riderId] of riderIds.entries()) {
    const { last, heading, seq, vagueAt, isProof } = decodePosition(answers[index] as string | null);
    if (last === null) continue;
    const { lat, lng, at } = last;
    const heardAt = new Date(vagueAt ?? at);
    found.set(riderId, { location: { lat, lng }, recordedAt: new Date(at), heardAt, isProof, heading, seq: seq ?? at });
  }
  return found;
}

/** A rider's live position; null when there is none, or an older one than `maxAgeMs`. */
export async function livePosition(
  redis: RedisClient,
  riderId: string,
  now: Date,
  maxAgeMs = SILENT_AFTER_MS,
): Promise<RiderPosition | null> {
  const position = (await lastPositions(redis, [riderId])).get(riderId);
  if (position === undefined || now.getTime() - position.recordedAt.getTime() > maxAgeMs) return null;
  return position;
}

export interface NearbyRider {
  readonly riderId: string;
  readonly location: Location;
  readonly distanceMeters: number;
}

/** Riders on shift around a place, nearest first, as the crow flies. */
export async function nearbyRiders(
  redis: RedisClient,
  cityId: string,
  around: Location,
  radiusMeters: number,
  limit = 100,
): Promise<NearbyRider[]> {
  const found = (await redis.geosearch(
    keys.riders(cityId),
    "FROMLONLAT",
    around.lng,
    around.lat,
    "BYRADIUS",
    radiusMeters,
    "m",
    "ASC",
    "COUNT",
    limit,
    "WITHCOORD",
    "WITHDIST",
  )) as [string, string, [string, string]][];
  return found.map(([riderId, meters, [lng, lat]]) => ({
    riderId,
    location: { lat: Number(lat), lng: Number(lng) },
    distanceMeters: Number(meters),
  }));
}

/** Takes riders who fell silent off the city's map. Returns who they were. */
export async function sweepSilentRiders(redis: RedisClient, cityId: string, now: Date): Promise<string[]> {
  const gone = await runScript(
    redis,
    sweepSilentScript,
    [keys.seen(cityId), keys.riders(cityId)],
    [now.getTime() - SILENT_AFTER_MS],
  );
  return gone as string[];
}

/** A session of the rider's phone begins: it may count from one again, and be anywhere. */
export async function beginSession(redis: RedisClient, riderId: string): Promise<void> {
  await redis.hset(keys.rider(riderId), { session: "new", v: randomUUID() });
}
