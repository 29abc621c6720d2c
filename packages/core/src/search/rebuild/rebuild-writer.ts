import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "@tiffin/db/client";
import {
  findRebuildChanges,
  forgetRebuildChanges,
  saveRebuild,
  type SearchRebuildRow,
} from "@tiffin/db/queries/search-rebuilds";
import { DomainError } from "@tiffin/domain/errors";
import type { SearchDocument } from "@tiffin/domain/search/document";
import { buildSearchDocuments } from "../build-documents.ts";
import type { SearchEngine } from "../port.ts";
import type { IndexRebuild } from "./port.ts";

export interface RebuildHooks {
  /** Stops after the batch under way; the next call goes on from there. */
  readonly signal?: AbortSignal | undefined;
  /** Results of those cities may be others now. Told at most every two seconds, and only after it can be searched. */
  readonly onIndexed?: (cityIds: readonly string[]) => Promise<void> | void;
  /** A document that the engine will not take; it is left out and the rest goes on. */
  readonly onRefused?: (document: SearchDocument, error: unknown) => void;
}

const TELL_EVERY_MS = 2_000;
const BATCH = 1_000;
/** An engine that is away is waited for: 0.5 s, then twice as long, six times. */
const PATIENCE = 6;

/** Writes to the place of a rebuild: sees to engines that are away for a moment, documents that are refused, and the counts. */
export class RebuildWriter {
  readonly #db: Database;
  readonly #engine: SearchEngine;
  readonly #build: IndexRebuild;
  readonly #run: SearchRebuildRow;
  readonly #hooks: RebuildHooks;
  readonly #cities = new Set<string>();
  #isLive: boolean;
  #told = Date.now();
  #indexed: number;
  #refused: number;
  #removed: number;

  constructor(db: Database, engine: SearchEngine, build: IndexRebuild, run: SearchRebuildRow, hooks: RebuildHooks) {
    this.#db = db;
    this.#engine = engine;
    this.#build = build;
    this.#run = run;
    this.#hooks = hooks;
    this.#isLive = build.inPlace;
    this.#indexed = run.indexed;
    this.#refused = run.refused;
    this.#removed = run.removed;
  }

  get counts(): { indexed: number; refused: number; removed: number } {
    return { indexed: this.#indexed, refused: this.#refused, removed: this.#removed };
  }

  /** Writes a batch; several may be under way. What it answers is to be counted once all batches before it are written. */
  async write(documents: readonly SearchDocument[]): Promise<{ indexed: number; refused: number }> {
    const indexed = await this.#upsert(documents);
    await this.#touched(documents.map((document) => document.cityId));
    return { indexed, refused: documents.length - indexed };
  }

  count({ indexed, refused }: { readonly indexed: number; readonly refused: number }): void {
    this.#indexed += indexed;
    this.#refused += refused;
  }

  /** Those restaurants as the catalogue has them now; whoever is gone is taken out. */
  async bringUpToDate(restaurantIds: readonly string[]): Promise<void> {
    for (let from = 0; from < restaurantIds.length; from += BATCH) {
      const ids = restaurantIds.slice(from, from + BATCH);
      const documents = await buildSearchDocuments(this.#db, ids);
      const present = new Set(documents.map((document) => document.id));
      const gone = ids.filter((id) => !present.has(id));
      const left = gone.length === 0 ? [] : await this.#patiently(() => this.#engine.documents(gone));
      await this.#upsert(documents);
      if (gone.length > 0) await this.#patiently(() => this.#build.remove(gone));
      this.#removed += left.length;
      await this.#touched([...documents, ...left].map((document) => document.cityId));
    }
  }

  /** Indexes once more what changed since the rebuild began. False when it was told to stop before the end. */
  async catchUp(): Promise<boolean> {
    for (;;) {
      const changes = await findRebuildChanges(this.#db, this.#run.id, BATCH);
      if (changes.length === 0) return true;
      if (this.#hooks.signal?.aborted === true) return false;
      await this.bringUpToDate(changes.map(({ restaurantId }) => restaurantId));
      await forgetRebuildChanges(this.#db, this.#run.id, changes);
    }
  }

  /** What was written can be searched now. */
  async published(): Promise<void> {
    this.#isLive = true;
    await saveRebuild(this.#db, this.#run.id, { ...this.counts, updatedAt: new Date() });
    await this.flush();
  }

  /** Tells of the cities that nobody was told of yet. */
  async flush(): Promise<void> {
    if (!this.#isLive || this.#cities.size === 0) return;
    const cityIds = [...this.#cities];
    this.#cities.clear();
    this.#told = Date.now();
    await this.#hooks.onIndexed?.(cityIds);
  }

  async #touched(cityIds: readonly string[]): Promise<void> {
    for (const cityId of cityIds) this.#cities.add(cityId);
    if (Date.now() - this.#told >= TELL_EVERY_MS) await this.flush();
  }

  /** How many were taken. A batch that is refused is halved until the one is found that is to blame. */
  async #upsert(documents: readonly SearchDocument[]): Promise<number> {
    if (documents.length === 0) return 0;
    try {
      await this.#patiently(() => this.#build.upsert(documents));
      return documents.length;
    } catch (error) {
      if (isAway(error)) throw error;
      const [first] = documents;
      if (documents.length === 1 && first !== undefined) {
        this.#hooks.onRefused?.(first, error);
        return 0;
      }
      const middle = Math.ceil(documents.length / 2);
      return (await this.#upsert(documents.slice(0, middle))) + (await this.#upsert(documents.slice(middle)));
    }
  }

  async #patiently<T>(call: () => Promise<T>): Promise<T> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await call();
      } catch (error) {
        const { signal } = this.#hooks;
        if (!isAway(error) || attempt >= PATIENCE || signal?.aborted === true) throw error;
        await sleep(500 * 2 ** attempt, undefined, { signal }).catch(() => {});
      }
    }
  }
}

function isAway(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at instanceof DomainError && at.code === "UNAVAILABLE") return true;
    const code = "code" in at && typeof at.code === "string" ? at.code : "";
    // Postgres: no connection, shutting down, out of resources; Node: no connection.
    if (/^(08|57P|53)|^CONN|^E[A-Z]+$/.test(code)) return true;
  }
  return false;
}
