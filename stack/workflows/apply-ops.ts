import { json, type Tx } from "./database.ts";
import { isRequest, isResult, labelOf, objectionTo, optsOf } from "./ops.ts";
import { failureOf, type Op, type StepFailure } from "./outcome.ts";
import { storeRequests } from "./requests.ts";
import { endRun, recordError, type LockedRun } from "./runs.ts";
import { loadSteps, type Job } from "./jobs.ts";
import type { Registry } from "./registry.ts";

/** What the job does after its call. */
export type Next =
  /** Call again at once, under the same lease: the whole function, or one planned step. */
  | { readonly kind: "call"; readonly stepId: string | null }
  /** The step threw and has tries left. */
  | { readonly kind: "retry"; readonly error: StepFailure; readonly stepId: string | null }
  /** Others go on with the run, or an event will. */
  | { readonly kind: "done"; readonly due: boolean }
  | { readonly kind: "ended"; readonly status: "completed" | "failed"; readonly due: boolean };

/** Applies what one call came back with, in a transaction that holds the run's lock. */
export async function applyOps(
  tx: Tx,
  run: LockedRun,
  job: Job,
  given: { readonly ops: readonly Op[]; readonly version: number },
  context: { readonly registry: Registry; readonly maxAttempts: number; readonly now: Date },
): Promise<Next> {
  const { ops } = given;
  for (const op of ops) {
    const message = objectionTo(op, context.now);
    if (message === null) continue;
    const error = { name: "UnsupportedStepError", message: `step "${labelOf(op)}" ${message}` };
    await recordError(tx, run.id, op.id, job.attempt, error);
    const due = await endRun(tx, run, { status: "failed", error });
    return { kind: "ended", status: "failed", due };
  }

  const complete = ops.find(({ op }) => op === "RunComplete");
  const steps = ops.length === 1 && complete !== undefined ? [] : await loadSteps(tx, run.id);
  const known = new Map(steps.map((step) => [step.id, step]));
  const settled = new Set(steps.filter(({ status }) => status === "done" || status === "failed").map(({ id }) => id));
  const open = new Set(steps.filter(({ status }) => status === "planned" || status === "waiting").map(({ id }) => id));

  // 1. Results.
  const finished: Op[] = ops.filter((op) => isResult(op) && !settled.has(op.id));
  let retry: Next | null = null;
  for (const op of ops) {
    if (op.op !== "StepError" && op.op !== "StepFailed") continue;
    const error = failureOf(op.error ?? op.data);
    await recordError(tx, run.id, op.id, job.attempt, error);
    if (op.op === "StepFailed") continue;
    if (job.attempt + 1 < context.maxAttempts) retry = { kind: "retry", error, stepId: op.id };
    else finished.push({ ...op, op: "StepFailed" });
  }
  let waitsForOthers = false;
  if (finished.length > 0) {
    waitsForOthers = await settleSteps(tx, run, finished);
    for (const { id } of finished) open.delete(id);
  }
  if (complete !== undefined) {
    const due = await endRun(tx, run, { status: "completed", output: complete.data ?? null });
    return { kind: "ended", status: "completed", due };
  }

  // 2. New requests; the SDK repeats those that are still open.
  const fresh = ops.filter((op) => isRequest(op) && !known.has(op.id));
  const race = fresh.some((op) => optsOf(op)["parallelMode"] === "race") || given.version < 2;
  const coalesced = fresh.length > 1 && !race && fresh.some(({ op }) => op === "StepPlanned");
  const inPlace = fresh.length === 1 && fresh[0]?.op === "StepPlanned" && retry === null ? fresh[0] : null;
  let due = false;
  if (fresh.length > 0) {
    due = await storeRequests(tx, run, fresh, { coalesced, jobless: inPlace?.id ?? null }, context);
    for (const { id } of fresh) open.add(id);
  }

  // 3. How the run goes on.
  if (retry !== null) return retry;
  if (inPlace !== null) return { kind: "call", stepId: inPlace.id };
  // A result that is known already: the checkpoint was stored and its answer lost.
  if (ops.some(isResult)) return waitsForOthers ? { kind: "done", due } : { kind: "call", stepId: null };
  if (ops.some(({ op }) => op === "DiscoveryRequest")) return { kind: "call", stepId: null };
  if (open.size > 0) return { kind: "done", due };
  return {
    kind: "retry",
    error: { name: "Error", message: "the function neither ended nor asked for anything" },
    stepId: job.stepId,
  };
}

/**
 * Memoises results. @returns whether the last of them belongs to a parallel group with members still open: then the
 * function is called when the last one is done, not for each.
 */
async function settleSteps(tx: Tx, run: LockedRun, ops: readonly Op[]): Promise<boolean> {
  const rows = ops.map((op) => ({
    id: op.id,
    op: op.op === "StepFailed" ? "StepRun" : op.op,
    name: labelOf(op),
    status: op.op === "StepFailed" ? "failed" : "done",
    data: op.op === "StepFailed" ? null : (op.data ?? null),
    error: op.op === "StepFailed" ? failureOf(op.error ?? op.data) : null,
  }));
  const [settled, [others]] = await Promise.all([
    tx<{ coalesced: boolean }[]>`
      INSERT INTO workflows.steps AS s (run_id, id, op, name, status, data, error, ended_at, done_order)
      SELECT ${run.id}, id, op, name, status, data, error, now(), nextval('workflows.done_order')
      FROM json_to_recordset(${json(rows)}::json)
        AS r(id text, op text, name text, status text, data json, error json)
      ON CONFLICT (run_id, id) DO UPDATE SET status = excluded.status, data = excluded.data, error = excluded.error,
        ended_at = excluded.ended_at, done_order = excluded.done_order
      WHERE s.status IN ('planned', 'waiting')
      RETURNING coalesced`,
    tx<{ open: boolean }[]>`
      SELECT EXISTS (
        SELECT 1 FROM workflows.steps WHERE run_id = ${run.id} AND coalesced AND status IN ('planned', 'waiting')
      ) AS open`,
  ]);
  return settled.length > 0 && settled.every(({ coalesced }) => coalesced) && (others?.open ?? false);
}
