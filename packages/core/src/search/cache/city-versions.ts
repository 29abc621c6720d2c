import { randomUUID } from "node:crypto";
import { LRUCache } from "lru-cache";
import { distanceMeters } from "@tiffin/domain/geo/distance";
import type { Location } from "@tiffin/domain/geo/location";
import { openBlockingRedis, type RedisClient } from "../../redis/index.ts";
import { searchKeys, VERSIONS_CHANNEL } from "./keys.ts";

/**
 * Which state of the index an answer is of. Every city has a version that changes with each update of its part of the
 * index; an answer carries those of all cities around it, and is good as long as they are the same.
 */
export interface CityVersions {
  /** The versions around a place as one text; null when nobody knows (Redis is away). */
  around(place: Location, radiusMeters: number): Promise<string | null>;
  close(): void;
}

export interface CityPlace {
  readonly id: string;
  readonly location: Location;
}

/** A city's restaurants lie no farther from its middle; more than the importer takes. */
const CITY_EXTENT_METERS = 75_000;
/** A city that is new is heard of when something in it changes, and after this time at the latest. */
const CITIES_KNOWN_FOR_MS = 30_000;
const PLACES = 5_000;

/**
 * Reads the versions once from Redis and then follows what is published; without that connection every question goes to
 * Redis.
 */
export function createCityVersions(redis: RedisClient, loadCities: () => Promise<readonly CityPlace[]>): CityVersions {
  const subscriber = openBlockingRedis(redis);
  const versions = new Map<string, string>();
  let cities: { readonly list: readonly CityPlace[]; readonly at: number } | undefined;
  let loading: Promise<readonly CityPlace[]> | undefined;
  const nearby = new LRUCache<string, readonly string[]>({ max: PLACES });
  let nearbyOf: readonly CityPlace[] | undefined;
  let listening = false;

  subscriber.on("ready", () => {
    subscriber.subscribe(VERSIONS_CHANNEL).then(
      () => {
        // What was said while nobody listened is lost: ask again.
        versions.clear();
        listening = true;
      },
      () => {},
    );
  });
  subscriber.on("close", () => {
    listening = false;
  });
  subscriber.on("message", (_channel, message: string) => {
    const [cityId = "", version = ""] = message.split(" ");
    versions.set(cityId, version);
    if (cities?.list.every((city) => city.id !== cityId) === true) cities = { list: cities.list, at: 0 };
  });

  async function knownCities(): Promise<readonly CityPlace[]> {
    if (cities !== undefined && Date.now() - cities.at < CITIES_KNOWN_FOR_MS) return cities.list;
    loading ??= loadCities()
      .then((list) => {
        cities = { list, at: Date.now() };
        return list;
      })
      .finally(() => {
        loading = undefined;
      });
    // The cities of before do, meanwhile and while the database is away.
    loading.catch(() => {});
    return cities?.list ?? loading;
  }

  async function versionOf(cityId: string): Promise<string> {
    const version = (await redis.get(searchKeys.version(cityId))) ?? "none";
    if (!listening) return version;
    // A message that came meanwhile is newer than what was read.
    if (!versions.has(cityId)) versions.set(cityId, version);
    return versions.get(cityId) ?? version;
  }

  /** The same few places are asked for over and over. */
  function citiesAround(list: readonly CityPlace[], place: Location, radiusMeters: number): readonly string[] {
    if (list !== nearbyOf) {
      nearby.clear();
      nearbyOf = list;
    }
    const key = `${place.lat} ${place.lng} ${radiusMeters}`;
    let ids = nearby.get(key);
    if (ids === undefined) {
      const reach = radiusMeters + CITY_EXTENT_METERS;
      ids = list.filter((city) => distanceMeters(city.location, place) <= reach).map(({ id }) => id);
      nearby.set(key, ids);
    }
    return ids;
  }

  return {
    async around(place, radiusMeters) {
      const ids = citiesAround(await knownCities(), place, radiusMeters);
      const known = listening ? ids.map((id) => versions.get(id)) : [undefined];
      if (known.every((version) => version !== undefined)) return known.join(" ");
      try {
        const found = await Promise.all(ids.map(versionOf));
        return found.join(" ");
      } catch {
        return null;
      }
    },
    close: () => subscriber.disconnect(),
  };
}

/** Says that the index of those cities changed, once it has: what was found there before is asked for anew. */
export async function announceIndexChange(redis: RedisClient, cityIds: readonly string[]): Promise<void> {
  await Promise.all(
    [...new Set(cityIds)].map(async (cityId) => {
      // Not a counter: after a flushed Redis it would meet its old values again.
      const version = randomUUID();
      await redis.set(searchKeys.version(cityId), version);
      await redis.publish(VERSIONS_CHANNEL, `${cityId} ${version}`);
    }),
  );
}
