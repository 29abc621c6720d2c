"use client";

import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import { heldInMemory } from "./held-in-memory.ts";
import type { KeptTap, Tap } from "./tap.ts";

interface Kept {
  readonly data: unknown;
  readonly at: number;
}
interface Schema extends DBSchema {
  taps: { key: number; value: Tap & { id?: number } };
  /** Answers as they were last seen, for a start without network. */
  kept: { key: string; value: Kept };
}

let database: Promise<IDBPDatabase<Schema>> | null = null;
const open = () =>
  (database ??= openDB<Schema>("tiffin-rider-desk", 1, {
    upgrade(made) {
      made.createObjectStore("taps", { keyPath: "id", autoIncrement: true });
      made.createObjectStore("kept");
    },
  }));

/** Taps outlive a tunnel, a reload and a closed app; where the browser keeps nothing, the first of these. */
export const tapStore = heldInMemory({
  async add(tap) {
    const id = await (await open()).add("taps", tap);
    return { ...tap, id };
  },
  all: async () => (await (await open()).getAll("taps")) as KeptTap[],
  async remove(ids) {
    const transaction = (await open()).transaction("taps", "readwrite");
    await Promise.all([...ids.map((id) => transaction.store.delete(id)), transaction.done]);
  },
});

export async function keep(key: string, data: unknown): Promise<void> {
  await (await open()).put("kept", { data, at: Date.now() }, key);
}

export async function kept(key: string): Promise<Kept | undefined> {
  return (await open()).get("kept", key);
}

/** The next who logs in on this phone is told nothing of the one before. */
export async function forgetAll(): Promise<void> {
  tapStore.letGo();
  const opened = await open();
  await Promise.all([opened.clear("taps"), opened.clear("kept")]);
}
