import { sql } from "drizzle-orm";
import type { Database } from "@tiffin/db/client";

export const PUBLICATION = "tiffin_changes";

/** Postgres is not set up for logical replication: nothing that the relay could repair. */
export class ReplicationNotPossibleError extends Error {
  override readonly name = "ReplicationNotPossibleError";
}

/** @throws ReplicationNotPossibleError with what an operator has to change. */
export async function assertReplicationPossible(db: Database): Promise<void> {
  const [settings] = await db.execute<{ wal_level: string; may_replicate: boolean }>(sql`
    select current_setting('wal_level') as wal_level,
      (select rolreplication or rolsuper from pg_roles where rolname = current_user) as may_replicate`);
  if (settings?.wal_level !== "logical") {
    throw new ReplicationNotPossibleError(
      `Postgres runs with wal_level=${settings?.wal_level ?? "unknown"}; the change relay needs wal_level=logical (set it in postgresql.conf or with ALTER SYSTEM, then restart Postgres).`,
    );
  }
  // Managed services grant replication through roles of their own (rds_replication): then the attempt itself tells.
  if (!settings.may_replicate) {
    const [granted] = await db.execute<{ granted: boolean }>(sql`
      select exists (select 1 from pg_roles where rolname in ('rds_replication', 'cloudsqlsuperuser')
        and pg_has_role(current_user, oid, 'member')) as granted`);
    if (granted?.granted !== true) {
      throw new ReplicationNotPossibleError(
        "The database user may not replicate; the change relay needs it: ALTER ROLE … WITH REPLICATION.",
      );
    }
  }
  const [publication] = await db.execute(sql`select 1 from pg_publication where pubname = ${PUBLICATION}`);
  if (publication === undefined) {
    throw new ReplicationNotPossibleError(`The publication ${PUBLICATION} is missing: run the migrations.`);
  }
}

/** Slots belong to the whole server, so each database has its own. */
export async function slotName(db: Database): Promise<string> {
  const [row] = await db.execute<{ name: string }>(sql`select current_database() as name`);
  return `tiffin_relay_${(row?.name ?? "").toLowerCase().replaceAll(/[^a-z0-9_]/g, "_")}`.slice(0, 63);
}

/** The place that was confirmed last; null where there is no slot, or the server gave it up because it lagged too far behind. */
export async function confirmedPlace(db: Database, name: string): Promise<string | null> {
  const [slot] = await db.execute<{ confirmed: string | null; wal_status: string | null }>(
    sql`select confirmed_flush_lsn::text as confirmed, wal_status from pg_replication_slots where slot_name = ${name}`,
  );
  return slot?.wal_status === "lost" ? null : (slot?.confirmed ?? null);
}

/** Makes it, in the place of one that is of no use any more. Returns where it begins. */
export async function makeSlot(db: Database, name: string): Promise<string> {
  await db.execute(sql`select pg_drop_replication_slot(slot_name) from pg_replication_slots where slot_name = ${name}`);
  const [made] = await db.execute<{ lsn: string }>(
    sql`select lsn::text as lsn from pg_create_logical_replication_slot(${name}, 'pgoutput')`,
  );
  return made?.lsn ?? "0/0";
}

export interface SlotState {
  /** WAL that the server keeps for it, and what it would keep at most; null: any amount. Bytes. */
  readonly lagBytes: number;
  readonly leftBytes: number | null;
}

export async function slotState(db: Database, name: string): Promise<SlotState | null> {
  const [slot] = await db.execute<{ lag: string | null; left: string | null }>(sql`
    select pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)::text as lag, safe_wal_size::text as left
    from pg_replication_slots where slot_name = ${name}`);
  if (slot?.lag == null) return null;
  return { lagBytes: Number(slot.lag), leftBytes: slot.left === null ? null : Number(slot.left) };
}
