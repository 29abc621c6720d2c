import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import type { Database } from "@tiffin/db/client";

/** Runs a city's matching rounds one at a time. */
export interface CityMatcher<T> {
  /**
   * The outcome of a round that begins after this call. Everybody who asks while a round is under way shares the next
   * one: it plans for all of them, and in a rush there are a few rounds a second rather than one for each order. The
   * first after a rest begins at once.
   */
  round(cityId: string): Promise<T>;
  /** Resolves when what the last rounds left to write is written. */
  settled(): Promise<void>;
}

/** From one round's beginning to the next one's: what comes meanwhile is planned together. */
const GATHER_MS = 100;
/** What of the database two matchers of one city wait for each other at. */
const ADVISORY_SPACE = 7_468_340;

/**
 * `locks` is a pool of its own: a round holds one of its connections for as long as it lasts and works with others. From
 * one pool, as many cities as it has connections would hold all of them and wait for one more. Its size is how many
 * cities are matched at a time. `whenOver` gets what a round came to, once the next one may begin: what has to be written down, but nobody waits for.
 * At most one of a city runs at a time. It has to see to its own failures.
 */
export function createCityMatcher<T>(
  locks: Database,
  match: (cityId: string) => Promise<T>,
  whenOver: (outcome: T) => Promise<void> = () => Promise.resolve(),
): CityMatcher<T> {
  const cities = new Map<string, { running: Promise<unknown>; began: number; next: Promise<T> | null }>();
  const writing = new Map<string, Promise<void>>();

  /** Other processes match cities, too. */
  function alone(cityId: string): Promise<T> {
    return locks.transaction(async (tx) => {
      await tx.execute(sql`select pg_advisory_xact_lock(${ADVISORY_SPACE}::int, hashtext(${cityId}))`);
      return match(cityId);
    });
  }

  async function round(cityId: string): Promise<T> {
    const outcome = await alone(cityId);
    await writing.get(cityId);
    const written = whenOver(outcome).finally(() => {
      if (writing.get(cityId) === written) writing.delete(cityId);
    });
    writing.set(cityId, written);
    return outcome;
  }

  function begin(cityId: string): Promise<T> {
    const running = round(cityId);
    const city = { running, began: performance.now(), next: null };
    cities.set(cityId, city);
    void running
      .catch(() => undefined)
      .finally(() => {
        if (cities.get(cityId) === city && city.next === null) cities.delete(cityId);
      });
    return running;
  }

  return {
    round(cityId) {
      const city = cities.get(cityId);
      if (city === undefined) return begin(cityId);
      city.next ??= city.running
        .catch(() => undefined)
        .then(() => sleep(Math.max(0, city.began + GATHER_MS - performance.now())))
        .then(() => begin(cityId));
      return city.next;
    },
    async settled() {
      await Promise.all(writing.values());
    },
  };
}
