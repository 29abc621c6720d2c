"use client";

import { type DBSchema, type IDBPDatabase, deleteDB, openDB } from "idb";
import type { Fix } from "./fix.ts";

interface QueueSchema extends DBSchema {
  fixes: { key: [riderId: string, seq: number]; value: Fix };
}

/** A working day at one point every four seconds; beyond that the oldest go. */
const MAX_KEPT = 10_000;
/** Where the browser keeps nothing (a private window): an hour's worth, while the page stands. */
const MAX_IN_MEMORY = 1_000;

/**
 * Positions that the server has not acknowledged yet, in IndexedDB: they outlive a tunnel, a reload and a closed app, and
 * are sent late with the times at which they were recorded. Where there is no IndexedDB they are kept in memory.
 *
 * A phone may be handed on while some wait: each rider has their own, and whoever logs in next sends none of them.
 */
export class FixQueue {
  readonly #database: Promise<IDBPDatabase<QueueSchema> | null>;
  #memory: Fix[] = [];
  #dropped = 0;
  readonly #riderId: string;
  readonly #maxKept: number;

  constructor(riderId: string, maxKept = MAX_KEPT) {
    this.#riderId = riderId;
    this.#maxKept = maxKept;
    this.#database = openQueue().catch(() => null);
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
      await transaction.store.put(fix, [this.#riderId, fix.seq]);
      let surplus = (await transaction.store.count(this.#own())) - this.#maxKept;
      for (let oldest = await transaction.store.openCursor(this.#own()); oldest && surplus > 0; surplus -= 1) {
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

  #own(upTo = Infinity): IDBKeyRange {
    return IDBKeyRange.bound([this.#riderId, 0], [this.#riderId, upTo]);
  }

  #keepInMemory(fix: Fix): void {
    this.#memory.push(fix);
    if (this.#memory.length <= MAX_IN_MEMORY) return;
    this.#memory.shift();
    this.#dropped += 1;
  }

  /** The oldest first. */
  async oldest(limit: number): Promise<Fix[]> {
    const stored = (await (await this.#database)?.getAll("fixes", this.#own(), limit)) ?? [];
    return [...stored, ...this.#memory].toSorted((a, b) => a.seq - b.seq).slice(0, limit);
  }

  async removeUpTo(seq: number): Promise<void> {
    this.#memory = this.#memory.filter((fix) => fix.seq > seq);
    await (await this.#database)?.delete("fixes", this.#own(seq));
  }

  async count(): Promise<number> {
    return ((await (await this.#database)?.count("fixes", this.#own())) ?? 0) + this.#memory.length;
  }

  /** Off shift nothing is kept and nothing is sent. */
  async clear(): Promise<void> {
    this.#memory = [];
    await (await this.#database)?.delete("fixes", this.#own());
  }
}

/** Rejects where the browser keeps nothing, however it says so: some throw when they are merely asked. */
async function openQueue(): Promise<IDBPDatabase<QueueSchema>> {
  // An earlier version's don't say whose they are. Not waited for: a page of that version may still have them open.
  void deleteDB("tiffin-rider").catch(() => {});
  return openDB<QueueSchema>("tiffin-rider-fixes", 1, {
    upgrade(database) {
      database.createObjectStore("fixes");
    },
  });
}
