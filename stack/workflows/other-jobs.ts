import type { Context } from "./context.ts";
import { nextTick } from "./cron.ts";
import { json } from "./database.ts";
import { ingest, type EventPayload, type Intake } from "./events.ts";
import { updateAndLoad, type Job } from "./jobs.ts";
import { endRun, lockRun, recordError } from "./runs.ts";
import { startHeldBack, startRuns } from "./starts.ts";
import { databaseNow } from "./registry.ts";
import type { StepFailure } from "./outcome.ts";

/**
 * Ends a waiting step: its event came, its time is up, or the function it invoked is done. Whichever comes first;
 * the others find the step settled.
 * @returns the same job as a call, if the function is to go on at once
 */
export async function resolveJob(context: Context, job: Job): Promise<Job | null> {
  const { sql } = context;
  const payload = job.payload as { data?: unknown; error?: StepFailure };
  return sql.begin(async (tx) => {
    const run = await lockRun(tx, job);
    const drop = async (): Promise<null> => {
      await tx`DELETE FROM workflows.jobs WHERE id = ${job.id} AND lease = ${job.lease}`;
      return null;
    };
    if (run === null || job.stepId === null) return drop();
    const status = payload.error === undefined ? "done" : "failed";
    const [settled] = await tx<{ coalesced: boolean; others: boolean; queued: boolean }[]>`
      WITH settled AS (
        UPDATE workflows.steps SET status = ${status}, data = ${json(payload.data ?? null)}::json,
          error = ${payload.error === undefined ? null : json(payload.error)}::json, ended_at = now(),
          done_order = nextval('workflows.done_order')
        WHERE run_id = ${run.id} AND id = ${job.stepId} AND status = 'waiting'
        RETURNING coalesced
      ), waits AS (
        DELETE FROM workflows.waits WHERE run_id = ${run.id} AND step_id = ${job.stepId}
      ), timers AS (
        DELETE FROM workflows.jobs
        WHERE run_id = ${run.id} AND kind = 'resolve' AND step_id = ${job.stepId} AND id <> ${job.id}
      )
      SELECT coalesced,
        EXISTS (
          SELECT 1 FROM workflows.steps
          WHERE run_id = ${run.id} AND id <> ${job.stepId} AND coalesced AND status IN ('planned', 'waiting')
        ) AS others,
        EXISTS (
          SELECT 1 FROM workflows.jobs
          WHERE run_id = ${run.id} AND kind = 'call' AND step_id IS NULL AND leased_by IS NULL AND due_at <= now()
        ) AS queued
      FROM settled`;
    if (settled === undefined) return drop();
    if (payload.error !== undefined) await recordError(tx, run.id, job.stepId, 0, payload.error);
    if ((settled.coalesced && settled.others) || settled.queued) return drop();
    const steps = await updateAndLoad(
      tx,
      run.id,
      tx`
        UPDATE workflows.jobs SET kind = 'call', step_id = NULL, payload = NULL, function_id = ${run.functionId}
        WHERE id = ${job.id}`,
    );
    return {
      ...job,
      kind: "call",
      stepId: null,
      payload: null,
      functionId: run.functionId,
      run: { id: run.id, status: "running", events: run.events, gates: run.gates, steps },
    };
  });
}

export async function cancelJob(context: Context, job: Job): Promise<void> {
  const { event } = job.payload as { event: string };
  await context.sql.begin(async (tx) => {
    const run = await lockRun(tx, job);
    if (run === null) {
      await tx`DELETE FROM workflows.jobs WHERE id = ${job.id} AND lease = ${job.lease}`;
      return;
    }
    await endRun(tx, run, { status: "cancelled", reason: `cancelled by ${event}` });
    context.metrics.runEnded("cancelled");
  });
  context.poke();
}

/** Events of the engine's own, such as inngest/function.failed. */
export async function eventJob(context: Context, job: Job): Promise<void> {
  await context.sql.begin(async (tx) => {
    const [mine] = await tx`DELETE FROM workflows.jobs WHERE id = ${job.id} AND lease = ${job.lease} RETURNING 1`;
    if (mine === undefined) return;
    const intake = await ingest(tx, context.registry, job.payload as EventPayload[]);
    context.metrics.intake(intake);
  });
  context.poke();
}

/** The time of a debounce or a batch is up. */
export async function startJob(context: Context, job: Job): Promise<void> {
  const { sql, registry } = context;
  const fn = registry.get(job.functionId ?? "");
  if (fn === undefined) return;
  const runs = await sql.begin((tx) =>
    startHeldBack(tx, job.id, fn, job.payload as { kind: "debounce" | "batch"; key: string }),
  );
  context.metrics.intake({ accepted: 0, runs, wakes: 0 });
  context.poke();
}

/**
 * A cron tick. Its event's id names the tick, so that it happens once however many engines there are. Ticks missed
 * while no engine was running are made up for by one.
 */
export async function cronJob(context: Context, job: Job): Promise<void> {
  const { cron, at, jitterMs } = job.payload as { cron: string; at: string; jitterMs: number };
  await context.sql.begin(async (tx) => {
    const [mine] = await tx<{ dedupe_key: string }[]>`
      SELECT dedupe_key FROM workflows.jobs WHERE id = ${job.id} AND lease = ${job.lease} FOR UPDATE`;
    if (mine === undefined) return;
    const now = await databaseNow(tx);
    const fn = context.registry.get(job.functionId ?? "");
    if (fn !== undefined && !fn.removed) {
      const tick = new Date(at);
      const event: EventPayload = {
        id: `${mine.dedupe_key}:${tick.toISOString()}`,
        name: "inngest/scheduled.timer",
        data: { cron },
        ts: tick.getTime(),
      };
      const intake = await ingestTick(tx, context, fn.id, event);
      context.metrics.intake(intake);
    }
    const next = nextTick(cron, now);
    if (next === null) {
      await tx`DELETE FROM workflows.jobs WHERE id = ${job.id}`;
      return;
    }
    await tx`
      UPDATE workflows.jobs SET leased_by = NULL, payload = ${json({ cron, at: next, jitterMs })}::json,
        due_at = ${next}::timestamptz + ${Math.random() * jitterMs} * interval '1 millisecond'
      WHERE id = ${job.id}`;
  });
  context.poke();
}

async function ingestTick(
  tx: Parameters<typeof ingest>[0],
  context: Context,
  functionId: string,
  event: EventPayload,
): Promise<Intake> {
  const intake = await ingest(tx, context.registry, [event]);
  const fn = context.registry.get(functionId);
  if (intake.accepted === 0 || fn === undefined) return intake;
  await startRuns(tx, [{ fn, events: [event] }]);
  return { ...intake, runs: intake.runs + 1 };
}
