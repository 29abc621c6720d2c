import { json, type Db, type Sql } from "./database.ts";
import { leaveGates } from "./gates.ts";
import { isSoon, objectionTo, requestRow, type RequestRow } from "./ops.ts";
import type { Job, RunState } from "./jobs.ts";
import type { Outcome } from "./outcome.ts";

export interface QuicklySettled {
  readonly ended: boolean;
  /** A job has become due. */
  readonly due: boolean;
}

/**
 * The two ends that nearly every call has, each in one statement instead of a transaction of five: the run is
 * complete, or it goes to sleep or waits for one event. Only for a run that nobody else can be working on: no step of
 * it is open and no other run waits for it. Concurrency slots are freed in the same transaction.
 * @returns null when the long way has to be taken, which also finds out whether the result is stale
 */
export async function settleQuickly(
  sql: Sql,
  job: Job,
  run: RunState,
  outcome: Outcome,
): Promise<QuicklySettled | null> {
  if (run.steps.some(({ status }) => status === "planned" || status === "waiting")) return null;
  const store = statementFor(job, run, outcome);
  if (store === null) return null;
  const { gates } = run;
  if (gates === null || !job.holds) return store(sql);
  return sql.begin(async (tx) => {
    const settled = await store(tx);
    if (settled === null) return null;
    await leaveGates(tx, gates);
    return { ...settled, due: true };
  });
}

type Statement = (db: Db) => Promise<QuicklySettled | null>;

function statementFor(job: Job, run: RunState, outcome: Outcome): Statement | null {
  if (outcome.kind === "complete") return (db) => complete(db, job, run, outcome.output);
  if (outcome.kind !== "ops" || outcome.ops.length !== 1) return null;
  const op = outcome.ops[0];
  if (op?.op === "RunComplete") return (db) => complete(db, job, run, op.data ?? null);
  if (op?.op !== "Sleep" && op?.op !== "WaitForEvent") return null;
  const now = new Date();
  if (objectionTo(op, now) !== null) return null;
  const row = requestRow(op, run.events[0], now);
  return (db) => wait(db, job, run, row);
}

async function complete(db: Db, job: Job, run: RunState, output: unknown): Promise<QuicklySettled | null> {
  const [done] = await db`
    WITH mine AS MATERIALIZED (
      SELECT r.id FROM workflows.runs r JOIN workflows.jobs j ON j.run_id = r.id
      WHERE r.id = ${run.id} AND r.status = 'running' AND r.parent_run IS NULL
        AND j.id = ${job.id} AND j.lease = ${job.lease}
      FOR UPDATE OF r, j
    ), ended AS (
      UPDATE workflows.runs r SET status = 'completed', output = ${json(output)}::json, ended_at = now()
      FROM mine WHERE r.id = mine.id
    ), waits AS (
      DELETE FROM workflows.waits w USING mine WHERE w.run_id = mine.id
    ), jobs AS (
      DELETE FROM workflows.jobs j USING mine WHERE j.run_id = mine.id
    )
    SELECT 1 FROM mine`;
  return done === undefined ? null : { ended: true, due: false };
}

async function wait(db: Db, job: Job, run: RunState, row: RequestRow): Promise<QuicklySettled | null> {
  const [done] = await db`
    WITH mine AS MATERIALIZED (
      SELECT r.id FROM workflows.runs r JOIN workflows.jobs j ON j.run_id = r.id
      WHERE r.id = ${run.id} AND r.status = 'running' AND j.id = ${job.id} AND j.lease = ${job.lease}
      FOR UPDATE OF r, j
    ), given AS (
      SELECT mine.id AS run, g.*, now() + ms * interval '1 millisecond' AS until
      FROM mine, json_to_record(${json(row)}::json) AS g(id text, op text, name text, detail text,
        ms double precision, event text, path text, value text, expression text)
    ), step AS (
      INSERT INTO workflows.steps (run_id, id, op, name, detail, status, due_at)
      SELECT run, id, op, name, detail, 'waiting', until FROM given
      ON CONFLICT DO NOTHING
      RETURNING id
    ), paths AS (
      INSERT INTO workflows.wait_paths (event_name, path) SELECT event, path FROM given WHERE event IS NOT NULL
      ON CONFLICT DO NOTHING
    ), waits AS (
      INSERT INTO workflows.waits (run_id, step_id, event_name, path, value, expression, expires_at)
      SELECT run, id, event, path, value, expression, until FROM given JOIN step USING (id) WHERE event IS NOT NULL
    ), timer AS (
      INSERT INTO workflows.jobs (kind, run_id, step_id, payload, due_at)
      SELECT 'resolve', run, id, '{"data":null}', until FROM given JOIN step USING (id)
    ), over AS (
      DELETE FROM workflows.jobs j USING mine WHERE j.id = ${job.id}
    )
    SELECT 1 FROM mine`;
  return done === undefined ? null : { ended: false, due: isSoon(row) };
}
