import type { DatabaseOrTransaction } from "@tiffin/db/client";
import {
  closuresOfRestaurants,
  deleteClosures,
  hoursOfRestaurants,
  insertClosures,
  replaceOpeningHours,
} from "@tiffin/db/queries/imports";
import type { NewClosure, NewOpeningRange } from "@tiffin/db/queries/imports";
import { localMoment } from "@tiffin/domain/opening-hours/opening-hours";
import type { OpeningRange } from "@tiffin/domain/opening-hours/opening-hours";
import { v7 as uuid } from "uuid";
import type { Target } from "./write-batch.ts";

/** Where hours could not be read, or a menu came without any: until the kitchen sets its own. */
const usualHours: readonly OpeningRange[] = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
  weekday,
  opensMinute: 10 * 60,
  closesMinute: 23 * 60,
}));

/** Tells closures that an import may take back from those that the kitchen entered itself. */
const importedReason = "Closed by its published opening hours";

/** Writes hours and closures where they differ, and answers whose were changed. What a file doesn't say stays as it is. */
export async function writeHours(
  db: DatabaseOrTransaction,
  targets: readonly Target[],
  timeZone: string,
  now: Date,
): Promise<ReadonlySet<string>> {
  const ids = targets.filter(({ state }) => state !== "created").map(({ id }) => id);
  const changed = new Set([
    ...(await writeWeekly(db, targets, ids)),
    ...(await writeClosures(db, targets, ids, localMoment(now, timeZone).date)),
  ]);
  return changed;
}

async function writeWeekly(
  db: DatabaseOrTransaction,
  targets: readonly Target[],
  ids: readonly string[],
): Promise<string[]> {
  const held = new Map<string, string[]>();
  for (const row of await hoursOfRestaurants(db, ids)) {
    held.set(row.restaurantId, [...(held.get(row.restaurantId) ?? []), rangeKey(row)]);
  }
  const changed: string[] = [];
  const rows: NewOpeningRange[] = [];
  for (const { id, gathered } of targets) {
    const { hours, notes } = gathered.restaurant;
    const has = held.get(id) ?? [];
    const isGuessed = has.length === 0 && (gathered.items.size > 0 || notes.includes("HOURS_UNREADABLE"));
    const wanted = hours?.weekly ?? (isGuessed ? usualHours : undefined);
    if (wanted === undefined || has.sort().join() === wanted.map(rangeKey).sort().join()) continue;
    changed.push(id);
    for (const range of wanted) rows.push({ id: uuid(), restaurantId: id, ...range });
  }
  await replaceOpeningHours(db, changed, rows);
  return changed;
}

const rangeKey = (range: OpeningRange): string => `${range.weekday}/${range.opensMinute}/${range.closesMinute}`;

async function writeClosures(
  db: DatabaseOrTransaction,
  targets: readonly Target[],
  ids: readonly string[],
  today: string,
): Promise<string[]> {
  const held = new Map<string, Map<string, { id: string; isImported: boolean }>>();
  for (const { id, restaurantId, day, reason } of await closuresOfRestaurants(db, ids, today)) {
    const days = held.get(restaurantId) ?? new Map<string, { id: string; isImported: boolean }>();
    held.set(restaurantId, days.set(day, { id, isImported: reason === importedReason }));
  }
  const gone: string[] = [];
  const fresh: NewClosure[] = [];
  const changed: string[] = [];
  for (const { id, gathered } of targets) {
    const { hours } = gathered.restaurant;
    if (hours === undefined) continue;
    const has = held.get(id) ?? new Map<string, { id: string; isImported: boolean }>();
    const wanted = new Set(hours.closures);
    const extra = [...has].filter(([day, { isImported }]) => isImported && !wanted.has(day));
    const missing = hours.closures.filter((day) => !has.has(day));
    if (extra.length + missing.length === 0) continue;
    changed.push(id);
    gone.push(...extra.map(([, closure]) => closure.id));
    for (const day of missing) fresh.push({ id: uuid(), restaurantId: id, day, reason: importedReason });
  }
  await deleteClosures(db, gone);
  await insertClosures(db, fresh);
  return changed;
}
