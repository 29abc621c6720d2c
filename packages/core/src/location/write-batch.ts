import { sendTogether, type KeyedCommand, type RedisClient } from "../redis/index.ts";
import { keys, TRAIL_MAX_ENTRIES } from "./keys.ts";
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
 */
export async function writeBatch(redis: RedisClient, batch: ReadonlyMap<KnownRider, TakenPoints>): Promise<void> {
  const cities = new Map<string, CityBatch>();
  const of = (cityId: string): CityBatch => {
    let city = cities.get(cityId);
    if (city === undefined) {
      city = { places: [], seen: [], trail: [], left: [] };
      cities.set(cityId, city);
    }
    return city;
  };
  for (const [{ riderId, cityId }, { live, trail, seenAt, leftCityId }] of batch) {
    const city = of(cityId);
    if (live !== null) {
      city.places.push(live.fix.lng, live.fix.lat, riderId);
      city.seen.push(seenAt, riderId);
    }
    for (const point of trail) city.trail.push(point);
    if (leftCityId !== null && leftCityId !== cityId) of(leftCityId).left.push(riderId);
  }
  await sendTogether(
    redis,
    [...cities].flatMap(([cityId, city]) => commandsOf(cityId, city)),
  );
}

function commandsOf(cityId: string, { places, seen, trail, left }: CityBatch): KeyedCommand[] {
  const commands: KeyedCommand[] = [];
  if (trail.length > 0) {
    const bound = ["MAXLEN", "~", TRAIL_MAX_ENTRIES];
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
