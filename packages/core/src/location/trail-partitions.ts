import { sql } from "drizzle-orm";
import type { Database } from "@tiffin/db/client";
import { exportTrailDay, isExported, type TrailDay } from "./trail-export.ts";

const DAY_MS = 86_400_000;

/**
 * Makes the partitions of `rider_trail` for today and the days ahead (UTC). A day whose points already lie in the
 * default partition can't get one of its own: it stays there, which costs speed and nothing else.
 */
export async function ensureTrailPartitions(db: Database, now: Date, daysAhead = 3): Promise<void> {
  for (let day = 0; day <= daysAhead; day += 1) {
    const from = startOfDay(now.getTime() + day * DAY_MS);
    const to = startOfDay(from.getTime() + DAY_MS);
    const name = partitionName(from);
    try {
      await db.execute(
        sql.raw(
          `create table if not exists ${name} partition of rider_trail for values from ('${from.toISOString()}') to ('${to.toISOString()}')`,
        ),
      );
    } catch (error) {
      // 23514: the default partition holds rows of that day. 42P07: another process made it at the same moment.
      const code = sqlState(error);
      if (code !== "23514" && code !== "42P07") throw error;
    }
  }
}

export interface OldTrail {
  /** Days that are kept in Postgres. */
  readonly keepDays: number;
  /** Where a day is written as Parquet before it is dropped; null: it is dropped without. */
  readonly exportFolder: string | null;
}

/**
 * Drops whole days that are older than `keepDays` (instant, unlike deleting their rows), each only after its export lies
 * whole on the disk; days that lie in the default partition are deleted from it. A day whose export fails stays, and the
 * next turn tries it again.
 *
 * @throws Error of the first export that failed, after the other days were seen to
 */
export async function retireTrailPartitions(db: Database, now: Date, old: OldTrail): Promise<number> {
  const oldestDay = startOfDay(now.getTime() - old.keepDays * DAY_MS);
  const oldest = partitionName(oldestDay);
  const rows = await db.execute<{ name: string }>(
    sql`select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'rider_trail'::regclass and c.relname ~ '^rider_trail_[0-9]{8}$' and c.relname < ${oldest}
        order by 1`,
  );
  const failures: unknown[] = [];
  let dropped = 0;
  const days = [
    ...rows.map(({ name }) => ({ name, rows: name, retire: `drop table if exists ${name}` })),
    ...(await strayDays(db, oldestDay)),
  ];
  for (const day of days) {
    try {
      await retire(db, day, old.exportFolder);
      dropped += 1;
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
  return dropped;
}

interface RetiredDay extends TrailDay {
  /** The statement that takes it out of Postgres. */
  readonly retire: string;
}

/** Days that had no partition of their own when their points came: of before the first start, or made too late. */
async function strayDays(db: Database, before: Date): Promise<RetiredDay[]> {
  const days = await db.execute<{ day: string }>(
    sql`select distinct to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD') as day from rider_trail_default
        where recorded_at < ${before.toISOString()}::timestamptz order by 1`,
  );
  return days.map(({ day }) => {
    const from = new Date(day);
    const to = startOfDay(from.getTime() + DAY_MS);
    const rows = `rider_trail_default where recorded_at >= '${from.toISOString()}' and recorded_at < '${to.toISOString()}'`;
    return { name: `rider_trail_default_${compact(from)}`, rows, retire: `delete from ${rows}` };
  });
}

/**
 * A point that comes for a day that is being exported would be in neither: points older than two days are refused, and
 * days are kept for longer.
 */
async function retire(db: Database, day: RetiredDay, exportFolder: string | null): Promise<void> {
  if (exportFolder !== null && !(await isExported(day, exportFolder))) await exportTrailDay(db, day, exportFolder);
  await db.execute(sql.raw(day.retire));
}

function partitionName(day: Date): string {
  return `rider_trail_${compact(day)}`;
}

/** As YYYYMMDD. */
function compact(day: Date): string {
  return day.toISOString().slice(0, 10).replaceAll("-", "");
}

function startOfDay(ms: number): Date {
  return new Date(Math.floor(ms / DAY_MS) * DAY_MS);
}

function sqlState(error: unknown): string | undefined {
  for (let at = error; at instanceof Error; at = at.cause)
    if ("code" in at && typeof at.code === "string") return at.code;
  return undefined;
}
