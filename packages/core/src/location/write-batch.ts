import { settleTogether, type KeyedCommand, type RedisClient } from "../redis/index.ts";
import { keys, TRAIL_KEPT_MS } from "./keys.ts";
import type { KnownRider } from "./known-riders.ts";
import type { TakenPoints } from "./take-points.ts";
import { encodeTrail, type TrailPoint } from "./trail-entry.ts";

interface CityBatch {
  readonly places: (string | number)[];
  readonly seen: (string | number)[];
  readonly trail: TrailPoint[];
  readonly left: string[];
}

/**
 * Writes a batch to the cities' maps and trails: for each city one GEOADD, one ZADD and one XADD, however many riders.
 * Answers the riders of whom something was not written, with the reason: what one city's node or key refuses is no
 * failure of the others.
 */
export async function writeBatch(
  redis: RedisClient,
  batch: ReadonlyMap<KnownRider, TakenPoints>,
  now: number,
): Promise<Map<KnownRider, Error>> {
  const cities = new Map<string, CityBatch>();
  const of = (cityId: string): CityBatch => {
    let city = cities.get(cityId);
    if (city === undefined) {
      city = { places: [], seen: [], trail: [], left: [] };
      cities.set(cityId, city);
    }
    return city;
  };
  for (const [{ riderId, cityId }, { place, trail, seenAt, leftCityId }] of batch) {
    const city = of(cityId);
    if (place !== null) {
      city.places.push(place.lng, place.lat, riderId);
      city.seen.push(seenAt, riderId);
    }
    for (const point of trail) city.trail.push(point);
    if (leftCityId !== null && leftCityId !== cityId) of(leftCityId).left.push(riderId);
  }
  const sent = [...cities].flatMap(([cityId, city]) =>
    commandsOf(cityId, city, now).map((command) => ({ cityId, command })),
  );
  const answers = await settleTogether(
    redis,
    sent.map(({ command }) => command),
  );
  const failed = new Map<string, Error>();
  for (const [index, { cityId }] of sent.entries()) {
    const error = answers[index]?.[0] ?? null;
    if (error !== null) failed.set(cityId, error);
  }
  const unwritten = new Map<KnownRider, Error>();
  if (failed.size === 0) return unwritten;
  for (const [rider, { leftCityId }] of batch) {
    const error = failed.get(rider.cityId) ?? failed.get(leftCityId ?? "");
    if (error !== undefined) unwritten.set(rider, error);
  }
  return unwritten;
}

function commandsOf(cityId: string, { places, seen, trail, left }: CityBatch, now: number): KeyedCommand[] {
  const commands: KeyedCommand[] = [];
  if (trail.length > 0) {
    const bound = ["MINID", "~", now - TRAIL_KEPT_MS];
    commands.push(["xadd", keys.trail(cityId), ...bound, "*", "points", encodeTrail(trail)]);
  }
  if (places.length > 0) {
    commands.push(["geoadd", keys.riders(cityId), ...places], ["zadd", keys.seen(cityId), ...seen]);
  }
  if (left.length > 0) {
    commands.push(["zrem", keys.riders(cityId), ...left], ["zrem", keys.seen(cityId), ...left]);
  }
  return commands;
}
