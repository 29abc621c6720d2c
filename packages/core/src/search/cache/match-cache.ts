import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { LRUCache } from "lru-cache";
import { runScript, type RedisClient } from "../../redis/index.ts";
import { searchKeys } from "./keys.ts";
import { releaseLockScript } from "./scripts.ts";

/** How long an answer lies in Redis. */
export const CACHE_SECONDS = 60;
/**
 * An answer older than this is still given, and asked for anew meanwhile. Each has another limit, so that what was asked
 * at one moment (everybody at noon) is not all asked again at one moment.
 */
const FRESH_MS = { least: 25_000, most: 45_000 };
/** Behind the back one thing is asked at a time: nobody waits for it, and those who do wait come first. */
const MOST_WAITING = 1_000;
/** While versions can't be known (Redis is away) answers are good for so long. */
const BLIND_FRESH_MS = 3_000;
/** Longer than an engine needs; a process that died holds everybody up no longer than this. */
const LOCK_MS = 5_000;
const POLL_MS = 15;
/** Answers of this process that still help when the engine is gone. */
const KEPT_MS = 10 * 60_000;
const MEMORY_BYTES = 48 * 1024 * 1024;

export interface Cached<T> {
  readonly value: T;
  /** The engine could not be asked; this is what it said before. */
  readonly stale: boolean;
}

export interface MatchCache {
  /**
   * What is known under `key` for these versions of the index, else what `compute` finds. However many ask at once, in
   * this process and others: one computes and the rest wait for it. When it fails, an older answer is given if there is
   * one.
   */
  through<T extends object>(key: string, versions: string | null, compute: () => Promise<T>): Promise<Cached<T>>;
  /** Puts an answer there that was found by the way. */
  put(key: string, versions: string | null, value: object): Promise<void>;
}

interface Entry {
  readonly versions: string | null;
  readonly at: number;
  readonly freshMs: number;
  readonly value: object;
}

/** In Redis for all processes together, and in this process for a while. Without Redis it goes on in the process alone. */
export function createMatchCache(redis: RedisClient): MatchCache {
  const memory = new LRUCache<string, { entry: Entry }>({ maxSize: MEMORY_BYTES, ttl: KEPT_MS });
  const flights = new Map<string, Promise<Entry>>();

  const remember = (key: string, entry: Entry, bytes: number) => {
    // Parsed objects take a few times what their text does.
    memory.set(key, { entry }, { size: Math.max(1, bytes * 3) });
  };

  async function readShared(key: string): Promise<Entry | null> {
    const text = await redis.get(key).catch(() => null);
    if (text === null) return null;
    const entry = JSON.parse(text) as Entry;
    remember(key, entry, text.length);
    return entry;
  }

  async function store(key: string, entry: Entry): Promise<void> {
    const text = JSON.stringify(entry);
    remember(key, entry, text.length);
    if (entry.versions !== null) await redis.set(key, text, "EX", CACHE_SECONDS).catch(() => {});
  }

  async function compute(key: string, versions: string | null, ask: () => Promise<object>): Promise<Entry> {
    const at = Date.now();
    const entry: Entry = { versions, at, freshMs: someFreshMs(), value: await ask() };
    await store(key, entry);
    return entry;
  }

  /** Asks the engine, or waits for the process that does and takes its answer if it is `wanted`. */
  async function askOnce(
    key: string,
    versions: string | null,
    ask: () => Promise<object>,
    wanted: (entry: Entry) => boolean = () => true,
  ): Promise<Entry> {
    if (versions === null) return compute(key, versions, ask);
    const lockKey = searchKeys.lock(key);
    const token = randomUUID();
    const until = Date.now() + LOCK_MS;
    for (;;) {
      const locked = await redis.set(lockKey, token, "PX", LOCK_MS, "NX").catch(() => "OK" as const);
      if (locked === "OK") break;
      await sleep(POLL_MS);
      const found = await readShared(key);
      if (isGood(found, versions) && wanted(found)) return found;
      if (Date.now() > until) break;
    }
    try {
      return await compute(key, versions, ask);
    } finally {
      runScript(redis, releaseLockScript, [lockKey], [token]).catch(() => {});
    }
  }

  /** From Redis, else from the engine; an answer that is no longer fresh is given and asked for anew behind the back. */
  async function find(key: string, versions: string | null, ask: () => Promise<object>): Promise<Entry> {
    if (versions === null) return askOnce(key, versions, ask);
    const shared = await readShared(key);
    if (!isGood(shared, versions)) return askOnce(key, versions, ask);
    if (!isFresh(shared)) refresh(key, versions, ask);
    return shared;
  }

  let refreshing: Promise<unknown> = Promise.resolve();
  const waiting = new Set<string>();

  function refresh(key: string, versions: string | null, ask: () => Promise<object>): void {
    if (waiting.has(key) || waiting.size >= MOST_WAITING) return;
    waiting.add(key);
    refreshing = refreshing
      .then(() => askOnce(key, versions, ask, isFresh))
      .catch(() => {})
      .finally(() => waiting.delete(key));
  }

  /** One flight of a name in this process, however many wait for it. */
  function once(name: string, run: () => Promise<Entry>): Promise<Entry> {
    let flight = flights.get(name);
    if (flight === undefined) {
      flight = run().finally(() => flights.delete(name));
      flights.set(name, flight);
    }
    return flight;
  }

  return {
    async through<T extends object>(key: string, versions: string | null, ask: () => Promise<T>): Promise<Cached<T>> {
      const held = memory.get(key)?.entry;
      if (isGood(held, versions)) {
        if (!isFresh(held)) refresh(key, versions, ask);
        return { value: held.value as T, stale: false };
      }
      try {
        const entry = await once(`find ${key} ${versions}`, () => find(key, versions, ask));
        return { value: entry.value as T, stale: false };
      } catch (error) {
        const old = memory.get(key)?.entry;
        if (old === undefined) throw error;
        return { value: old.value as T, stale: true };
      }
    },

    put: (key, versions, value) => store(key, { versions, at: Date.now(), freshMs: someFreshMs(), value }),
  };
}

function isGood(entry: Entry | null | undefined, versions: string | null): entry is Entry {
  if (entry === null || entry === undefined || entry.versions !== versions) return false;
  return Date.now() - entry.at < (versions === null ? BLIND_FRESH_MS : CACHE_SECONDS * 1_000);
}

function isFresh(entry: Entry): boolean {
  return Date.now() - entry.at < entry.freshMs;
}

function someFreshMs(): number {
  return FRESH_MS.least + Math.random() * (FRESH_MS.most - FRESH_MS.least);
}
