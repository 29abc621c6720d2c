"use client";

import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Fix } from "./fix.ts";

interface QueueSchema extends DBSchema {
  fixes: { key: number; value: Fix };
}

/** A working day at one point every four seconds; beyond that the oldest go. */
const MAX_KEPT = 10_000;

/**
 * Positions that the server has not acknowledged yet, in IndexedDB: they outlive a tunnel, a reload and a closed app, and
 * are sent late with the times at which they were recorded.
 */
export class FixQueue {
  readonly #database: Promise<IDBPDatabase<QueueSchema>>;

  constructor() {
    this.#database = openDB<QueueSchema>("tiffin-rider", 1, {
      upgrade(database) {
        database.createObjectStore("fixes", { keyPath: "seq" });
      },
    });
  }

  async add(fix: Fix): Promise<void> {
    const database = await this.#database;
    const transaction = database.transaction("fixes", "readwrite");
    await transaction.store.put(fix);
    if ((await transaction.store.count()) > MAX_KEPT) {
      const oldest = await transaction.store.openCursor();
      await oldest?.delete();
    }
    await transaction.done;
  }

  /** The oldest first. */
  async oldest(limit: number): Promise<Fix[]> {
    return (await this.#database).getAll("fixes", null, limit);
  }

  async removeUpTo(seq: number): Promise<void> {
    await (await this.#database).delete("fixes", IDBKeyRange.upperBound(seq));
  }

  async count(): Promise<number> {
    return (await this.#database).count("fixes");
  }

  /** Off shift nothing is kept and nothing is sent. */
  async clear(): Promise<void> {
    await (await this.#database).clear("fixes");
  }
}
