import type { DatabaseOrTransaction } from "@tiffin/db/client";
import { countOrderable, insertCity } from "@tiffin/db/queries/imports";
import type { Batch, Gathered } from "./gather.ts";
import type { NewCity } from "./make-city.ts";
import type { Refusals } from "./refusals.ts";
import { writeBatch } from "./write-batch.ts";
import type { BatchCounts } from "./write-batch.ts";

export interface Written extends BatchCounts {
  /** What the city has when all is written. */
  totals: { restaurants: number; withMenu: number };
}

/** Carries the counts out of a transaction that is taken back. */
class TakenBack extends Error {
  readonly counts: BatchCounts;
  constructor(counts: BatchCounts) {
    super("taken back, as it was only tried");
    this.counts = counts;
  }
}

/**
 * Writes batches into a city, each in a transaction of its own. A row that the database refuses is set aside with its reason,
 * and its batch is written without it. A dry run writes all the same, so that it says the same, and takes every batch back.
 */
export class CityWriter {
  readonly #db: DatabaseOrTransaction;
  readonly #target: { city: NewCity; isNew: boolean; dryRun: boolean; now: Date };
  readonly #refusals: Refusals;
  readonly #written: Written = {
    restaurants: { created: 0, updated: 0, unchanged: 0, closed: 0 },
    items: { created: 0, updated: 0, unchanged: 0, retired: 0 },
    refused: [],
    change: { restaurants: 0, withMenu: 0 },
    totals: { restaurants: 0, withMenu: 0 },
  };

  constructor(
    db: DatabaseOrTransaction,
    target: { city: NewCity; isNew: boolean; dryRun: boolean; now: Date },
    refusals: Refusals,
  ) {
    this.#db = db;
    this.#target = target;
    this.#refusals = refusals;
  }

  /** Counts what is there. */
  async begin(): Promise<void> {
    this.#written.totals = await countOrderable(this.#db, this.#target.city.id);
  }

  async write(batch: Batch): Promise<void> {
    if (this.#target.isNew && !this.#target.dryRun) {
      await insertCity(this.#db, this.#target.city);
      this.#target.isNew = false;
    }
    try {
      this.#add(await this.#attempt(batch));
    } catch (error) {
      if (!isRowFault(error)) throw error;
      if (batch.closed.length > 0) this.#add(await this.#attempt({ restaurants: [], closed: batch.closed }));
      for (const one of batch.restaurants) await this.#writeAlone(one);
    }
  }

  end(): Written {
    const { totals, change } = this.#written;
    totals.restaurants += change.restaurants;
    totals.withMenu += change.withMenu;
    return this.#written;
  }

  async #writeAlone(one: Gathered): Promise<void> {
    try {
      this.#add(await this.#attempt({ restaurants: [one], closed: [] }));
    } catch (error) {
      if (!isRowFault(error)) throw error;
      const detail = error instanceof Error ? (error.cause instanceof Error ? error.cause.message : error.message) : "";
      for (const line of one.lines) {
        this.#refusals.add({ line, code: "MALFORMED_ROW", field: "", name: one.restaurant.name, detail });
      }
    }
  }

  async #attempt(batch: Batch): Promise<BatchCounts> {
    const { city, isNew, dryRun, now } = this.#target;
    try {
      return await this.#db.transaction(async (tx) => {
        if (isNew) await insertCity(tx, city);
        const counts = await writeBatch(tx, city, batch, now);
        if (dryRun) throw new TakenBack(counts);
        return counts;
      });
    } catch (error) {
      if (error instanceof TakenBack) return error.counts;
      throw error;
    }
  }

  #add(part: BatchCounts): void {
    const { restaurants, items, change } = this.#written;
    for (const key of ["created", "updated", "unchanged", "closed"] as const) restaurants[key] += part.restaurants[key];
    for (const key of ["created", "updated", "unchanged", "retired"] as const) items[key] += part.items[key];
    for (const key of ["restaurants", "withMenu"] as const) change[key] += part.change[key];
    for (const row of part.refused) this.#refusals.add(row);
  }
}

/** Bad data (22…) or a broken constraint (23…), rather than a database that is away. */
function isRowFault(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const code = (at as { code?: unknown }).code;
    if (typeof code === "string" && /^(22|23)/.test(code)) return true;
  }
  return false;
}
