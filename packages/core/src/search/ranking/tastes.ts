import { LRUCache } from "lru-cache";
import type { DatabaseOrTransaction } from "@tiffin/db/client";
import { findCuisinesOrdered } from "@tiffin/db/queries/tastes";
import { withinDeadline } from "../deadline.ts";
import { NO_TASTE, tasteOf, type Taste } from "@tiffin/domain/search/taste";

const KNOWN_FOR_MS = 5 * 60_000;
/** Search goes on without it. */
const PATIENCE_MS = 500;
const PEOPLE = 20_000;
/** Older orders weigh next to nothing. */
const LOOK_BACK_DAYS = 180;
const MOST_ORDERS = 60;

/** What customers like, from what they had delivered. */
export interface Tastes {
  /** Nothing is known of nobody, nor while the orders can't be read. */
  of(customerId: string | null, now: Date): Promise<Taste>;
}

/** Remembers a while: a taste changes by the week. */
export function createTastes(db: DatabaseOrTransaction): Tastes {
  const tastes = new LRUCache<string, Taste, Date>({
    max: PEOPLE,
    ttl: KNOWN_FOR_MS,
    allowStaleOnFetchRejection: true,
    async fetchMethod(customerId, _old, { context: now }) {
      const since = new Date(now.getTime() - LOOK_BACK_DAYS * 86_400_000);
      return tasteOf(await findCuisinesOrdered(db, customerId, since, MOST_ORDERS), now);
    },
  });
  return {
    async of(customerId, now) {
      if (customerId === null) return NO_TASTE;
      const known = tastes.get(customerId);
      if (known !== undefined) return known;
      const found = withinDeadline(PATIENCE_MS, tastes.fetch(customerId, { context: now }));
      return (await found.catch(() => undefined)) ?? NO_TASTE;
    },
  };
}
