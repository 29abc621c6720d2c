import type { Context } from "./context.ts";
import { applyOps, type Next } from "./apply-ops.ts";
import { callFunction } from "./call-function.ts";
import { cancelJob, cronJob, eventJob, resolveJob, startJob } from "./other-jobs.ts";
import { backoff } from "./duration.ts";
import { enterGates, leaveGates } from "./gates.ts";
import { giveBack, updateAndLoad, type Job, type RunState } from "./jobs.ts";
import { settleQuickly } from "./quick-settle.ts";
import { endRun, isCallQueued, lockRun, recordError, type LockedRun } from "./runs.ts";
import type { Outcome, StepFailure } from "./outcome.ts";
import type { RegisteredFunction, Registry } from "./registry.ts";
import type { Tx } from "./database.ts";

/** How often a run outlives its app's death in mid-call before that counts as the function's own failure. */
const crashBudget = 10;
/** An app that is not there is asked again soon: it is most likely starting. */
const unreachablePolicy = { baseMs: 250, maxMs: 5_000, jitter: 0.25 };
const noFunctionDelayMs = 5_000;

/** Carries out one job that this engine has taken. Throws only what the database throws; the lease then runs out. */
export async function runJob(context: Context, job: Job): Promise<void> {
  switch (job.kind) {
    case "call":
      return callJob(context, job);
    case "resolve": {
      const next = await resolveJob(context, job);
      return next === null ? undefined : callJob(context, next);
    }
    case "cancel":
      return cancelJob(context, job);
    case "event":
      return eventJob(context, job);
    case "start":
      return startJob(context, job);
    case "cron":
      return cronJob(context, job);
  }
}

async function callJob(context: Context, taken: Job): Promise<void> {
  const { sql, registry, config } = context;
  let job = taken;
  let run = taken.run;
  if (run === null || run.status !== "running") {
    await sql`DELETE FROM workflows.jobs WHERE id = ${job.id} AND lease = ${job.lease}`;
    return;
  }
  const gates = run.gates;
  if (gates !== null && !job.holds) {
    if (!(await enterGates(sql, job, gates))) return;
    job = { ...job, holds: true };
  }
  // One call after the other under the same lease, as long as the run goes straight on.
  for (;;) {
    const fn = await functionOf(registry, job.functionId);
    if (fn === undefined) {
      await giveBack(sql, job, noFunctionDelayMs);
      return;
    }
    const started = performance.now();
    const outcome = await callFunction(context.client, fn, job, run, config.signingKey);
    context.metrics.call(fn.id, outcome.kind, (performance.now() - started) / 1000);
    context.appSeen(
      fn.appId,
      outcome.kind !== "unreachable",
      outcome.kind === "unreachable" ? outcome.error.message : "",
    );
    const settled: Settled = await settle(context, fn, job, run, outcome);
    if (settled.due) context.poke();
    if (settled.next === null) return;
    ({ job, run } = settled.next);
  }
}

async function functionOf(registry: Registry, id: string | null): Promise<RegisteredFunction | undefined> {
  if (id === null) return undefined;
  const known = registry.get(id);
  if (known !== undefined) return known;
  await registry.load();
  return registry.get(id);
}

interface Settled {
  /** The job's next call, if it goes on at once. */
  readonly next: { readonly job: Job; readonly run: RunState } | null;
  /** Other jobs have become due. */
  readonly due: boolean;
}

const over = (due: boolean): Settled => ({ next: null, due });

/** Writes down what a call came to. */
async function settle(
  context: Context,
  fn: RegisteredFunction,
  job: Job,
  run: RunState,
  outcome: Outcome,
): Promise<Settled> {
  const quickly = await settleQuickly(context.sql, job, run, outcome);
  if (quickly !== null) {
    if (quickly.ended) context.metrics.runEnded("completed");
    return over(quickly.due);
  }
  return context.sql.begin(async (tx): Promise<Settled> => {
    const locked = await lockRun(tx, job);
    if (locked === null) {
      context.metrics.count("stale_results_total", "Results that came after their lease was lost");
      return over(false);
    }
    switch (outcome.kind) {
      case "complete":
        return over(await finish(context, tx, locked, { status: "completed", output: outcome.output }));
      case "fail":
        await recordError(tx, locked.id, job.stepId, job.attempt, outcome.error);
        return over(await finish(context, tx, locked, { status: "failed", error: outcome.error }));
      case "retry":
        return over(await retryLater(context, tx, fn, job, locked, outcome.error, outcome.retryAfterMs));
      case "unreachable": {
        const delay = backoff(job.unreachable + 1, unreachablePolicy);
        return over(await putOff(tx, job, locked, delay, { ...job, unreachable: job.unreachable + 1 }));
      }
      case "lost": {
        if (job.crashes >= crashBudget) {
          return over(await retryLater(context, tx, fn, job, locked, outcome.error, null));
        }
        await recordError(tx, locked.id, job.stepId, job.attempt, outcome.error);
        const delay = backoff(job.crashes + 1, context.config.retry);
        return over(await putOff(tx, job, locked, delay, { ...job, crashes: job.crashes + 1 }));
      }
      case "ops": {
        const next = await applyOps(tx, locked, job, outcome, {
          registry: context.registry,
          maxAttempts: fn.maxAttempts,
          now: new Date(),
        });
        return follow(context, tx, fn, job, run, locked, next, outcome.retryAfterMs);
      }
    }
  });
}

async function follow(
  context: Context,
  tx: Tx,
  fn: RegisteredFunction,
  job: Job,
  run: RunState,
  locked: LockedRun,
  next: Next,
  retryAfterMs: number | null,
): Promise<Settled> {
  switch (next.kind) {
    case "ended":
      context.metrics.runEnded(next.status);
      return over(next.due);
    case "retry":
      return over(await retryLater(context, tx, fn, job, locked, next.error, retryAfterMs, true));
    case "done":
      return over((await dropJob(tx, job, locked)) || next.due);
    case "call": {
      if (next.stepId === null && (await isCallQueued(tx, locked.id, job.id))) {
        return over((await dropJob(tx, job, locked)) || true);
      }
      const steps = await updateAndLoad(
        tx,
        locked.id,
        tx`
          UPDATE workflows.jobs SET step_id = ${next.stepId}, attempt = 0, unreachable = 0, crashes = 0
          WHERE id = ${job.id}`,
      );
      return {
        next: {
          job: { ...job, stepId: next.stepId, attempt: 0, unreachable: 0, crashes: 0 },
          run: { ...run, steps },
        },
        due: false,
      };
    }
  }
}

async function finish(context: Context, tx: Tx, run: LockedRun, end: Parameters<typeof endRun>[2]): Promise<boolean> {
  const due = await endRun(tx, run, end);
  context.metrics.runEnded(end.status);
  return due;
}

async function retryLater(
  context: Context,
  tx: Tx,
  fn: RegisteredFunction,
  job: Job,
  run: LockedRun,
  error: StepFailure,
  retryAfterMs: number | null,
  recorded = false,
): Promise<boolean> {
  if (!recorded) await recordError(tx, run.id, job.stepId, job.attempt, error);
  if (job.attempt + 1 >= fn.maxAttempts) return finish(context, tx, run, { status: "failed", error });
  context.metrics.count("retries_total", "Calls that will be tried again");
  const delay = retryAfterMs ?? backoff(job.attempt + 1, context.config.retry);
  return putOff(tx, job, run, delay, { ...job, attempt: job.attempt + 1 });
}

/** Gives the job back with new counters, and its concurrency slots to others while it waits. */
async function putOff(tx: Tx, job: Job, run: LockedRun, delayMs: number, counters: Job): Promise<boolean> {
  await tx`
    UPDATE workflows.jobs SET leased_by = NULL, holds = false, due_at = now() + ${delayMs} * interval '1 millisecond',
      attempt = ${counters.attempt}, unreachable = ${counters.unreachable}, crashes = ${counters.crashes}
    WHERE id = ${job.id}`;
  if (job.holds && run.gates !== null) await leaveGates(tx, run.gates);
  // The wait for a retry may be shorter than the time until anybody looks.
  return true;
}

/** @returns whether a slot it held went to another job */
async function dropJob(tx: Tx, job: Job, run: LockedRun): Promise<boolean> {
  await tx`DELETE FROM workflows.jobs WHERE id = ${job.id}`;
  if (!job.holds || run.gates === null) return false;
  await leaveGates(tx, run.gates);
  return true;
}
