import type { Sql, Tx } from "./database.ts";
import { never, type Job } from "./jobs.ts";
import type { Gate } from "./starts.ts";

/** The keys to take, in the order in which everybody locks them. Two options may share a key: the stricter counts. */
function keysOf(gates: readonly Gate[]): Gate[] {
  const strictest = new Map<string, Gate>();
  for (const gate of gates) {
    const known = strictest.get(gate.key);
    if (known === undefined || gate.limit < known.limit) strictest.set(gate.key, gate);
  }
  return [...strictest.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

/**
 * Takes the job's concurrency slots, all or none. Locks in one order everywhere: job, then slots by key.
 * @returns false when the job has to wait; it is then parked until a slot is handed to it
 */
export async function enterGates(sql: Sql, job: Job, gates: readonly Gate[]): Promise<boolean> {
  const wanted = keysOf(gates);
  const [only] = wanted;
  return only !== undefined && wanted.length === 1 ? enterOne(sql, job, only) : enterAll(sql, job, wanted);
}

/** One statement. The slot's row stays locked even when it is full, so whoever frees it sees that this job waits. */
async function enterOne(sql: Sql, job: Job, { key, limit }: Gate): Promise<boolean> {
  const [row] = await sql<{ entered: boolean }[]>`
    WITH mine AS MATERIALIZED (
      SELECT id FROM workflows.jobs WHERE id = ${job.id} AND lease = ${job.lease} FOR UPDATE
    ), slot AS (
      INSERT INTO workflows.slots AS s (key, used) SELECT ${key}, 1 FROM mine
      ON CONFLICT (key) DO UPDATE SET used = s.used + 1 WHERE s.used < ${limit}
      RETURNING 1
    ), entered AS (
      SELECT EXISTS (SELECT 1 FROM slot) AS yes
    )
    UPDATE workflows.jobs j SET
      holds = yes,
      blocked_on = CASE WHEN yes THEN NULL ELSE ${key} END,
      blocked_limit = CASE WHEN yes THEN NULL ELSE ${limit}::int END,
      leased_by = CASE WHEN yes THEN leased_by END,
      due_at = CASE WHEN yes THEN due_at ELSE ${never}::text::timestamptz END
    FROM mine, entered WHERE j.id = mine.id
    RETURNING yes AS entered`;
  return row?.entered ?? false;
}

async function enterAll(sql: Sql, job: Job, wanted: readonly Gate[]): Promise<boolean> {
  return sql.begin(async (tx) => {
    const [mine] = await tx`SELECT 1 FROM workflows.jobs WHERE id = ${job.id} AND lease = ${job.lease} FOR UPDATE`;
    if (mine === undefined) return false;
    let full: string | null = null;
    for (const { key, limit } of wanted) {
      // An upsert that changes nothing: it makes the row if need be, and locks it either way.
      const [slot] = await tx<{ used: number }[]>`
        INSERT INTO workflows.slots AS s (key, used) VALUES (${key}, 0)
        ON CONFLICT (key) DO UPDATE SET used = s.used RETURNING used`;
      if (full === null && (slot?.used ?? 0) >= limit) full = key;
    }
    const keys = wanted.map(({ key }) => key);
    if (full === null) {
      await Promise.all([
        tx`UPDATE workflows.slots SET used = used + 1 WHERE key = ANY(${keys})`,
        tx`UPDATE workflows.jobs SET holds = true, blocked_on = NULL WHERE id = ${job.id}`,
      ]);
      return true;
    }
    await tx`
      UPDATE workflows.jobs SET blocked_on = ${full}, blocked_limit = NULL, leased_by = NULL,
        due_at = ${never}::text::timestamptz
      WHERE id = ${job.id} AND lease = ${job.lease}`;
    // It may have been woken for another key that is free and that it cannot use now: pass that on.
    for (const key of keys) {
      if (key === full) continue;
      await tx`
        UPDATE workflows.jobs SET blocked_on = NULL, due_at = now() WHERE id = (
          SELECT id FROM workflows.jobs WHERE blocked_on = ${key} ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
        )`;
    }
    return false;
  });
}

/**
 * Frees the slots of a job that has just been deleted or put off. The slot is handed to the job that has waited
 * longest; one that needs other keys too is woken to ask again.
 */
export async function leaveGates(tx: Tx, gates: readonly Gate[]): Promise<void> {
  for (const { key } of keysOf(gates)) {
    await Promise.all([
      // First the lock: the next statement then sees every job that was parked under it.
      tx`SELECT 1 FROM workflows.slots WHERE key = ${key} FOR UPDATE`,
      tx`
        WITH next AS MATERIALIZED (
          SELECT j.id, coalesce(s.used <= j.blocked_limit, false) AS handed
          FROM workflows.jobs j JOIN workflows.slots s ON s.key = j.blocked_on
          WHERE j.blocked_on = ${key} ORDER BY j.id LIMIT 1 FOR UPDATE OF j SKIP LOCKED
        ), woken AS (
          UPDATE workflows.jobs j SET blocked_on = NULL, holds = next.handed, due_at = now()
          FROM next WHERE j.id = next.id
        )
        UPDATE workflows.slots SET used = used - 1
        WHERE key = ${key} AND NOT EXISTS (SELECT 1 FROM next WHERE handed)`,
    ]);
  }
}

/**
 * Compares each slot with the jobs that hold it and puts it right. Nothing is known to make them differ; but a slot
 * that nobody holds and nobody can take would stop its key for ever.
 * @returns keys that were wrong
 */
export async function repairSlots(sql: Sql): Promise<string[]> {
  const suspects = await sql<{ key: string }[]>`
    SELECT s.key FROM workflows.slots s
    WHERE s.used <> (
      SELECT count(DISTINCT j.id) FROM workflows.jobs j JOIN workflows.runs r ON r.id = j.run_id
      CROSS JOIN LATERAL json_array_elements(r.gates) g
      WHERE j.holds AND g->>'key' = s.key
    )`;
  const wrong: string[] = [];
  for (const { key } of suspects) {
    await sql.begin(async (tx) => {
      // Under the lock nobody enters or leaves; one who is on the way out is still counted, and subtracts afterwards.
      const [slot] = await tx<{ used: number }[]>`SELECT used FROM workflows.slots WHERE key = ${key} FOR UPDATE`;
      const [held] = await tx<{ count: number }[]>`
        SELECT count(DISTINCT j.id)::int AS count FROM workflows.jobs j JOIN workflows.runs r ON r.id = j.run_id
        CROSS JOIN LATERAL json_array_elements(r.gates) g
        WHERE j.holds AND g->>'key' = ${key}`;
      if (slot === undefined || slot.used === (held?.count ?? 0)) return;
      wrong.push(key);
      await tx`UPDATE workflows.slots SET used = ${held?.count ?? 0} WHERE key = ${key}`;
      await tx`
        UPDATE workflows.jobs SET blocked_on = NULL, due_at = now() WHERE id IN (
          SELECT id FROM workflows.jobs WHERE blocked_on = ${key} FOR UPDATE SKIP LOCKED
        )`;
    });
  }
  return wrong;
}
