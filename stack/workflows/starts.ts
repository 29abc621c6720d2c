import { json, type Tx } from "./database.ts";
import { keyOf, lookupOf } from "./expressions.ts";
import { newId } from "./ids.ts";
import { insertWaits, type NewWait } from "./waits.ts";
import type { EventPayload } from "./events.ts";
import type { RegisteredFunction } from "./registry.ts";

/** A concurrency key that the run's calls must hold, and how many may hold it at once. */
export interface Gate {
  readonly key: string;
  readonly limit: number;
}

export interface NewRun {
  readonly fn: RegisteredFunction;
  /** The first is the event that started it; more with batchEvents. */
  readonly events: readonly EventPayload[];
  /** The step that invoked it and waits for its result. */
  readonly parent?: { readonly runId: string; readonly stepId: string };
}

export interface HeldBack {
  readonly fn: RegisteredFunction;
  readonly event: EventPayload;
}

const idempotencyHours = 24;

function gatesOf(fn: RegisteredFunction, event: EventPayload | undefined): Gate[] | null {
  if (fn.concurrency.length === 0) return null;
  return fn.concurrency.map(({ limit, key, scope }, index) => {
    const value = keyOf(key, event);
    return { limit, key: scope === "fn" ? `fn:${fn.id}:${index}:${value}` : `${scope}:${value}` };
  });
}

/** Creates the runs, their first calls and what cancels them. */
export async function startRuns(tx: Tx, runs: readonly NewRun[]): Promise<string[]> {
  if (runs.length === 0) return [];
  const rows = runs.map(({ fn, events, parent }) => ({
    id: newId(),
    fn: fn.id,
    event: events[0]?.id ?? "",
    events,
    gates: gatesOf(fn, events[0]),
    parent: parent?.runId ?? null,
    step: parent?.stepId ?? null,
  }));
  const waits: NewWait[] = runs.flatMap(({ fn, events }, index) =>
    fn.cancel.map((cancel) => ({
      runId: rows[index]?.id ?? "",
      stepId: null,
      eventName: cancel.event,
      ...lookupOf(cancel.if, events[0]),
      timeoutMs: cancel.timeoutMs,
    })),
  );
  await Promise.all([
    tx`
      WITH given AS (
        SELECT * FROM json_to_recordset(${json(rows)}::json)
          AS r(id uuid, fn text, event text, events json, gates json, parent uuid, step text)
      ), started AS (
        INSERT INTO workflows.runs (id, function_id, event_id, events, gates, parent_run, parent_step)
        SELECT id, fn, event, events, nullif(gates::text, 'null')::json, parent, step FROM given
      )
      INSERT INTO workflows.jobs (kind, run_id, function_id) SELECT 'call', id, fn FROM given`,
    insertWaits(tx, waits),
  ]);
  return rows.map(({ id }) => id);
}

/** Lets through the runs whose idempotency key has not been used in the last 24 hours. */
export async function takeIdempotencyKeys(tx: Tx, runs: readonly NewRun[]): Promise<NewRun[]> {
  const byKey = new Map<string, { fn: string; key: string; run: NewRun }>();
  for (const run of runs) {
    const key = keyOf(run.fn.idempotency, run.events[0]);
    const id = `${run.fn.id}\n${key}`;
    if (!byKey.has(id)) byKey.set(id, { fn: run.fn.id, key, run });
  }
  const rows = [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, { fn, key }]) => ({ fn, key }));
  const taken = await tx<{ function_id: string; key: string }[]>`
    INSERT INTO workflows.idempotency AS i (function_id, key, expires_at)
    SELECT fn, key, now() + ${idempotencyHours} * interval '1 hour'
    FROM json_to_recordset(${json(rows)}::json) AS k(fn text, key text)
    ON CONFLICT (function_id, key) DO UPDATE SET expires_at = excluded.expires_at WHERE i.expires_at <= now()
    RETURNING function_id, key`;
  return taken.flatMap(({ function_id, key }) => byKey.get(`${function_id}\n${key}`)?.run ?? []);
}

interface PendingStart {
  readonly kind: "debounce" | "batch";
  readonly key: string;
}

/** Puts events aside for debounce or batchEvents. The row is locked before its job, here and in `startHeldBack`. */
export async function holdBack(tx: Tx, items: readonly HeldBack[]): Promise<void> {
  const groups = new Map<string, { fn: RegisteredFunction; kind: "debounce" | "batch"; key: string; ids: string[] }>();
  for (const { fn, event } of items) {
    const kind = fn.batch === undefined ? "debounce" : "batch";
    const key = keyOf(kind === "batch" ? fn.batch?.key : fn.debounce?.key, event);
    const id = `${kind}\n${fn.id}\n${key}`;
    const group = groups.get(id) ?? { fn, kind, key, ids: [] };
    group.ids.push(event.id);
    groups.set(id, group);
  }
  for (const [id, { fn, kind, key, ids }] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const delayMs = kind === "batch" ? (fn.batch?.timeoutMs ?? 0) : (fn.debounce?.periodMs ?? 0);
    const limitMs = fn.debounce?.timeoutMs ?? null;
    const [row] = await tx<{ due_at: Date; count: number }[]>`
      INSERT INTO workflows.pending_starts AS p (kind, function_id, key, event_ids, due_at)
      VALUES (${kind}, ${fn.id}, ${key}, ${ids}, now() + ${delayMs} * interval '1 millisecond')
      ON CONFLICT (kind, function_id, key) DO UPDATE SET
        event_ids = CASE WHEN p.kind = 'batch' THEN p.event_ids || excluded.event_ids ELSE excluded.event_ids END,
        due_at = CASE
          WHEN p.kind = 'batch' THEN p.due_at
          ELSE least(excluded.due_at, p.first_at + ${limitMs}::double precision * interval '1 millisecond')
        END
      RETURNING due_at, cardinality(event_ids) AS count`;
    const full = kind === "batch" && (row?.count ?? 0) >= (fn.batch?.maxSize ?? Number.POSITIVE_INFINITY);
    const payload: PendingStart = { kind, key };
    await tx`
      INSERT INTO workflows.jobs AS j (kind, function_id, payload, dedupe_key, due_at)
      VALUES ('start', ${fn.id}, ${json(payload)}::json, ${`start:${id}`},
        CASE WHEN ${full} THEN now() ELSE ${row?.due_at ?? new Date()}::timestamptz END)
      ON CONFLICT (dedupe_key) DO UPDATE SET due_at = excluded.due_at`;
  }
}

/**
 * Starts what a 'start' job was waiting for. The job is deleted, or put off when events came in meanwhile.
 * @returns runs started
 */
export async function startHeldBack(
  tx: Tx,
  jobId: string,
  fn: RegisteredFunction,
  payload: PendingStart,
): Promise<number> {
  const { kind, key } = payload;
  const [row] = await tx<{ event_ids: string[]; due_at: Date; ripe: boolean }[]>`
    SELECT event_ids, due_at, due_at <= now() AS ripe FROM workflows.pending_starts
    WHERE kind = ${kind} AND function_id = ${fn.id} AND key = ${key} FOR UPDATE`;
  const maxSize = kind === "batch" ? (fn.batch?.maxSize ?? row?.event_ids.length ?? 0) : 1;
  const full = kind === "batch" && (row?.event_ids.length ?? 0) >= maxSize;
  if (row !== undefined && !row.ripe && !full) {
    await tx`UPDATE workflows.jobs SET due_at = ${row.due_at}, leased_by = NULL WHERE id = ${jobId}`;
    return 0;
  }
  const ids = kind === "batch" ? (row?.event_ids.slice(0, maxSize) ?? []) : (row?.event_ids.slice(-1) ?? []);
  const rest = kind === "batch" ? (row?.event_ids.slice(maxSize) ?? []) : [];
  if (rest.length === 0) {
    await tx`DELETE FROM workflows.pending_starts WHERE kind = ${kind} AND function_id = ${fn.id} AND key = ${key}`;
    await tx`DELETE FROM workflows.jobs WHERE id = ${jobId}`;
  } else {
    const delayMs = rest.length >= maxSize ? 0 : (fn.batch?.timeoutMs ?? 0);
    await tx`
      UPDATE workflows.pending_starts SET event_ids = ${rest}, first_at = now(),
        due_at = now() + ${delayMs} * interval '1 millisecond'
      WHERE kind = ${kind} AND function_id = ${fn.id} AND key = ${key}`;
    await tx`
      UPDATE workflows.jobs SET due_at = now() + ${delayMs} * interval '1 millisecond', leased_by = NULL
      WHERE id = ${jobId}`;
  }
  if (ids.length === 0 || fn.removed) return 0;
  const events = await tx<{ payload: EventPayload }[]>`
    SELECT e.payload FROM unnest(${ids}::text[]) WITH ORDINALITY AS i(id, position)
    JOIN workflows.events e ON e.id = i.id ORDER BY i.position`;
  if (events.length === 0) return 0;
  await startRuns(tx, [{ fn, events: events.map(({ payload: event }) => event) }]);
  return 1;
}
