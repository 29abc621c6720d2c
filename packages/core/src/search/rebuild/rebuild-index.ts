import type { Database } from "@tiffin/db/client";
import {
  abandonRebuild,
  existingRestaurantIds,
  findBuiltVersion,
  findOpenRebuild,
  finishRebuild,
  insertRebuild,
  saveRebuild,
  type SearchRebuildRow,
} from "@tiffin/db/queries/search-rebuilds";
import type { IndexRebuild, RebuildableEngine } from "./port.ts";
import { readBatch, type DocumentBatch } from "./read-batch.ts";
import { RebuildWriter, type RebuildHooks } from "./rebuild-writer.ts";

export type RebuildScope =
  | { readonly kind: "all" }
  | { readonly kind: "city"; readonly cityId: string }
  /** Only what the index has never heard of. */
  | { readonly kind: "missing" };

export interface RebuildProgress {
  readonly indexed: number;
  readonly refused: number;
  readonly removed: number;
  /** Restaurants in the catalogue when it began. */
  readonly total: number;
  /** How many were done before this process took it up. */
  readonly resumedAt: number;
  readonly startedAt: Date;
}

export interface RebuildOptions extends RebuildHooks {
  readonly scope: RebuildScope;
  /** Begins anew even where one was cut short. */
  readonly fresh?: boolean;
  /** It is known where it begins. */
  readonly onBegin?: (progress: RebuildProgress) => void;
  readonly onProgress?: (progress: RebuildProgress) => void;
}

export interface RebuildReport extends RebuildProgress {
  readonly outcome: "finished" | "interrupted";
}

/**
 * Makes the index anew from the catalogue, beside people who search and kitchens that change things: what the relay
 * delivers meanwhile is indexed once more at the end. Goes on where an earlier one of the same kind was cut short. The
 * caller sees to it that no two run at once (see `withRebuildLock`).
 * @throws DomainError UNAVAILABLE when the engine stays away; what was done is kept
 */
export async function rebuildIndex(
  db: Database,
  engine: RebuildableEngine,
  options: RebuildOptions,
): Promise<RebuildReport> {
  const { run, build } = await open(db, engine, options);
  const writer = new RebuildWriter(db, engine, build, run, options);
  const report = (outcome: RebuildReport["outcome"]): RebuildReport => ({ ...progress(), outcome });
  const progress = (): RebuildProgress => ({
    ...writer.counts,
    total: run.total,
    resumedAt: run.indexed,
    startedAt: run.startedAt,
  });

  options.onBegin?.(progress());
  try {
    if (!(await copy())) return report("interrupted");
    if (build.inPlace && options.scope.kind !== "missing") await removeStale(db, engine, run, writer);
    if (!(await writer.catchUp())) return report("interrupted");
    await build.publish();
    await writer.published();
    do {
      if (!(await writer.catchUp())) return report("interrupted");
    } while (!(await finishRebuild(db, run.id, new Date())));
    await build.close();
    return report("finished");
  } finally {
    await writer.flush();
  }

  /** False when it was told to stop. A batch is read while two are written; the place is kept in the order of ids. */
  async function copy(): Promise<boolean> {
    let next = read(run.lastId);
    let before: Promise<void> = Promise.resolve();
    for (;;) {
      const batch = await next;
      if (batch === null) {
        await before;
        return true;
      }
      next = read(batch.lastId);
      next.catch(() => {});
      const written = writer.write(batch.documents);
      written.catch(() => {});
      const kept = before.then(async () => keep(await written, batch.lastId));
      kept.catch(() => {});
      await before;
      before = kept;
      if (options.signal?.aborted !== true) continue;
      await before;
      return false;
    }
  }

  async function keep(written: { indexed: number; refused: number }, lastId: string): Promise<void> {
    writer.count(written);
    await saveRebuild(db, run.id, { ...writer.counts, lastId, updatedAt: new Date() });
    options.onProgress?.(progress());
  }

  function read(after: string | null): Promise<DocumentBatch | null> {
    return readBatch(db, run.cityId, after, options.scope.kind === "missing" ? engine : null);
  }
}

async function open(
  db: Database,
  engine: RebuildableEngine,
  { scope, fresh }: RebuildOptions,
): Promise<{ run: SearchRebuildRow; build: IndexRebuild }> {
  const cityId = scope.kind === "city" ? scope.cityId : null;
  const known = await findOpenRebuild(db, engine.target);
  const goesOn =
    known !== undefined &&
    fresh !== true &&
    known.scope === scope.kind &&
    known.cityId === cityId &&
    known.version === engine.indexVersion;
  if (known !== undefined && !goesOn) await abandonRebuild(db, known.id, new Date());
  const run = goesOn
    ? known
    : await insertRebuild(db, {
        target: engine.target,
        version: engine.indexVersion,
        scope: scope.kind,
        cityId,
        startedAt: new Date(),
      });
  // Not the row's id: another database, or this one restored from a backup, may have built into the same engine.
  const build = await engine.beginRebuild(run.startedAt.getTime(), { inPlace: scope.kind !== "all" });
  // What was written before is lost with the place that it was written to.
  const startsOver = build.isNew && run.lastId !== null;
  return { run: startsOver ? { ...run, lastId: null, indexed: 0, refused: 0, removed: 0 } : run, build };
}

/** Takes out what the catalogue has no more: deleted while nobody listened, or moved to another city. */
async function removeStale(
  db: Database,
  engine: RebuildableEngine,
  run: SearchRebuildRow,
  writer: RebuildWriter,
): Promise<void> {
  const stale: string[] = [];
  for await (const ids of engine.indexedIdsIn(run.cityId)) {
    const existing = new Set(await existingRestaurantIds(db, ids, run.cityId));
    stale.push(...ids.filter((id) => !existing.has(id)));
  }
  // By what the catalogue says now: one that only moved to another city is indexed there.
  await writer.bringUpToDate(stale);
}

/** How far the rebuild is that runs, or was cut short. */
export async function openRebuild(
  db: Database,
  engine: RebuildableEngine,
): Promise<{ indexed: number; total: number } | undefined> {
  return findOpenRebuild(db, engine.target);
}

/** What the index needs before it can be relied on: everything anew, to go on with what was cut short, or what it lacks. */
export async function neededRebuild(db: Database, engine: RebuildableEngine): Promise<RebuildScope> {
  const open = await findOpenRebuild(db, engine.target);
  if (open?.scope === "city" && open.cityId !== null) return { kind: "city", cityId: open.cityId };
  if (open?.scope === "all" || !(await engine.hasIndex())) return { kind: "all" };
  return { kind: (await findBuiltVersion(db, engine.target)) === engine.indexVersion ? "missing" : "all" };
}
