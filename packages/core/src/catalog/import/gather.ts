import { itemKey } from "./item-key.ts";
import type { ImportedItem, ImportedRestaurant } from "./read-row.ts";
import type { NoteCode } from "./refusal.ts";
import type { Refusals } from "./refusals.ts";

/** One restaurant with everything that its rows said. */
export interface Gathered {
  restaurant: ImportedRestaurant;
  items: Map<string, ImportedItem>;
  /** The rows that it was made from. */
  lines: number[];
}

/** What is written in one transaction. */
export interface Batch {
  restaurants: Gathered[];
  /** Source ids of restaurants that the file says are closed for good. */
  closed: string[];
}

const batchSize = 200;

/** Puts rows of one restaurant together, sees what is there twice, and hands on batches. */
export class Gathering {
  readonly notes: Partial<Record<NoteCode, number>> = {};
  #waiting = new Map<string, Gathered>();
  #closed: string[] = [];
  /** On which line each restaurant was first. */
  readonly #seen = new Map<string, number>();
  readonly #isStreamed: boolean;
  readonly #write: (batch: Batch) => Promise<void>;
  readonly #refusals: Refusals;

  /** `isStreamed`: a restaurant is one row, so that nothing has to wait for the end of the file. */
  constructor(isStreamed: boolean, write: (batch: Batch) => Promise<void>, refusals: Refusals) {
    this.#isStreamed = isStreamed;
    this.#write = write;
    this.#refusals = refusals;
  }

  async add(restaurant: ImportedRestaurant, item: ImportedItem | undefined, line: number): Promise<void> {
    const { sourceId, name } = restaurant;
    const first = this.#seen.get(sourceId);
    const known = this.#waiting.get(sourceId);
    if (first === undefined) {
      this.#seen.set(sourceId, line);
      const items = new Map(item ? [[itemKey(item), item]] : []);
      this.#waiting.set(sourceId, { restaurant, items, lines: [line] });
      for (const note of restaurant.notes) this.notes[note] = (this.notes[note] ?? 0) + 1;
    } else if (known === undefined || item === undefined || known.items.has(itemKey(item))) {
      const detail = item === undefined ? `first on line ${first}` : item.name;
      this.#refusals.add({ line, code: "DUPLICATE", field: item === undefined ? "id" : "item", name, detail });
    } else {
      known.items.set(itemKey(item), item);
      known.lines.push(line);
      known.restaurant.location ??= restaurant.location;
    }
    if (this.#isStreamed && this.#waiting.size >= batchSize) await this.end();
  }

  async close(sourceId: string): Promise<void> {
    this.#closed.push(sourceId);
    if (this.#isStreamed && this.#closed.length >= batchSize) await this.end();
  }

  /** Hands on what waits. */
  async end(): Promise<void> {
    const restaurants = [...this.#waiting.values()];
    const closed = this.#closed;
    this.#waiting = new Map();
    this.#closed = [];
    for (let from = 0; from < Math.max(restaurants.length, 1); from += batchSize) {
      const batch = { restaurants: restaurants.slice(from, from + batchSize), closed: from === 0 ? closed : [] };
      if (batch.restaurants.length + batch.closed.length > 0) await this.#write(batch);
    }
  }
}
