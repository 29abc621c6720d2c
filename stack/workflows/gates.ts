import type { Sql, Tx } from "./database.ts";
import { never, type Job } from "./jobs.ts";
import type { Gate } from "./starts.ts";

const byKey = (gates: readonly Gate[]): Gate[] => {
  // Two options may share a key: the stricter one counts, and it is taken once.
  const strictest = new Map<string, Gate>();
  for (const gate of gates) {
    const known = strictest.get(gate.key);
    if (known === undefined || gate.limit < known.limit) strictest.set(gate.key, gate);
  }
  return [...strictest.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
};

/**
 * Takes the job's concurrency slots, all or none. Locks in one order everywhere: job, then slots by key.
 * @returns false when the job has to wait; it is then parked until a slot becomes free
 */
export async function enterGates(sql: Sql, job: Job, gates: readonly Gate[]): Promise<boolean> {
  const wanted = byKey(gates);
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
      UPDATE workflows.jobs SET blocked_on = ${full}, leased_by = NULL, due_at = ${never}
      WHERE id = ${job.id} AND lease = ${job.lease}`;
    // It may have been woken for another key that is free and that it cannot use now: pass that on.
    for (const key of keys) if (key !== full) await wakeNext(tx, key);
    return false;
  });
}

async function wakeNext(tx: Tx, key: string): Promise<void> {
  await tx`
    UPDATE workflows.jobs SET blocked_on = NULL, due_at = now()
    WHERE id = (
      SELECT id FROM workflows.jobs WHERE blocked_on = ${key} ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
    )`;
}

/** Frees the slots of a job that has just been deleted or given up, and lets the next one in. */
export async function leaveGates(tx: Tx, gates: readonly Gate[]): Promise<void> {
  const held = byKey(gates);
  for (const { key } of held) await tx`UPDATE workflows.slots SET used = used - 1 WHERE key = ${key}`;
  for (const { key } of held) await wakeNext(tx, key);
}
