import { z } from "zod";
import { json, type Tx } from "./database.ts";
import { holds } from "./expressions.ts";
import { eventIdOf } from "./ids.ts";
import { wakeWaits, type WaitPath } from "./waits.ts";
import { holdBack, startRuns, takeIdempotencyKeys, type HeldBack, type NewRun } from "./starts.ts";
import type { Registry } from "./registry.ts";

/** An event as functions see it. */
export interface EventPayload {
  readonly id: string;
  readonly name: string;
  readonly data: unknown;
  /** Milliseconds since the epoch. */
  readonly ts: number;
  readonly v?: string | undefined;
  readonly user?: unknown;
  readonly meta?: unknown;
}

const eventSchema = z.object({
  id: z.string().max(300).nullish(),
  name: z.string().min(1, "an event needs a name").max(300),
  data: z.record(z.string(), z.unknown()).nullish(),
  ts: z.number().nullish(),
  v: z.string().nullish(),
  user: z.unknown().optional(),
  meta: z.unknown().optional(),
});
const bodySchema = z.array(eventSchema).max(5_000);

export class BadEventError extends Error {}

/**
 * @param seed the header x-inngest-event-id-seed
 * @throws BadEventError
 */
export function parseEvents(body: unknown, seed: string | undefined, now: Date): EventPayload[] {
  const parsed = bodySchema.safeParse(Array.isArray(body) ? body : [body]);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new BadEventError(`${issue?.path.join(".") ?? ""} ${issue?.message ?? "invalid event"}`.trim());
  }
  return parsed.data.map((event, index) => {
    // Only what runs of ours emit may carry these names: a forged one would start failure handlers.
    if (event.name.startsWith("inngest/")) {
      throw new BadEventError(`${event.name}: names under inngest/ are the engine's own`);
    }
    return {
      id: event.id === null || event.id === undefined || event.id === "" ? eventIdOf(seed, index) : event.id,
      name: event.name,
      data: event.data ?? {},
      ts: event.ts === null || event.ts === undefined || event.ts === 0 ? now.getTime() : event.ts,
      ...(typeof event.v === "string" ? { v: event.v } : {}),
      ...(event.user === undefined ? {} : { user: event.user }),
      ...(event.meta === undefined || event.meta === null ? {} : { meta: event.meta }),
    };
  });
}

export interface Intake {
  /** Events that were not here before. */
  readonly accepted: number;
  readonly runs: number;
  readonly wakes: number;
  /** Events put aside by debounce or batchEvents. */
  readonly heldBack: number;
}

/**
 * Stores events and does what follows from them, in the caller's transaction: starts runs, and queues a job for each
 * run they wake or cancel. It locks no run: a run is only ever changed under its own job, one run a transaction, so
 * that an event that wakes a hundred of them cannot deadlock with any of them.
 */
export async function ingest(tx: Tx, registry: Registry, events: readonly EventPayload[]): Promise<Intake> {
  const unique = [...new Map(events.map((event) => [event.id, event])).values()];
  const names = [...new Set(unique.map(({ name }) => name))];
  // In the order of ids: two sends with the same events must not wait for each other crosswise.
  const ordered = [...unique].sort((a, b) => (a.id < b.id ? -1 : 1));
  const [stored] = await tx<{ version: string; ids: string[] | null; paths: WaitPath[] | null }[]>`
    WITH fresh AS (
      INSERT INTO workflows.events (id, name, payload)
      SELECT e->>'id', e->>'name', e FROM json_array_elements(${json(ordered)}::json) AS e
      ON CONFLICT (id) DO NOTHING
      RETURNING id
    )
    SELECT (SELECT version FROM workflows.registry) AS version, (SELECT array_agg(id) FROM fresh) AS ids,
      (SELECT json_agg(p) FROM workflows.wait_paths p WHERE event_name = ANY(${names})) AS paths`;
  const freshIds = new Set(stored?.ids ?? []);
  const fresh = unique.filter(({ id }) => freshIds.has(id));
  if (fresh.length === 0) return { accepted: 0, runs: 0, wakes: 0, heldBack: 0 };
  await registry.ensure(stored?.version ?? "", tx);

  const wakes = await wakeWaits(tx, fresh, stored?.paths ?? []);
  const runs: NewRun[] = [];
  const once: NewRun[] = [];
  const heldBack: HeldBack[] = [];
  for (const event of fresh) {
    for (const { fn, expression } of registry.triggers(event.name)) {
      if (expression !== undefined && !holds(expression, { event })) continue;
      const batched = fn.batch !== undefined && (fn.batch.if === undefined || holds(fn.batch.if, { event }));
      if (batched || fn.debounce !== undefined) heldBack.push({ fn, event });
      else if (fn.idempotency !== undefined) once.push({ fn, events: [event] });
      else runs.push({ fn, events: [event] });
    }
  }
  if (once.length > 0) runs.push(...(await takeIdempotencyKeys(tx, once)));
  if (heldBack.length > 0) await holdBack(tx, heldBack);
  await startRuns(tx, runs);
  return { accepted: fresh.length, runs: runs.length, wakes, heldBack: heldBack.length };
}
