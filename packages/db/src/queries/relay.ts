import { and, asc, eq, gt, gte, inArray, isNull, sql } from "drizzle-orm";
import type { Database, DatabaseOrTransaction } from "../client.ts";
import { newId } from "../ids.ts";
import { outbox, relayDeadLetters, relayProgress } from "../schema/outbox.ts";

export type RelayProgress = typeof relayProgress.$inferSelect;
export type OutboxRow = typeof outbox.$inferSelect;

export async function findRelayProgress(db: DatabaseOrTransaction, slot: string): Promise<RelayProgress | undefined> {
  const [row] = await db.select().from(relayProgress).where(eq(relayProgress.slot, slot));
  return row;
}

export async function saveRelayProgress(db: DatabaseOrTransaction, slot: string, deliveredUntil: Date): Promise<void> {
  await db
    .insert(relayProgress)
    .values({ slot, deliveredUntil })
    .onConflictDoUpdate({ target: relayProgress.slot, set: { deliveredUntil } });
}

/** Remembers that the outbox has to be read again from there on; an earlier place that is still open stays. */
export async function beginReread(db: DatabaseOrTransaction, slot: string, from: Date): Promise<Date> {
  const [row] = await db
    .insert(relayProgress)
    .values({ slot, deliveredUntil: from, rereadFrom: from })
    .onConflictDoUpdate({
      target: relayProgress.slot,
      set: { rereadFrom: sql`least(${relayProgress.rereadFrom}, excluded.reread_from)` },
    })
    .returning({ from: relayProgress.rereadFrom });
  return row?.from ?? from;
}

export async function endReread(db: DatabaseOrTransaction, slot: string): Promise<void> {
  await db.update(relayProgress).set({ rereadFrom: null }).where(eq(relayProgress.slot, slot));
}

/** Of the rows since then, the next after a position, in the order in which they were written. */
export async function outboxSince(
  db: DatabaseOrTransaction,
  since: Date,
  afterPosition: number,
  limit: number,
): Promise<OutboxRow[]> {
  return db
    .select()
    .from(outbox)
    .where(and(gte(outbox.createdAt, since), gt(outbox.position, afterPosition)))
    .orderBy(asc(outbox.position))
    .limit(limit);
}

export interface DeadLetter {
  readonly id: string;
  readonly sink: string;
  readonly outboxId: string;
  /** Null when housekeeping has dropped the row since. */
  readonly topic: string | null;
  readonly subjectId: string | null;
  readonly error: string;
  readonly createdAt: Date;
}

export async function insertDeadLetter(
  db: DatabaseOrTransaction,
  letter: { readonly sink: string; readonly outboxId: string; readonly error: string },
): Promise<void> {
  await db.insert(relayDeadLetters).values({ id: newId(), ...letter });
}

/** What was set aside and nobody has dealt with, oldest first. */
export async function openDeadLetters(db: DatabaseOrTransaction, limit: number): Promise<DeadLetter[]> {
  const { id, sink, outboxId, error, createdAt } = relayDeadLetters;
  return db
    .select({ id, sink, outboxId, topic: outbox.topic, subjectId: outbox.subjectId, error, createdAt })
    .from(relayDeadLetters)
    .leftJoin(outbox, eq(outbox.id, outboxId))
    .where(isNull(relayDeadLetters.resolvedAt))
    .orderBy(asc(createdAt))
    .limit(limit);
}

/**
 * Tells what these say once more, to every sink (whoever hears it reads the rows as they are now), and closes them.
 * Returns how many were told; of one whose row is gone nothing is left to tell.
 */
export async function retryDeadLetters(db: Database, ids: readonly string[]): Promise<number> {
  return db.transaction(async (tx) => {
    const letters = await tx
      .select({ id: relayDeadLetters.id, topic: outbox.topic, subjectId: outbox.subjectId, payload: outbox.payload })
      .from(relayDeadLetters)
      .innerJoin(outbox, eq(outbox.id, relayDeadLetters.outboxId))
      .where(and(inArray(relayDeadLetters.id, [...ids]), isNull(relayDeadLetters.resolvedAt)))
      .for("update", { of: relayDeadLetters });
    if (letters.length === 0) return 0;
    await tx
      .insert(outbox)
      .values(letters.map(({ topic, subjectId, payload }) => ({ id: newId(), topic, subjectId, payload })));
    return closeDeadLetters(
      tx,
      letters.map(({ id }) => id),
    );
  });
}

/** Closes them without telling anybody. Returns how many. */
export async function closeDeadLetters(db: DatabaseOrTransaction, ids: readonly string[]): Promise<number> {
  const rows = await db
    .update(relayDeadLetters)
    .set({ resolvedAt: sql`now()` })
    .where(and(inArray(relayDeadLetters.id, [...ids]), isNull(relayDeadLetters.resolvedAt)))
    .returning({ id: relayDeadLetters.id });
  return rows.length;
}

export async function countDeadLetters(db: DatabaseOrTransaction): Promise<number> {
  return db.$count(relayDeadLetters, isNull(relayDeadLetters.resolvedAt));
}
