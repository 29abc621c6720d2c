import { randomBytes } from "node:crypto";
import { LRUCache } from "lru-cache";
import type { Database } from "@tiffin/db/client";
import type { Location } from "@tiffin/domain/geo/location";
import type { PingMemory } from "@tiffin/domain/location/judge-ping";
import { runEach, type RedisClient } from "../redis/index.ts";
import { keys, RIDER_TTL_SECONDS } from "./keys.ts";
import { decodePosition, encodePosition, memoryOf } from "./rider-position.ts";
import { parseSheet, refreshSheets, type RiderSheet } from "./rider-sheet.ts";
import { changedRidersScript, writeRidersScript } from "./scripts.ts";
import { fullBudget, type PointBudget } from "./point-budget.ts";

/** Riders whose last ping this process remembers; another one's memory is read from Redis. */
const REMEMBERED = 60_000;
/** The hash's time to live is set anew this often, not with every ping. */
const TOUCH_MS = 3_600_000;

/** What a process knows of a rider between pings. Changed in place, by the one batch that is under way. */
export interface KnownRider {
  readonly riderId: string;
  readonly key: string;
  sheet: RiderSheet;
  memory: PingMemory;
  heading: number | null;
  isProof: boolean;
  /** The city on whose map the rider is, and where that was last looked into. */
  cityId: string;
  judgedAt: Location | null;
  readonly budget: PointBudget;
  /** `v` of the hash when this was so; empty where the hash has none. */
  stamp: string;
  touchedAt: number;
  /** When the rider was last heard of on the map, ms since the epoch; 0 where another process took it. */
  heardAt: number;
}

export interface KnownRiders {
  /**
   * The riders as Redis has them, in one round trip that reads only what others changed; those whom Redis has no sheet of
   * come from Postgres. Strangers are left out.
   */
  read(riderIds: Iterable<string>, now: number): Promise<Map<string, KnownRider>>;
  /** Writes what was judged. Answers who was changed by somebody else meanwhile: what is known of them is old. */
  write(riders: readonly KnownRider[], now: number): Promise<Set<KnownRider>>;
  /** After a failure: what is in Redis counts. */
  forget(riders: Iterable<KnownRider>): void;
  /** Whose live position came to this process since then. */
  heardSince(time: number): KnownRider[];
}

type Changed = [key: string, ...(string | null)[]];

export function knownRiders(services: { readonly db: Database; readonly redis: RedisClient }): KnownRiders {
  const { redis } = services;
  const remembered = new LRUCache<string, KnownRider>({ max: REMEMBERED });
  const self = randomBytes(6).toString("base64url");
  let writes = 0;

  return {
    async read(riderIds, now) {
      const ids = [...new Set(riderIds)];
      const changed = (await runEach(redis, changedRidersScript, ids.map(keys.rider), {
        shared: [],
        perKey: ids.map((id) => [remembered.get(id)?.stamp ?? ""]),
      })) as Changed[];
      const unknown: string[] = [];
      const fields = new Map<string, Changed>();
      for (const entry of changed) {
        const riderId = entry[0].slice(keys.rider("").length);
        const [, city = null, online = null, rides = null] = entry;
        const sheet = parseSheet(riderId, { city, online, rides });
        if (sheet === null) {
          unknown.push(riderId);
          fields.set(riderId, entry);
        } else remembered.set(riderId, knownFrom(sheet, entry, remembered.get(riderId), now));
      }
      for (const sheet of await refreshSheets(services, unknown)) {
        const entry = fields.get(sheet.riderId);
        if (entry === undefined) continue;
        const before = remembered.get(sheet.riderId);
        remembered.set(sheet.riderId, { ...knownFrom(sheet, entry, before, now), stamp: sheet.stamp });
        fields.delete(sheet.riderId);
      }
      for (const stranger of fields.keys()) remembered.delete(stranger);
      const known = new Map<string, KnownRider>();
      for (const id of ids) {
        const rider = remembered.get(id);
        if (rider !== undefined) known.set(id, rider);
      }
      return known;
    },

    async write(riders, now) {
      const stamp = `${self}${(writes += 1).toString(36)}`;
      const raced = (await runEach(
        redis,
        writeRidersScript,
        riders.map(({ key }) => key),
        {
          shared: [stamp],
          perKey: riders.map((rider) => {
            const { memory, heading, isProof, cityId } = rider;
            const isDue = now - rider.touchedAt > TOUCH_MS;
            if (isDue) rider.touchedAt = now;
            return [
              rider.stamp,
              encodePosition({ ...memory, heading, isProof, cityId }),
              memory.isNewSession ? "new" : "",
              isDue ? RIDER_TTL_SECONDS : 0,
            ];
          }),
        },
      )) as string[];
      const racedKeys = new Set(raced);
      const others = new Set<KnownRider>();
      for (const rider of riders) {
        if (racedKeys.has(rider.key)) others.add(rider);
        else rider.stamp = stamp;
      }
      return others;
    },

    forget(riders) {
      for (const { riderId } of riders) remembered.delete(riderId);
    },

    heardSince: (time) => [...remembered.values()].filter(({ heardAt }) => heardAt >= time),
  };
}

function knownFrom(sheet: RiderSheet, entry: Changed, before: KnownRider | undefined, now: number): KnownRider {
  const [key, , , , pos = null, session = null, stamp] = entry;
  const position = decodePosition(pos);
  // Redis has lost the rider's hash: what this process remembers is the best there is.
  const kept = pos === null && stamp === null ? before : undefined;
  return {
    riderId: sheet.riderId,
    key,
    sheet,
    memory: kept?.memory ?? memoryOf(position, session),
    heading: kept?.heading ?? position.heading,
    isProof: kept?.isProof ?? position.isProof,
    cityId: kept?.cityId ?? position.cityId ?? sheet.cityId,
    judgedAt: null,
    budget: before?.budget ?? fullBudget(now),
    stamp: stamp ?? "",
    touchedAt: 0,
    heardAt: before?.heardAt ?? 0,
  };
}
