import type { Context } from "./context.ts";

const chunk = 500;
const lockId = 8_288_003;

/**
 * Deletes what ended more than `retentionDays` ago, in small transactions, by one engine at a time.
 * @returns runs deleted
 */
export async function deleteOld(context: Pick<Context, "sql" | "config">, isStopping: () => boolean): Promise<number> {
  const { sql, config } = context;
  let deleted = 0;
  for (;;) {
    const count = await sql.begin(async (tx) => {
      const [lock] = await tx<{ mine: boolean }[]>`SELECT pg_try_advisory_xact_lock(${lockId}) AS mine`;
      if (lock?.mine !== true) return 0;
      const [row] = await tx<{ count: number }[]>`
        WITH old AS MATERIALIZED (
          SELECT id FROM workflows.runs
          WHERE ended_at < now() - ${config.retentionDays} * interval '1 day' ORDER BY ended_at LIMIT ${chunk}
        ), s AS (
          DELETE FROM workflows.steps WHERE run_id IN (SELECT id FROM old)
        ), e AS (
          DELETE FROM workflows.errors WHERE run_id IN (SELECT id FROM old)
        ), r AS (
          DELETE FROM workflows.runs WHERE id IN (SELECT id FROM old) RETURNING 1
        )
        SELECT count(*)::int AS count FROM r`;
      return row?.count ?? 0;
    });
    deleted += count;
    if (count < chunk || isStopping()) break;
  }
  for (;;) {
    // Events go later than their runs could need them: those held back by debounce or batchEvents are read at the start.
    const rows = await sql`
      DELETE FROM workflows.events WHERE id IN (
        SELECT id FROM workflows.events
        WHERE received_at < now() - ${config.retentionDays + 1} * interval '1 day' ORDER BY received_at LIMIT ${chunk}
      )`;
    if (rows.count < chunk || isStopping()) break;
  }
  await sql`DELETE FROM workflows.idempotency WHERE expires_at < now()`;
  await sql`DELETE FROM workflows.waits WHERE expires_at < now() - interval '1 hour'`;
  await sql`
    DELETE FROM workflows.slots WHERE key IN (
      SELECT key FROM workflows.slots WHERE used = 0 FOR UPDATE SKIP LOCKED
    )`;
  await sql`DELETE FROM workflows.engines WHERE seen_at < now() - interval '1 minute'`;
  return deleted;
}
