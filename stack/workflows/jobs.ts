import type { PendingQuery, Row } from "postgres";
import type { Db, Tx } from "./database.ts";
import type { EventPayload } from "./events.ts";
import type { Gate } from "./starts.ts";

export type JobKind = "call" | "resolve" | "cancel" | "event" | "start" | "cron";

export interface StepRow {
  readonly id: string;
  readonly status: "planned" | "waiting" | "done" | "failed";
  readonly data: unknown;
  readonly error: unknown;
}

/** What a call needs to know of its run. */
export interface RunState {
  readonly id: string;
  readonly status: "running" | "completed" | "failed" | "cancelled";
  readonly events: readonly EventPayload[];
  readonly gates: readonly Gate[] | null;
  /** Done ones in the order in which they were done, open ones after them. */
  readonly steps: readonly StepRow[];
}

export interface Job {
  readonly id: string;
  readonly kind: JobKind;
  readonly runId: string | null;
  readonly stepId: string | null;
  readonly functionId: string | null;
  /** Each taking raises it: a result that carries an older number is stale. */
  readonly lease: number;
  readonly attempt: number;
  readonly unreachable: number;
  readonly crashes: number;
  readonly holds: boolean;
  readonly payload: unknown;
  readonly run: RunState | null;
}

interface JobRow {
  id: string;
  kind: JobKind;
  run_id: string | null;
  step_id: string | null;
  function_id: string | null;
  lease: number;
  attempt: number;
  unreachable: number;
  crashes: number;
  holds: boolean;
  payload: unknown;
  status: RunState["status"] | null;
  events: EventPayload[] | null;
  gates: Gate[] | null;
  steps: StepRow[] | null;
}

/** The far end of the queue, for jobs that wait for a slot and not for a time. */
export const never = "9999-01-01T00:00:00Z";

/** A lease's name outside: what the SDK sends back with each checkpoint. */
export const leaseName = (job: { id: string; lease: number }): string => `${job.id}.${job.lease}`;

export function parseLeaseName(name: string): { id: string; lease: number } | null {
  const match = /^(\d{1,18})\.(\d{1,9})$/.exec(name);
  return match === null ? null : { id: match[1] ?? "", lease: Number(match[2]) };
}

/**
 * Takes up to `limit` due jobs, with the runs they belong to, and says how long until the next one is due.
 * Jobs whose lease ran out are due again: their engine is gone.
 */
export async function takeJobs(
  db: Db,
  engineId: string,
  limit: number,
  leaseMs: number,
): Promise<{ jobs: Job[]; nextInMs: number | null }> {
  const rows = await db<(JobRow & { next_ms: number | null; id: string | null })[]>`
    WITH due AS MATERIALIZED (
      SELECT id FROM workflows.jobs WHERE due_at <= now() ORDER BY due_at LIMIT ${limit} FOR UPDATE SKIP LOCKED
    ), taken AS (
      UPDATE workflows.jobs j
      SET lease = j.lease + 1, leased_by = ${engineId}, due_at = now() + ${leaseMs} * interval '1 millisecond'
      FROM due WHERE j.id = due.id
      RETURNING j.*
    )
    SELECT next.ms AS next_ms, t.id, t.kind, t.run_id, t.step_id, t.function_id, t.lease, t.attempt, t.unreachable,
      t.crashes, t.holds, t.payload, r.status, r.events, r.gates, s.steps
    FROM (
      SELECT (extract(epoch FROM min(due_at) - now()) * 1000)::float8 AS ms FROM workflows.jobs WHERE due_at > now()
    ) next
    LEFT JOIN taken t ON true
    LEFT JOIN workflows.runs r ON r.id = t.run_id
    LEFT JOIN LATERAL (
      SELECT json_agg(
        json_build_object('id', id, 'status', status, 'data', data, 'error', error) ORDER BY done_order NULLS LAST
      ) AS steps
      FROM workflows.steps WHERE run_id = t.run_id AND t.kind = 'call'
    ) s ON true`;
  const jobs = rows.flatMap((row) => (row.id === null ? [] : toJob(row)));
  return { jobs, nextInMs: rows[0]?.next_ms ?? null };
}

function toJob(row: JobRow): Job {
  return {
    id: row.id,
    kind: row.kind,
    runId: row.run_id,
    stepId: row.step_id,
    functionId: row.function_id,
    lease: row.lease,
    attempt: row.attempt,
    unreachable: row.unreachable,
    crashes: row.crashes,
    holds: row.holds,
    payload: row.payload,
    run:
      row.run_id === null || row.status === null
        ? null
        : { id: row.run_id, status: row.status, events: row.events ?? [], gates: row.gates, steps: row.steps ?? [] },
  };
}

export async function loadSteps(db: Db, runId: string): Promise<StepRow[]> {
  return db<StepRow[]>`
    SELECT id, status, data, error FROM workflows.steps WHERE run_id = ${runId} ORDER BY done_order NULLS LAST`;
}

/** Changes a job and reads its run's steps, in one statement. The change does not concern the steps. */
export async function updateAndLoad(tx: Tx, runId: string, update: PendingQuery<Row[]>): Promise<StepRow[]> {
  return tx<StepRow[]>`
    WITH changed AS (${update})
    SELECT id, status, data, error FROM workflows.steps WHERE run_id = ${runId} ORDER BY done_order NULLS LAST`;
}

/** Keeps the leases of jobs in flight. A job that is no longer this engine's is left alone. */
export async function extendLeases(
  db: Db,
  jobs: readonly { id: string; lease: number }[],
  leaseMs: number,
): Promise<void> {
  if (jobs.length === 0) return;
  // Rows that somebody is changing are left out: a run that ends locks several jobs, and the next beat comes soon.
  await db`
    UPDATE workflows.jobs SET due_at = now() + ${leaseMs} * interval '1 millisecond'
    WHERE id IN (
      SELECT j.id FROM workflows.jobs j
      JOIN unnest(${jobs.map(({ id }) => id)}::bigint[], ${jobs.map(({ lease }) => lease)}::int[]) AS mine(id, lease)
        ON j.id = mine.id AND j.lease = mine.lease
      WHERE j.leased_by IS NOT NULL
      FOR UPDATE OF j SKIP LOCKED
    )`;
}

/** Gives a job back, to be taken again after `delayMs`. */
export async function giveBack(db: Db, job: { id: string; lease: number }, delayMs: number): Promise<void> {
  await db`
    UPDATE workflows.jobs SET leased_by = NULL, due_at = now() + ${delayMs} * interval '1 millisecond'
    WHERE id = ${job.id} AND lease = ${job.lease}`;
}

/** Gives everything back that an engine still holds, at its end or after its death. What it had in flight is stale. */
export async function giveBackAll(db: Db, engineId: string): Promise<void> {
  await db`
    UPDATE workflows.jobs SET leased_by = NULL, lease = lease + 1, due_at = now() WHERE id IN (
      SELECT id FROM workflows.jobs WHERE leased_by = ${engineId} FOR UPDATE SKIP LOCKED
    )`;
}
