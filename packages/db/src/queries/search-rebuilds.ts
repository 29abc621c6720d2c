import { and, asc, desc, eq, gt, inArray, isNull, sql } from "drizzle-orm";
import type { Database, DatabaseOrTransaction } from "../client.ts";
import { restaurants } from "../schema/catalog.ts";
import { searchDocuments } from "../schema/search.ts";
import { searchRebuildChanges, searchRebuilds } from "../schema/search-rebuilds.ts";

export type SearchRebuildRow = typeof searchRebuilds.$inferSelect;

/** The one that runs, or was cut short. */
export async function findOpenRebuild(
  db: DatabaseOrTransaction,
  target: string,
): Promise<SearchRebuildRow | undefined> {
  const [row] = await db
    .select()
    .from(searchRebuilds)
    .where(and(eq(searchRebuilds.target, target), isNull(searchRebuilds.endedAt)));
  return row;
}

/** The version of the index that the last complete rebuild made. */
export async function findBuiltVersion(db: DatabaseOrTransaction, target: string): Promise<string | undefined> {
  const [row] = await db
    .select({ version: searchRebuilds.version })
    .from(searchRebuilds)
    .where(
      and(eq(searchRebuilds.target, target), eq(searchRebuilds.scope, "all"), eq(searchRebuilds.outcome, "finished")),
    )
    .orderBy(desc(searchRebuilds.id))
    .limit(1);
  return row?.version;
}

export async function insertRebuild(
  db: DatabaseOrTransaction,
  row: Pick<SearchRebuildRow, "target" | "version" | "scope" | "cityId" | "startedAt">,
): Promise<SearchRebuildRow> {
  const [total] = await db
    .select({ count: sql<number>`count(*)::int` })
    .from(restaurants)
    .where(and(isNull(restaurants.deletedAt), row.cityId === null ? undefined : eq(restaurants.cityId, row.cityId)));
  const [made] = await db
    .insert(searchRebuilds)
    .values({ ...row, total: total?.count ?? 0, updatedAt: row.startedAt })
    .returning();
  return made!;
}

export async function saveRebuild(
  db: DatabaseOrTransaction,
  id: number,
  progress: Partial<Pick<SearchRebuildRow, "lastId" | "indexed" | "refused" | "removed">> & {
    readonly updatedAt: Date;
  },
): Promise<void> {
  await db.update(searchRebuilds).set(progress).where(eq(searchRebuilds.id, id));
}

export async function abandonRebuild(db: DatabaseOrTransaction, id: number, now: Date): Promise<void> {
  await db.delete(searchRebuildChanges).where(eq(searchRebuildChanges.rebuildId, id));
  await db
    .update(searchRebuilds)
    .set({ endedAt: now, updatedAt: now, outcome: "abandoned" })
    .where(eq(searchRebuilds.id, id));
}

/**
 * Remembers that those changed, for every rebuild that runs. One statement, quick when none does. A rebuild that is just
 * finishing waits for it.
 */
export async function noteRebuildChanges(db: DatabaseOrTransaction, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await db.execute(sql`
    with open as (select id from search_rebuilds where ended_at is null for share)
    insert into search_rebuild_changes (rebuild_id, restaurant_id, stamp)
    select open.id, changed, gen_random_uuid()
    from open cross join unnest(${sql.param([...ids])}::uuid[]) changed
    on conflict (rebuild_id, restaurant_id) do update set stamp = excluded.stamp`);
}

export async function findRebuildChanges(
  db: DatabaseOrTransaction,
  rebuildId: number,
  limit: number,
): Promise<{ restaurantId: string; stamp: string }[]> {
  return db
    .select({ restaurantId: searchRebuildChanges.restaurantId, stamp: searchRebuildChanges.stamp })
    .from(searchRebuildChanges)
    .where(eq(searchRebuildChanges.rebuildId, rebuildId))
    .orderBy(asc(searchRebuildChanges.restaurantId))
    .limit(limit);
}

/** Forgets what was indexed; what changed again meanwhile has another stamp and stays. */
export async function forgetRebuildChanges(
  db: DatabaseOrTransaction,
  rebuildId: number,
  changes: readonly { readonly stamp: string }[],
): Promise<void> {
  await db.delete(searchRebuildChanges).where(
    and(
      eq(searchRebuildChanges.rebuildId, rebuildId),
      inArray(
        searchRebuildChanges.stamp,
        changes.map(({ stamp }) => stamp),
      ),
    ),
  );
}

/** Ends a rebuild if nothing changed that it has not seen; false when there is more to do. */
export async function finishRebuild(db: Database, id: number, now: Date): Promise<boolean> {
  return db.transaction(async (tx) => {
    // Whoever notes a change holds the row's share: from here on nobody notes any more for this rebuild.
    await tx.select({ id: searchRebuilds.id }).from(searchRebuilds).where(eq(searchRebuilds.id, id)).for("update");
    const [left] = await findRebuildChanges(tx, id, 1);
    if (left !== undefined) return false;
    await tx
      .update(searchRebuilds)
      .set({ endedAt: now, updatedAt: now, outcome: "finished" })
      .where(eq(searchRebuilds.id, id));
    return true;
  });
}

/** Those of the ids that are in the catalogue and not deleted; with a city, only those in it. */
export async function existingRestaurantIds(
  db: DatabaseOrTransaction,
  ids: readonly string[],
  cityId: string | null,
): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .select({ id: restaurants.id })
    .from(restaurants)
    .where(
      and(
        sql`${restaurants.id} = any(${sql.param([...ids])}::uuid[])`,
        isNull(restaurants.deletedAt),
        cityId === null ? undefined : eq(restaurants.cityId, cityId),
      ),
    );
  return rows.map((row) => row.id);
}

/** The ids of the embedded index (of one city) after `afterId`, in order. */
export async function indexedIdsAfter(
  db: DatabaseOrTransaction,
  cityId: string | null,
  afterId: string | null,
  limit: number,
): Promise<string[]> {
  const rows = await db
    .select({ id: searchDocuments.restaurantId })
    .from(searchDocuments)
    .where(
      and(
        cityId === null ? undefined : eq(searchDocuments.cityId, cityId),
        afterId === null ? undefined : gt(searchDocuments.restaurantId, afterId),
      ),
    )
    .orderBy(asc(searchDocuments.restaurantId))
    .limit(limit);
  return rows.map((row) => row.id);
}
