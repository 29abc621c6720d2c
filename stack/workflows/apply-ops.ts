import { json, type Tx } from "./database.ts";
import { parseDelay } from "./duration.ts";
import { compile, ExpressionError, lookupOf } from "./expressions.ts";
import { newId } from "./ids.ts";
import { failureOf, type Op, type StepFailure } from "./outcome.ts";
import { startRuns } from "./starts.ts";
import { endRun, queueResolve, recordError, type LockedRun } from "./runs.ts";
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

const results = new Set(["StepRun", "Step", "StepFailed"]);
const requests = new Set(["StepPlanned", "Sleep", "WaitForEvent", "InvokeFunction"]);
const quiet = new Set(["StepError", "RunComplete", "DiscoveryRequest"]);

const labelOf = (op: Op): string => op.displayName ?? op.name ?? op.id;
const optsOf = (op: Op): Record<string, unknown> => op.opts ?? {};
const textOf = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

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
  const finished: Op[] = ops.filter(({ op, id }) => results.has(op) && !settled.has(id));
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
  const fresh = ops.filter(({ op, id }) => requests.has(op) && !known.has(id));
  const race = fresh.some((op) => optsOf(op)["parallelMode"] === "race") || given.version < 2;
  const coalesced = fresh.length > 1 && !race && fresh.some(({ op }) => op === "StepPlanned");
  const inPlace = fresh.length === 1 && fresh[0]?.op === "StepPlanned" && retry === null ? fresh[0] : null;
  let due = false;
  if (fresh.length > 0) {
    due = await request(tx, run, fresh, { coalesced, jobless: inPlace?.id ?? null }, context);
    for (const { id } of fresh) open.add(id);
  }

  // 3. How the run goes on.
  if (retry !== null) return retry;
  if (inPlace !== null) return { kind: "call", stepId: inPlace.id };
  // A result that is known already: the checkpoint was stored and its answer lost.
  if (ops.some(({ op }) => results.has(op)))
    return waitsForOthers ? { kind: "done", due } : { kind: "call", stepId: null };
  if (ops.some(({ op }) => op === "DiscoveryRequest")) return { kind: "call", stepId: null };
  if (open.size > 0) return { kind: "done", due };
  return {
    kind: "retry",
    error: { name: "Error", message: "the function neither ended nor asked for anything" },
    stepId: job.stepId,
  };
}

/** Why a run cannot go on with this step; no retry would help. */
function objectionTo(op: Op, now: Date): string | null {
  if (!results.has(op.op) && !requests.has(op.op) && !quiet.has(op.op)) {
    return `asks for ${op.op}, which the embedded engine does not do`;
  }
  const timeout = op.op === "Sleep" ? (op.name ?? "") : textOf(optsOf(op)["timeout"]);
  if (requests.has(op.op) && timeout !== undefined && parseDelay(timeout, now) === null) {
    return `has "${timeout}" for a time, which is neither a duration nor a date`;
  }
  const condition = op.op === "WaitForEvent" ? textOf(optsOf(op)["if"]) : undefined;
  if (condition === undefined) return null;
  try {
    compile(condition);
    return null;
  } catch (error) {
    if (error instanceof ExpressionError) return error.message;
    throw error;
  }
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

/** What becomes due before an idle engine looks anyway. */
const soonMs = 1_000;

/** Stores what the function asks for. @returns whether jobs are due now or very soon */
async function request(
  tx: Tx,
  run: LockedRun,
  ops: readonly Op[],
  how: { readonly coalesced: boolean; readonly jobless: string | null },
  context: { readonly registry: Registry; readonly now: Date },
): Promise<boolean> {
  const timed = ops.map((op) => {
    const text = op.op === "Sleep" ? (op.name ?? "") : textOf(optsOf(op)["timeout"]);
    const delayMs = text === undefined ? (op.op === "WaitForEvent" ? 0 : null) : parseDelay(text, context.now);
    return { op, delayMs };
  });
  const rows = timed.map(({ op, delayMs }) => {
    const waits = op.op === "WaitForEvent";
    const lookup = waits ? lookupOf(textOf(optsOf(op)["if"]), run.events[0]) : null;
    return {
      id: op.id,
      op: op.op === "StepPlanned" ? "StepRun" : op.op,
      name: labelOf(op),
      detail: detailOf(op),
      status: op.op === "StepPlanned" ? "planned" : "waiting",
      ms: op.op === "StepPlanned" ? null : delayMs,
      // What becomes due: the planned step's call now, the end of a sleep or of a wait's patience later.
      job:
        op.op === "StepPlanned"
          ? op.id === how.jobless
            ? null
            : "call"
          : op.op === "InvokeFunction"
            ? null
            : "resolve",
      event: waits ? (op.name ?? "") : null,
      path: lookup?.path ?? null,
      value: lookup?.value ?? null,
      expression: lookup?.expression ?? null,
    };
  });
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
  for (const { op, delayMs } of timed) {
    if (op.op === "InvokeFunction") await invoke(tx, run, op, delayMs, context);
  }
  return rows.some(({ job, op, ms }) => job === "call" || op === "InvokeFunction" || (ms !== null && ms < soonMs));
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

/** One line for the page: what the step waits for. */
function detailOf(op: Op): string | null {
  const opts = optsOf(op);
  switch (op.op) {
    case "Sleep":
      return op.name ?? "";
    case "WaitForEvent": {
      const condition = textOf(opts["if"]);
      return condition === undefined ? (op.name ?? "") : `${op.name ?? ""} if ${condition}`;
    }
    case "InvokeFunction":
      return textOf(opts["function_id"]) ?? "";
    default:
      return null;
  }
}
