import { z } from "zod";
import { json, type Sql } from "./database.ts";
import { parseLeaseName } from "./jobs.ts";
import { opSchema } from "./outcome.ts";

const bodySchema = z.object({
  run_id: z.string(),
  qi_id: z.string(),
  steps: z.array(opSchema).max(1_000),
});

export type CheckpointResult = "stored" | "stale" | { readonly bad: string };

/**
 * Memoises steps that a function has run since its call began, while the call goes on. One statement, fenced by the
 * lease that the call was made under: a function whose run has gone to somebody else hears "stale" and stops.
 */
export async function storeCheckpoint(
  sql: Sql,
  runId: string,
  body: unknown,
  leaseMs: number,
): Promise<CheckpointResult> {
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) return { bad: parsed.error.issues[0]?.message ?? "invalid" };
  const { run_id, qi_id, steps } = parsed.data;
  const lease = parseLeaseName(qi_id);
  if (lease === null || run_id !== runId || !z.guid().safeParse(runId).success) return { bad: "unknown run or lease" };
  const other = steps.find(({ op }) => op !== "StepRun" && op !== "Step");
  if (other !== undefined) return { bad: `${other.op} cannot be checkpointed` };
  const rows = steps.map((step) => ({
    id: step.id,
    name: step.displayName ?? step.name ?? step.id,
    data: step.data ?? null,
  }));
  const [row] = await sql<{ alive: boolean }[]>`
    WITH mine AS (
      UPDATE workflows.jobs SET due_at = greatest(due_at, now() + ${leaseMs} * interval '1 millisecond')
      WHERE id = ${lease.id} AND lease = ${lease.lease} AND run_id = ${runId} AND leased_by IS NOT NULL
      RETURNING run_id
    ), stored AS (
      INSERT INTO workflows.steps AS s (run_id, id, op, name, status, data, ended_at, done_order)
      SELECT mine.run_id, r.id, 'StepRun', r.name, 'done', r.data, now(), nextval('workflows.done_order')
      FROM mine, json_to_recordset(${json(rows)}::json) AS r(id text, name text, data json)
      ON CONFLICT (run_id, id) DO UPDATE SET status = 'done', data = excluded.data, error = NULL,
        ended_at = excluded.ended_at, done_order = excluded.done_order
      WHERE s.status IN ('planned', 'waiting')
    )
    SELECT EXISTS (SELECT 1 FROM mine) AS alive`;
  return row?.alive === true ? "stored" : "stale";
}
