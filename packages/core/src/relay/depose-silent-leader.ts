import { sql } from "drizzle-orm";
import type { Database } from "@tiffin/db/client";

/**
 * Ends the connections of a leader that gives no sign of life: a process that is frozen, or behind a network that is gone,
 * keeps its lock for as long as the server believes its connection. The holder of the lock asks something over that very
 * connection every few seconds; `afterMs` without is silence. When it wakes up, it finds its connections gone and leads no
 * more. True when there was such a leader.
 */
export async function deposeSilentLeader(db: Database, lock: number, slot: string, afterMs: number): Promise<boolean> {
  const deposed = await db.execute(sql`
    select pg_terminate_backend(holder.pid), pg_terminate_backend(slot.active_pid)
    from pg_locks holder
    join pg_stat_activity activity on activity.pid = holder.pid
    left join pg_replication_slots slot on slot.slot_name = ${slot}
    where holder.locktype = 'advisory' and holder.granted
      and holder.classid = 0 and holder.objid = ${lock} and holder.objsubid = 1
      and holder.database = (select oid from pg_database where datname = current_database())
      and activity.state_change < now() - ${afterMs} * interval '1 millisecond'`);
  return deposed.length > 0;
}
