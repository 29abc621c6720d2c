import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "@tiffin/db/client";
import { keysBySlot, openBlockingRedis, type RedisClient } from "../redis/index.ts";
import { keys } from "./keys.ts";
import { copyTrail } from "./trail-copy.ts";
import { decodeTrail, type TrailPoint } from "./trail-entry.ts";
import { noteTrailLoss } from "./trail-loss.ts";

const GROUP = "trail";
const ENTRIES_AT_ONCE = 500;
/** From one reading to the next: rows that are written together cost a fraction. What comes after a rest is read at once. */
const GATHER_MS = 250;
/** Entries that another writer took and did not finish are taken over after this. */
const ABANDONED_AFTER_MS = 30_000;
/** Between two looks at a cluster's streams that had nothing new. */
const POLL_MS = 50;

export interface TrailWriterOptions {
  readonly db: Database;
  readonly redis: RedisClient;
  /** This process's name in the consumer group. */
  readonly consumer: string;
  /** The cities whose trails are read; asked again now and then, because cities come. */
  readonly cityIds: () => Promise<readonly string[]>;
  /** What else is done with the points (geofences), before they are acknowledged. Must not throw. */
  readonly onPoints: (points: readonly TrailPoint[]) => Promise<void>;
  readonly onError: (error: unknown) => void;
  /** Points that are in Postgres now, and how long the oldest of them was on its way there. */
  readonly onWritten?: (points: number, lagMs: number) => void;
  /** Now and then: how far a city's writers are behind, and what was lost since the stream began. Entries, not points. */
  readonly onBacklog?: (cityId: string, backlog: { readonly waiting: number; readonly lost: number }) => void;
}

export interface TrailWriter {
  run(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Drains the cities' trail streams into `rider_trail`: at least once from Redis, exactly once in Postgres, whose primary
 * key drops repeats. Several writers share the work through the consumer group.
 */
export function createTrailWriter(options: TrailWriterOptions): TrailWriter {
  const redis = openBlockingRedis(options.redis);
  const groups = new Set<string>();
  const stopping = new AbortController();
  let finished: Promise<void> = Promise.resolve();

  async function loop(): Promise<void> {
    let cityIds: readonly string[] = [];
    let refreshAt = 0;
    while (!stopping.signal.aborted) {
      try {
        if (Date.now() >= refreshAt) {
          cityIds = await options.cityIds();
          refreshAt = Date.now() + 3_000;
          for (const cityId of cityIds) {
            await joinGroup(cityId);
            await takeOverAbandoned(cityId);
            await lookAtBacklog(cityId);
          }
        }
        const streams = cityIds.map(keys.trail);
        if (streams.length === 0) {
          await sleep(500);
          continue;
        }
        const began = Date.now();
        const isDrained = await readOnce(streams);
        if (isDrained) await pause(began + GATHER_MS - Date.now());
      } catch (error) {
        if (stopping.signal.aborted) return;
        // The server was restarted without its data: the groups are made again.
        if (error instanceof Error && error.message.startsWith("NOGROUP")) {
          groups.clear();
          refreshAt = 0;
        } else {
          options.onError(error);
          await sleep(1_000);
        }
      }
    }
  }

  /**
   * One server is asked for all cities at once and lets us wait; a cluster's cities lie in many slots and are asked in
   * turn. Whether there was something, and all of it was read.
   */
  async function readOnce(streams: readonly string[]): Promise<boolean> {
    const bySlot = keysBySlot(redis, streams);
    let found = 0;
    let isMore = false;
    for (const ofSlot of bySlot) {
      const from = ["STREAMS", ...ofSlot, ...ofSlot.map(() => ">")] as const;
      const count = ["COUNT", ENTRIES_AT_ONCE] as const;
      const answer =
        bySlot.length === 1
          ? await redis.xreadgroup("GROUP", GROUP, options.consumer, ...count, "BLOCK", 1_000, ...from)
          : await redis.xreadgroup("GROUP", GROUP, options.consumer, ...count, ...from);
      for (const [stream, entries] of answer ?? []) {
        found += entries.length;
        isMore ||= entries.length === ENTRIES_AT_ONCE;
        await take(stream, entries);
      }
    }
    if (found === 0 && bySlot.length > 1) await pause(POLL_MS);
    return found > 0 && !isMore;
  }

  const pause = (ms: number) => sleep(Math.max(0, ms), undefined, { signal: stopping.signal }).catch(() => {});

  async function joinGroup(cityId: string): Promise<void> {
    const stream = keys.trail(cityId);
    if (groups.has(stream)) return;
    try {
      await redis.xgroup("CREATE", stream, GROUP, "0", "MKSTREAM");
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith("BUSYGROUP")) throw error;
    }
    groups.add(stream);
  }

  async function takeOverAbandoned(cityId: string): Promise<void> {
    const stream = keys.trail(cityId);
    let from = "0-0";
    do {
      const [next, entries, gone = []] = (await redis.xautoclaim(
        stream,
        GROUP,
        options.consumer,
        ABANDONED_AFTER_MS,
        from,
        "COUNT",
        ENTRIES_AT_ONCE,
      )) as [string, Entry[], string[]?];
      // Redis tells of them this once.
      if (gone.length > 0) await redis.incrby(keys.trailOrphaned(cityId), gone.length);
      await take(stream, entries);
      from = next;
    } while (from !== "0-0" && !stopping.signal.aborted);
  }

  async function lookAtBacklog(cityId: string): Promise<void> {
    options.onBacklog?.(cityId, await noteTrailLoss(redis, cityId, GROUP));
  }

  async function take(stream: string, entries: readonly Entry[]): Promise<void> {
    if (entries.length === 0) return;
    const points = entries.flatMap(([, fields]) => decodeTrail(fields?.[1] ?? ""));
    await persist(points);
    if (points.length > 0) {
      const oldest = points.reduce((least, { receivedAt }) => Math.min(least, receivedAt), Infinity);
      options.onWritten?.(points.length, Date.now() - oldest);
    }
    await options.onPoints(points);
    await redis.xack(stream, GROUP, ...entries.map(([id]) => id));
  }

  /** Postgres may be away for a moment; after a minute in vain the entries are left to be taken over. */
  async function persist(points: readonly TrailPoint[]): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await copyTrail(options.db, points);
      } catch (error) {
        if (stopping.signal.aborted || attempt === 10) throw error;
        options.onError(error);
        await sleep(Math.min(250 * 2 ** attempt, 10_000));
      }
    }
  }

  return {
    run() {
      finished = loop();
      return finished;
    },
    async stop() {
      stopping.abort();
      // Its commands wait for a server that is away for as long as it takes.
      if (redis.status !== "ready") redis.disconnect();
      await finished;
      redis.disconnect();
    },
  };
}

type Entry = [id: string, fields: string[] | null];
