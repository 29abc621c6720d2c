import { json, type Tx } from "./database.ts";
import { newId } from "./ids.ts";
import { isSoon, optsOf, requestRow, textOf } from "./ops.ts";
import { startRuns } from "./starts.ts";
import { queueResolve, type LockedRun } from "./runs.ts";
import type { Op } from "./outcome.ts";
import type { Registry } from "./registry.ts";

/**
 * Stores what the function asks for.
 * @param how.coalesced the function is called when all of them are done, not for each
 * @param how.jobless a planned step that the caller goes on with by itself
 * @returns whether jobs are due now or very soon
 */
export async function storeRequests(
  tx: Tx,
  run: LockedRun,
  ops: readonly Op[],
  how: { readonly coalesced: boolean; readonly jobless: string | null },
  context: { readonly registry: Registry; readonly now: Date },
): Promise<boolean> {
  const rows = ops
    .map((op) => requestRow(op, run.events[0], context.now))
    .map((row) => (row.id === how.jobless ? { ...row, job: null } : row));
  await tx`
    WITH given AS (
      SELECT *, now() + ms * interval '1 millisecond' AS until
      FROM json_to_recordset(${json(rows)}::json) AS r(id text, op text, name text, detail text, status text,
        ms double precision, job text, event text, path text, value text, expression text)
    ), steps AS (
      INSERT INTO workflows.steps (run_id, id, op, name, detail, status, coalesced, due_at)
      SELECT ${run.id}, id, op, name, detail, status, ${how.coalesced}, until FROM given
      ON CONFLICT DO NOTHING
    ), paths AS (
      INSERT INTO workflows.wait_paths (event_name, path)
      SELECT DISTINCT event, path FROM given WHERE event IS NOT NULL ORDER BY event, path
      ON CONFLICT DO NOTHING
    ), waits AS (
      INSERT INTO workflows.waits (run_id, step_id, event_name, path, value, expression, expires_at)
      SELECT ${run.id}, id, event, path, value, expression, until FROM given WHERE event IS NOT NULL
    )
    INSERT INTO workflows.jobs (kind, run_id, step_id, function_id, payload, due_at)
    SELECT job, ${run.id}, id, ${run.functionId}, CASE WHEN job = 'resolve' THEN '{"data":null}'::json END,
      coalesce(until, now())
    FROM given WHERE job IS NOT NULL`;
  for (const [index, op] of ops.entries()) {
    if (op.op === "InvokeFunction") await invoke(tx, run, op, rows[index]?.ms ?? null, context);
  }
  return rows.some(isSoon);
}

async function invoke(
  tx: Tx,
  run: LockedRun,
  op: Op,
  timeoutMs: number | null,
  context: { readonly registry: Registry; readonly now: Date },
): Promise<void> {
  const functionId = textOf(optsOf(op)["function_id"]) ?? "";
  const fn = context.registry.get(functionId);
  if (fn === undefined || fn.removed) {
    const error = { name: "FunctionNotFoundError", message: `could not find function with ID: ${functionId}` };
    await queueResolve(tx, run.id, op.id, { error }, 0);
    return;
  }
  const payload = (optsOf(op)["payload"] ?? {}) as {
    data?: Record<string, unknown> | null;
    v?: string;
    meta?: unknown;
  };
  const event = {
    id: newId(),
    name: "inngest/function.invoked",
    data: { ...payload.data, _inngest: { fn_id: functionId, correlation_id: `${run.id}.${op.id}` } },
    ts: context.now.getTime(),
    ...(payload.v === undefined ? {} : { v: payload.v }),
  };
  await startRuns(tx, [{ fn, events: [event], parent: { runId: run.id, stepId: op.id } }]);
  if (timeoutMs !== null) {
    const error = {
      name: "InngestInvokeTimeoutError",
      message: "Timed out waiting for invoked function to complete",
    };
    await queueResolve(tx, run.id, op.id, { error }, timeoutMs);
  }
}
