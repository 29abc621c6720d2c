"use client";

import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Fix } from "./fix.ts";

interface QueueSchema extends DBSchema {
  fixes: { key: number; value: Fix };
}

/** A working day at one point every four seconds; beyond that the oldest go. */
const MAX_KEPT = 10_000;
/** Where the browser keeps nothing (a private window): an hour's worth, while the page stands. */
const MAX_IN_MEMORY = 1_000;

/** Async, because a browser that forbids it throws at once instead of rejecting. */
const open = async () =>
  openDB<QueueSchema>("tiffin-rider", 1, {
    upgrade(database) {
      database.createObjectStore("fixes", { keyPath: "seq" });
    },
  });

/**
 * Positions that the server has not acknowledged yet, in IndexedDB: they outlive a tunnel, a reload and a closed app, and
 * are sent late with the times at which they were recorded. Where there is no IndexedDB they are kept in memory.
 */
export class FixQueue {
  readonly #database: Promise<IDBPDatabase<QueueSchema> | null>;
  #memory: Fix[] = [];
  #dropped = 0;
  readonly #maxKept: number;

  constructor(maxKept = MAX_KEPT) {
    this.#maxKept = maxKept;
    this.#database = open().catch(() => null);
  }

  /** How many had to make way for newer ones since the page stands. */
  get dropped(): number {
    return this.#dropped;
  }

  async add(fix: Fix): Promise<void> {
    const database = await this.#database;
    // A full disk is as good as none.
    if (database === null || !(await this.#store(database, fix))) this.#keepInMemory(fix);
  }

  async #store(database: IDBPDatabase<QueueSchema>, fix: Fix): Promise<boolean> {
    try {
      const transaction = database.transaction("fixes", "readwrite");
      await transaction.store.put(fix);
      let surplus = (await transaction.store.count()) - this.#maxKept;
      for (let oldest = await transaction.store.openCursor(); oldest && surplus > 0; surplus -= 1) {
        await oldest.delete();
        this.#dropped += 1;
        oldest = await oldest.continue();
      }
      await transaction.done;
      return true;
    } catch {
      return false;
    }
  }

  #keepInMemory(fix: Fix): void {
    this.#memory.push(fix);
    if (this.#memory.length <= MAX_IN_MEMORY) return;
    this.#memory.shift();
    this.#dropped += 1;
  }

  /** The oldest first. */
  async oldest(limit: number): Promise<Fix[]> {
    const stored = (await (await this.#database)?.getAll("fixes", null, limit)) ?? [];
    return [...stored, ...this.#memory].toSorted((a, b) => a.seq - b.seq).slice(0, limit);
  }

  async removeUpTo(seq: number): Promise<void> {
    this.#memory = this.#memory.filter((fix) => fix.seq > seq);
    await (await this.#database)?.delete("fixes", IDBKeyRange.upperBound(seq));
  }

  async count(): Promise<number> {
    return ((await (await this.#database)?.count("fixes")) ?? 0) + this.#memory.length;
  }

  /** Off shift nothing is kept and nothing is sent. */
  async clear(): Promise<void> {
    this.#memory = [];
    await (await this.#database)?.clear("fixes");
  }
}
