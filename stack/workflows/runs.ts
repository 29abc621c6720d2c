import { json, type Tx } from "./database.ts";
import { leaveGates } from "./gates.ts";
import type { Job } from "./jobs.ts";
import type { StepFailure } from "./outcome.ts";
import type { EventPayload } from "./events.ts";
import type { Gate } from "./starts.ts";

export interface LockedRun {
  readonly id: string;
  readonly functionId: string;
  readonly events: readonly EventPayload[];
  readonly gates: readonly Gate[] | null;
  readonly parent: { readonly runId: string; readonly stepId: string } | null;
}

interface LockedRow {
  function_id: string;
  events: EventPayload[];
  gates: Gate[] | null;
  parent_run: string | null;
  parent_step: string | null;
}

/**
 * Locks a job's run, then the job, and checks that the lease still holds. Everything that changes a run begins here,
 * and no transaction locks two runs.
 * @returns null when the result is stale: the job went to another engine, or the run has ended
 */
export async function lockRun(tx: Tx, job: Pick<Job, "id" | "lease" | "runId">): Promise<LockedRun | null> {
  const runId = job.runId;
  if (runId === null) return null;
  const [run] = await tx<LockedRow[]>`
    SELECT r.function_id, r.events, r.gates, r.parent_run, r.parent_step
    FROM workflows.runs r JOIN workflows.jobs j ON j.run_id = r.id
    WHERE r.id = ${runId} AND r.status = 'running' AND j.id = ${job.id} AND j.lease = ${job.lease}
    FOR UPDATE OF r, j`;
  if (run === undefined) return null;
  return {
    id: runId,
    functionId: run.function_id,
    events: run.events,
    gates: run.gates,
    parent:
      run.parent_run === null || run.parent_step === null ? null : { runId: run.parent_run, stepId: run.parent_step },
  };
}

export type RunEnd =
  | { readonly status: "completed"; readonly output: unknown }
  | { readonly status: "failed"; readonly error: StepFailure }
  | { readonly status: "cancelled"; readonly reason: string };

/**
 * Ends a run: nothing of it is left in the queue. What follows for others (the run that invoked it, the events that
 * tell of its end) becomes jobs of their own, because this transaction holds this run's lock.
 * @returns whether it left jobs that are due now
 */
export async function endRun(tx: Tx, run: LockedRun, end: RunEnd): Promise<boolean> {
  const output = end.status === "completed" ? json(end.output) : null;
  const error: StepFailure | null =
    end.status === "failed"
      ? end.error
      : end.status === "cancelled"
        ? { name: "RunCancelledError", message: end.reason }
        : null;
  const [gone] = await tx<{ held: number }[]>`
    WITH ended AS (
      UPDATE workflows.runs SET status = ${end.status}, output = ${output}::json,
        error = ${error === null ? null : json(error)}::json, ended_at = now()
      WHERE id = ${run.id}
    ), waits AS (
      DELETE FROM workflows.waits WHERE run_id = ${run.id}
    ), jobs AS (
      DELETE FROM workflows.jobs WHERE run_id = ${run.id} RETURNING holds
    )
    SELECT count(*) FILTER (WHERE holds)::int AS held FROM jobs`;
  if (run.gates !== null) {
    for (let held = gone?.held ?? 0; held > 0; held -= 1) await leaveGates(tx, run.gates);
  }
  if (run.parent !== null) {
    const payload =
      end.status === "completed"
        ? { data: end.output ?? null }
        : { error: error ?? { name: "Error", message: "the invoked function did not complete" } };
    await queueResolve(tx, run.parent.runId, run.parent.stepId, payload, 0);
  }
  if (end.status === "completed") return run.parent !== null || run.gates !== null;
  const first = run.events[0];
  const event: EventPayload = {
    id: run.id,
    name: end.status === "failed" ? "inngest/function.failed" : "inngest/function.cancelled",
    data: { function_id: run.functionId, run_id: run.id, event: first ?? {}, events: run.events, error },
    ts: Date.now(),
  };
  await tx`INSERT INTO workflows.jobs (kind, payload) VALUES ('event', ${json([event])}::json)`;
  return true;
}

/** A job that ends a waiting step: with `{data}` or `{error}`, now or at a timeout. The first one wins. */
export async function queueResolve(
  tx: Tx,
  runId: string,
  stepId: string,
  payload: { data: unknown } | { error: StepFailure },
  delayMs: number,
): Promise<void> {
  await tx`
    INSERT INTO workflows.jobs (kind, run_id, step_id, payload, due_at)
    VALUES ('resolve', ${runId}, ${stepId}, ${json(payload)}::json, now() + ${delayMs} * interval '1 millisecond')`;
}

export async function recordError(
  tx: Tx,
  runId: string,
  stepId: string | null,
  attempt: number,
  error: StepFailure,
): Promise<void> {
  await tx`
    INSERT INTO workflows.errors (run_id, step_id, attempt, error)
    VALUES (${runId}, ${stepId}, ${attempt}, ${json(error)}::json)`;
}

/** Whether somebody will call the function anyway, with what is memoised by now. */
export async function isCallQueued(tx: Tx, runId: string, exceptId: string): Promise<boolean> {
  const [row] = await tx<{ queued: boolean }[]>`
    SELECT EXISTS (
      SELECT 1 FROM workflows.jobs
      WHERE run_id = ${runId} AND kind = 'call' AND step_id IS NULL AND leased_by IS NULL AND due_at <= now()
        AND id <> ${exceptId}
    ) AS queued`;
  return row?.queued ?? false;
}
