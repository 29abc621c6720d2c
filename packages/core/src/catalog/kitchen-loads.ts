import type { DatabaseOrTransaction } from "@tiffin/db/client";
import { countOpenTickets } from "@tiffin/db/queries/kitchen-loads";
import { LRUCache } from "lru-cache";

/** Open tickets by restaurant; none where a restaurant is left out. */
export type CityLoad = ReadonlyMap<string, number>;

/** How busy the kitchens are, a few seconds old: one answer for all who ask about a city meanwhile. */
export interface KitchenLoads {
  /**
   * Never fails: an estimate is better than none. While the database doesn't answer it is the last load that was read, or
   * no load at all.
   */
  of(cityId: string): Promise<CityLoad>;
}

export interface KitchenLoadsOptions {
  /** How old an answer may be. */
  maxAgeMs?: number;
  onError?: (error: unknown) => void;
}

/** A ticket that was not made ready in this time was forgotten; it holds nobody up. */
const FORGOTTEN_AFTER_MS = 3 * 3_600_000;
const MAX_CITIES = 1_000;

export function createKitchenLoads(db: DatabaseOrTransaction, options: KitchenLoadsOptions = {}): KitchenLoads {
  const read = (cityId: string) => countOpenTickets(db, cityId, new Date(Date.now() - FORGOTTEN_AFTER_MS));
  const cities = new LRUCache<string, CityLoad>({
    max: MAX_CITIES,
    ttl: options.maxAgeMs ?? 10_000,
    // Whoever comes while a city is being read waits for the same reading.
    fetchMethod: async (cityId, known) => {
      try {
        return await read(cityId);
      } catch (error) {
        options.onError?.(error);
        return known ?? new Map();
      }
    },
  });
  return { of: (cityId) => cities.forceFetch(cityId) };
}
