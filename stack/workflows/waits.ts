import { json, type Tx } from "./database.ts";
import { holds, valueAt, valueKey } from "./expressions.ts";
import type { EventPayload } from "./events.ts";

/** A lookup in use for an event's name. */
export interface WaitPath {
  readonly event_name: string;
  readonly path: string;
}

interface Candidate {
  id: string;
  run_id: string;
  step_id: string | null;
  event_name: string;
  path: string;
  value: string;
  expression: string | null;
  origin: EventPayload;
}

/**
 * Finds the waits and cancellations that these events satisfy and queues a job for each run concerned.
 * @param paths the lookups in use for these events' names
 * @returns how many
 */
export async function wakeWaits(tx: Tx, events: readonly EventPayload[], paths: readonly WaitPath[]): Promise<number> {
  const lookups = events.flatMap((event) =>
    paths
      .filter(({ event_name }) => event_name === event.name)
      .map(({ path }) => ({ event, path, value: path === "" ? "" : valueKey(valueAt(path, event)) })),
  );
  if (lookups.length === 0) return 0;
  const keys = lookups.map(({ event, path, value }) => ({ n: event.name, p: path, v: value }));
  const candidates = await tx<Candidate[]>`
    SELECT DISTINCT ON (w.id) w.id, w.run_id, w.step_id, w.event_name, w.path, w.value, w.expression, r.events->0 AS origin
    FROM json_to_recordset(${json(keys)}::json) AS k(n text, p text, v text)
    JOIN workflows.waits w ON w.event_name = k.n AND w.path = k.p AND w.value = k.v
    JOIN workflows.runs r ON r.id = w.run_id
    WHERE w.expires_at IS NULL OR w.expires_at > now()
    ORDER BY w.id`;
  if (candidates.length === 0) return 0;

  const resolved = new Map<string, EventPayload>();
  const cancelled = new Map<string, EventPayload>();
  for (const candidate of candidates) {
    const event = lookups.find(
      (lookup) =>
        lookup.event.name === candidate.event_name &&
        lookup.path === candidate.path &&
        lookup.value === candidate.value &&
        // An event older than the one that started the run does not cancel it.
        (candidate.step_id !== null || lookup.event.ts >= candidate.origin.ts) &&
        (candidate.expression === null ||
          holds(candidate.expression, { event: candidate.origin, async: lookup.event })),
    )?.event;
    if (event === undefined) continue;
    if (candidate.step_id === null) cancelled.set(candidate.run_id, event);
    else resolved.set(candidate.id, event);
  }

  if (resolved.size === 0 && cancelled.size === 0) return 0;
  const wakes = [...resolved].map(([id, event]) => ({ id, payload: { data: event } }));
  const cancels = [...cancelled]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([run, event]) => ({ run, payload: { event: event.name, id: event.id } }));
  // Waits are locked in the order of their ids, so that two events that meet the same ones do not lock them crosswise.
  const queued = await tx`
    WITH mine AS MATERIALIZED (
      SELECT id FROM workflows.waits WHERE id = ANY(${[...resolved.keys()]}::bigint[]) ORDER BY id FOR UPDATE
    ), met AS (
      DELETE FROM workflows.waits w USING mine WHERE w.id = mine.id RETURNING w.id, w.run_id, w.step_id
    )
    INSERT INTO workflows.jobs (kind, run_id, step_id, payload, dedupe_key)
    SELECT 'resolve', met.run_id, met.step_id, r.payload, NULL
    FROM met JOIN json_to_recordset(${json(wakes)}::json) AS r(id bigint, payload json) ON r.id = met.id
    UNION ALL
    SELECT 'cancel', run, NULL, payload, 'cancel:' || run
    FROM json_to_recordset(${json(cancels)}::json) AS c(run uuid, payload json)
    ON CONFLICT (dedupe_key) DO NOTHING`;
  return queued.count;
}

export interface NewWait {
  readonly runId: string;
  /** null: the run is cancelled when the event comes. */
  readonly stepId: string | null;
  readonly eventName: string;
  readonly path: string;
  readonly value: string;
  readonly expression: string | null;
  readonly timeoutMs: number | null;
}

/** Stores waits, and the paths by which events will look for them. */
export async function insertWaits(tx: Tx, waits: readonly NewWait[]): Promise<void> {
  if (waits.length === 0) return;
  const rows = waits.map((wait) => ({
    run: wait.runId,
    step: wait.stepId,
    name: wait.eventName,
    path: wait.path,
    value: wait.value,
    expression: wait.expression,
    ms: wait.timeoutMs,
  }));
  await tx`
    WITH given AS (
      SELECT * FROM json_to_recordset(${json(rows)}::json)
        AS w(run uuid, step text, name text, path text, value text, expression text, ms double precision)
    ), known AS (
      INSERT INTO workflows.wait_paths (event_name, path)
      SELECT DISTINCT name, path FROM given ORDER BY name, path
      ON CONFLICT DO NOTHING
    )
    INSERT INTO workflows.waits (run_id, step_id, event_name, path, value, expression, expires_at)
    SELECT run, step, name, path, value, expression, now() + ms * interval '1 millisecond' FROM given`;
}
