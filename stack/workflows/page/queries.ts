import type { Sql } from "../database.ts";
import type { EventPayload } from "../events.ts";

export const pageSize = 50;
export const statuses = ["running", "completed", "failed", "cancelled"] as const;
export type Status = (typeof statuses)[number];

export interface RunLine {
  readonly id: string;
  readonly function_id: string;
  readonly status: Status;
  readonly created_at: Date;
  readonly ended_at: Date | null;
  readonly event_name: string;
  readonly error: string | null;
  /** What it waits for now. */
  readonly waiting: string | null;
}

export interface RunFilter {
  readonly status: Status | null;
  readonly functionId: string | null;
  /** An event's id. */
  readonly eventId: string | null;
  /** The last id of the page before. */
  readonly before: string | null;
}

/** Newest first; one more than a page, to know whether there is a next. */
export async function listRuns(sql: Sql, filter: RunFilter): Promise<RunLine[]> {
  return sql<RunLine[]>`
    SELECT r.id, r.function_id, r.status, r.created_at, r.ended_at, r.events->0->>'name' AS event_name,
      r.error->>'message' AS error,
      CASE WHEN r.status = 'running' THEN (
        SELECT s.name || coalesce(' · ' || s.detail, '') FROM workflows.steps s
        WHERE s.run_id = r.id AND s.status IN ('planned', 'waiting') ORDER BY s.created_at DESC LIMIT 1
      ) END AS waiting
    FROM workflows.runs r
    WHERE true
      ${filter.status === null ? sql`` : sql`AND r.status = ${filter.status}`}
      ${filter.functionId === null ? sql`` : sql`AND r.function_id = ${filter.functionId}`}
      ${filter.eventId === null ? sql`` : sql`AND r.event_id = ${filter.eventId}`}
      ${filter.before === null ? sql`` : sql`AND r.id < ${filter.before}`}
    ORDER BY r.id DESC LIMIT ${pageSize + 1}`;
}

export interface StepLine {
  readonly id: string;
  readonly op: string;
  readonly name: string;
  readonly detail: string | null;
  readonly status: string;
  readonly data: unknown;
  readonly error: { name?: string; message?: string } | null;
  readonly due_at: Date | null;
  readonly created_at: Date;
  readonly ended_at: Date | null;
}

export interface RunPage {
  readonly run: RunLine & {
    readonly events: EventPayload[];
    readonly output: unknown;
    readonly failure: unknown;
    readonly parent_run: string | null;
  };
  readonly steps: readonly StepLine[];
  readonly errors: readonly {
    step_id: string | null;
    attempt: number;
    error: { name?: string; message?: string; stack?: string };
    at: Date;
  }[];
  readonly waits: readonly {
    step_id: string | null;
    event_name: string;
    path: string;
    value: string;
    expression: string | null;
    expires_at: Date | null;
  }[];
  readonly jobs: readonly {
    kind: string;
    step_id: string | null;
    due_at: Date;
    leased_by: string | null;
    attempt: number;
    unreachable: number;
    crashes: number;
    blocked_on: string | null;
  }[];
  readonly children: readonly RunLine[];
}

export async function readRun(sql: Sql, id: string): Promise<RunPage | null> {
  const [[run], steps, errors, waits, jobs, children] = await Promise.all([
    sql<RunPage["run"][]>`
      SELECT id, function_id, status, created_at, ended_at, events->0->>'name' AS event_name, error->>'message' AS error,
        NULL AS waiting, events, output, error AS failure, parent_run
      FROM workflows.runs WHERE id = ${id}`,
    sql<StepLine[]>`
      SELECT id, op, name, detail, status, data, error, due_at, created_at, ended_at FROM workflows.steps
      WHERE run_id = ${id} ORDER BY done_order NULLS LAST, created_at, name`,
    sql<RunPage["errors"]>`
      SELECT step_id, attempt, error, at FROM workflows.errors WHERE run_id = ${id} ORDER BY id LIMIT 200`,
    sql<RunPage["waits"]>`
      SELECT step_id, event_name, path, value, expression, expires_at FROM workflows.waits WHERE run_id = ${id} ORDER BY id`,
    sql<RunPage["jobs"]>`
      SELECT kind, step_id, due_at, leased_by, attempt, unreachable, crashes, blocked_on FROM workflows.jobs
      WHERE run_id = ${id} ORDER BY id`,
    sql<RunLine[]>`
      SELECT id, function_id, status, created_at, ended_at, events->0->>'name' AS event_name, error->>'message' AS error,
        NULL AS waiting
      FROM workflows.runs WHERE event_id = ${id}::text OR parent_run = ${id}::uuid ORDER BY id LIMIT 50`,
  ]);
  return run === undefined ? null : { run, steps, errors, waits, jobs, children };
}

export interface FunctionLine {
  readonly id: string;
  readonly app_id: string;
  readonly config: {
    readonly events: readonly { event: string; expression?: string }[];
    readonly crons: readonly { cron: string }[];
    readonly maxAttempts: number;
    readonly concurrency: readonly { limit: number; key?: string; scope: string }[];
  };
  readonly removed_at: Date | null;
  readonly running: number;
  readonly failed: number;
  readonly next_tick: Date | null;
}

export async function listFunctions(sql: Sql): Promise<FunctionLine[]> {
  return sql<FunctionLine[]>`
    SELECT f.id, f.app_id, f.config, f.removed_at,
      (SELECT count(*)::int FROM workflows.runs r WHERE r.function_id = f.id AND r.status = 'running') AS running,
      (SELECT count(*)::int FROM workflows.runs r
       WHERE r.function_id = f.id AND r.status = 'failed' AND r.ended_at > now() - interval '24 hours') AS failed,
      (SELECT min(due_at) FROM workflows.jobs j WHERE j.kind = 'cron' AND j.function_id = f.id) AS next_tick
    FROM workflows.functions f ORDER BY f.removed_at IS NOT NULL, f.id`;
}

export async function listApps(
  sql: Sql,
): Promise<{ id: string; url: string; sdk: string; registered_at: Date; refusal: string | null }[]> {
  return sql`SELECT id, url, sdk, registered_at, refusal FROM workflows.apps ORDER BY id`;
}

export async function listEngines(
  sql: Sql,
): Promise<{ id: string; url: string; pid: number; started_at: Date; seen_at: Date }[]> {
  return sql`SELECT id, url, pid, started_at, seen_at FROM workflows.engines ORDER BY started_at`;
}

export interface EventLine {
  readonly id: string;
  readonly name: string;
  readonly received_at: Date;
  /** The same, to the microsecond. */
  readonly cursor: string;
  readonly data: string | null;
}

/** @param before the last line of the page before */
export async function listEvents(
  sql: Sql,
  name: string | null,
  before: { at: string; id: string } | null,
): Promise<EventLine[]> {
  return sql<EventLine[]>`
    SELECT id, name, received_at, received_at::text AS cursor, left((payload->'data')::text, 300) AS data FROM workflows.events
    WHERE true
      ${name === null ? sql`` : sql`AND name = ${name}`}
      ${before === null ? sql`` : sql`AND (received_at, id) < (${before.at}::text::timestamptz, ${before.id})`}
    ORDER BY received_at DESC, id DESC LIMIT ${pageSize + 1}`;
}

export async function totals(sql: Sql): Promise<{ running: number; failed: number; due: number; waits: number }> {
  const [row] = await sql<{ running: number; failed: number; due: number; waits: number }[]>`
    SELECT
      (SELECT count(*)::int FROM workflows.runs WHERE status = 'running') AS running,
      (SELECT count(*)::int FROM workflows.runs WHERE status = 'failed' AND ended_at > now() - interval '24 hours') AS failed,
      (SELECT count(*)::int FROM workflows.jobs WHERE due_at <= now()) AS due,
      (SELECT count(*)::int FROM workflows.waits WHERE step_id IS NOT NULL) AS waits`;
  return row ?? { running: 0, failed: 0, due: 0, waits: 0 };
}
