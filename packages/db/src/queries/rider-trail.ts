import { and, asc, between, desc, eq, gte, lte, sql } from "drizzle-orm";
import type { DatabaseOrTransaction } from "../client.ts";
import { riders } from "../schema/dispatch.ts";
import { users } from "../schema/identity.ts";
import { riderTrail } from "../schema/partitioned/rider-trail.ts";

export type TrailRow = typeof riderTrail.$inferSelect;

export interface TrailPosition {
  readonly recordedAt: Date;
  readonly seq: number;
}

/** A rider's points from a moment to another, both included, oldest first, after a position. */
export async function readTrail(
  db: DatabaseOrTransaction,
  query: {
    readonly riderId: string;
    readonly from: Date;
    readonly to: Date;
    readonly after: TrailPosition | null;
    readonly limit: number;
  },
): Promise<TrailRow[]> {
  const { riderId, from, to, after, limit } = query;
  return db
    .select()
    .from(riderTrail)
    .where(
      and(
        eq(riderTrail.riderId, riderId),
        // The bounds by themselves as well: they say which days' partitions are read.
        gte(riderTrail.recordedAt, after === null || after.recordedAt < from ? from : after.recordedAt),
        lte(riderTrail.recordedAt, to),
        after === null
          ? undefined
          : sql`(${riderTrail.recordedAt}, ${riderTrail.seq}) > (${after.recordedAt.toISOString()}::timestamptz, ${after.seq}::bigint)`,
      ),
    )
    .orderBy(asc(riderTrail.recordedAt), asc(riderTrail.seq))
    .limit(limit);
}

export interface SuspectRow {
  readonly riderId: string;
  readonly name: string;
  readonly flagged: number;
  readonly lastAt: Date;
  /** How many points have each bit. */
  readonly counts: Record<string, number>;
}

/** A city's riders whose points have flags, those with most first. `flags`: the bits to count by name. */
export async function readSuspects(
  db: DatabaseOrTransaction,
  query: { readonly cityId: string; readonly from: Date; readonly to: Date; readonly limit: number },
  flags: Readonly<Record<string, number>>,
): Promise<SuspectRow[]> {
  const counts = Object.entries(flags).map(
    ([name, bit]) =>
      sql`${sql.raw(`'${name.replaceAll("'", "")}'`)}, count(*) filter (where ${riderTrail.flags} & ${sql.raw(String(Math.trunc(bit)))} <> 0)`,
  );
  const flagged = sql<number>`count(*)::int`;
  return db
    .select({
      riderId: riderTrail.riderId,
      name: users.name,
      flagged,
      lastAt: sql<Date>`max(${riderTrail.recordedAt})`.mapWith(riderTrail.recordedAt),
      counts: sql<Record<string, number>>`json_build_object(${sql.join(counts, sql`, `)})`,
    })
    .from(riderTrail)
    .innerJoin(riders, eq(riders.userId, riderTrail.riderId))
    .innerJoin(users, eq(users.id, riderTrail.riderId))
    .where(
      and(
        eq(riders.cityId, query.cityId),
        between(riderTrail.recordedAt, query.from, query.to),
        sql`${riderTrail.flags} <> 0`,
      ),
    )
    .groupBy(riderTrail.riderId, users.name)
    .orderBy(desc(flagged), riderTrail.riderId)
    .limit(query.limit);
}
