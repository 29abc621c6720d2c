import { randomBytes } from "node:crypto";
import { sendTogether, type KeyedCommand, type RedisClient } from "../redis/index.ts";
import { keys } from "./keys.ts";
import type { KnownRider, KnownRiders } from "./known-riders.ts";
import { SILENT_AFTER_MS } from "./positions.ts";

/**
 * Puts riders back on the maps of cities that Redis has lost (flushed, or failed over to a replica that was behind).
 * A rider who moves is on the map again with the next ping; one who waits at a corner sends none for half a minute, and
 * nobody would be offered an order there meanwhile.
 */
export function lostCities(redis: RedisClient, riders: KnownRiders) {
  const self = randomBytes(6).toString("base64url");
  const marked = new Set<string>();

  return {
    /** Not while a batch is under way. Answers how many riders are back. */
    async restore(now: number): Promise<number> {
      const heard = riders.heardSince(now - SILENT_AFTER_MS);
      const cities = [...new Set(heard.map(({ cityId }) => cityId))];
      // A mark that is gone was lost with all that stood beside it.
      const marks = await sendTogether(
        redis,
        cities.map((cityId): KeyedCommand => ["set", keys.mark(cityId, self), 1, "EX", MARK_SECONDS, "GET"]),
      );
      const lost = new Set(cities.filter((cityId, index) => marks[index] === null && marked.has(cityId)));
      for (const cityId of cities) marked.add(cityId);
      const missing = heard.filter(({ cityId }) => lost.has(cityId));
      if (missing.length === 0) return 0;
      const known = await riders.read(
        missing.map(({ riderId }) => riderId),
        now,
      );
      const back = [...known.values()].filter(({ sheet, memory }) => sheet.online && memory.last !== null);
      await sendTogether(redis, back.flatMap(onTheMap));
      await riders.write(back, now);
      return back.length;
    },
  };
}

const MARK_SECONDS = 86_400;

/** Another process may have heard of the rider since: then that counts. */
function onTheMap({ riderId, cityId, memory: { last }, heardAt }: KnownRider): KeyedCommand[] {
  if (last === null) return [];
  return [
    ["geoadd", keys.riders(cityId), "NX", last.lng, last.lat, riderId],
    ["zadd", keys.seen(cityId), "NX", heardAt, riderId],
  ];
}
