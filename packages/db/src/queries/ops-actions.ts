import { and, eq, sql } from "drizzle-orm";
import type { DatabaseOrTransaction } from "../client.ts";
import { newId } from "../ids.ts";
import { opsActions } from "../schema/ops.ts";

export type OpsActionRow = typeof opsActions.$inferSelect;
export type NewOpsAction = Pick<
  OpsActionRow,
  "actorId" | "cityId" | "type" | "subjectId" | "idempotencyKey" | "data" | "at"
>;

/** Writes that it is about to be done. The earlier row, where the operator has used the key before. */
export async function beginOpsAction(
  db: DatabaseOrTransaction,
  action: NewOpsAction,
): Promise<{ readonly row: OpsActionRow; readonly isNew: boolean }> {
  const [made] = await db
    .insert(opsActions)
    .values({ id: newId(), ...action })
    .onConflictDoNothing({ target: [opsActions.actorId, opsActions.idempotencyKey] })
    .returning();
  if (made !== undefined) return { row: made, isNew: true };
  const [known] = await db
    .select()
    .from(opsActions)
    .where(and(eq(opsActions.actorId, action.actorId), sql`${opsActions.idempotencyKey} = ${action.idempotencyKey}`));
  if (known === undefined) throw new Error("An action was neither written nor there before.");
  return { row: known, isNew: false };
}

/** What was done stays done: a later refusal of the same attempt does not overwrite it. */
export async function endOpsAction(db: DatabaseOrTransaction, id: string, outcome: string): Promise<void> {
  await db
    .update(opsActions)
    .set({ outcome })
    .where(and(eq(opsActions.id, id), sql`${opsActions.outcome} is distinct from 'done'`));
}

export async function outcomeOfOpsAction(db: DatabaseOrTransaction, id: string): Promise<string | null> {
  const [row] = await db.select({ outcome: opsActions.outcome }).from(opsActions).where(eq(opsActions.id, id));
  return row?.outcome ?? null;
}
