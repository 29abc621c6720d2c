import { and, asc, between, desc, eq, gt, gte, lte, sql } from "drizzle-orm";
import { anyOf } from "../any-of.ts";
import type { DatabaseOrTransaction } from "../client.ts";
import { riders, rides } from "../schema/dispatch.ts";
import { users } from "../schema/identity.ts";
import { orderEvents } from "../schema/orders.ts";
import { riderTrail } from "../schema/partitioned/rider-trail.ts";
import { isActiveRide } from "./dispatch-conditions.ts";

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

/** Those of the riders whose phone, or whose steps on what they have in hand, say that they were there after a moment. */
export async function ridersHeardOfSince(
  db: DatabaseOrTransaction,
  riderIds: readonly string[],
  since: Date,
): Promise<Set<string>> {
  if (riderIds.length === 0) return new Set();
  const [seen, stepped] = await Promise.all([
    db
      .selectDistinct({ riderId: riderTrail.riderId })
      .from(riderTrail)
      .where(and(anyOf(riderTrail.riderId, riderIds), gt(riderTrail.recordedAt, since))),
    db
      .selectDistinct({ riderId: orderEvents.actorId })
      .from(rides)
      .innerJoin(orderEvents, and(eq(orderEvents.orderId, rides.orderId), eq(orderEvents.actorId, rides.riderId)))
      .where(and(anyOf(rides.riderId, riderIds), isActiveRide, gt(orderEvents.at, since))),
  ]);
  return new Set([...seen, ...stepped].flatMap(({ riderId }) => riderId ?? []));
}

export interface SuspectRow {
  readonly riderId: string;
  readonly name: string;
  readonly flagged: number;
  readonly lastAt: Date;
  /** How many points have each bit. */
  readonly counts: Record<string, number>;
}

/** A city's riders whose points have any of the bits `anyOf`, those with most first. `flags`: the bits to count by name. */
export async function readSuspects(
  db: DatabaseOrTransaction,
  query: {
    readonly cityId: string;
    readonly from: Date;
    readonly to: Date;
    readonly anyOf: number;
    readonly limit: number;
  },
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
        // By itself as well: the index has only such points.
        sql`${riderTrail.flags} <> 0`,
        sql`${riderTrail.flags} & ${query.anyOf}::smallint <> 0`,
      ),
    )
    .groupBy(riderTrail.riderId, users.name)
    .orderBy(desc(flagged), riderTrail.riderId)
    .limit(query.limit);
}
