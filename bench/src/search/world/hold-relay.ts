import { setTimeout as pause } from "node:timers/promises";
import postgres from "postgres";

/** The change relay's own advisory lock: whoever holds it leads. */
const RELAY_LOCK = 7_468_332;
const PATIENCE_MS = 60_000;

/**
 * Keeps the change relay from following while millions of rows are written: what is filled is indexed at once afterwards,
 * not row by row. Its place in the write-ahead log is moved behind the filled rows when it is released.
 */
export async function holdRelay(databaseUrl: string): Promise<{ release(): Promise<void> }> {
  const sql = postgres(databaseUrl, { max: 2, onnotice: () => {}, connection: { application_name: "bench-hold" } });
  const holder = await sql.reserve();
  // Waiting in line before the leader goes, so that it is not the relay who leads again.
  const waiting = holder`select pg_advisory_lock(${RELAY_LOCK})`.execute();
  await pause(200);
  await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'tiffin-relay-leader'`;
  await waiting;
  const slots = await quietSlots(sql);
  for (const { name } of slots) await sql`select pg_drop_replication_slot(${name})`;
  return {
    async release() {
      for (const { name, plugin } of slots) await sql`select pg_create_logical_replication_slot(${name}, ${plugin})`;
      holder.release();
      await sql.end({ timeout: 5 });
    },
  };
}

/** The relay notices within seconds that it leads no more, and lets go of its slot. */
async function quietSlots(sql: postgres.Sql): Promise<{ name: string; plugin: string }[]> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const slots = await sql<{ name: string; plugin: string; active: boolean }[]>`
      select slot_name as name, plugin, active from pg_replication_slots where database = current_database()`;
    if (slots.every((slot) => !slot.active)) return slots.map(({ name, plugin }) => ({ name, plugin }));
    if (Date.now() > until) throw new Error("the change relay does not let go of its slot");
    await pause(200);
  }
}
