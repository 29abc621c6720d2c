import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { closeDatabase, openDatabase, type Database } from "./client.ts";

declare module "vitest" {
  /** What the global setup of the integration tests provides to `inject`. */
  interface ProvidedContext {
    /** The maintenance database of a server with a superuser's login. */
    postgresUrl: string;
    redisUrl: string;
    soketi: { host: string; port: number; metricsPort: number; appId: string; key: string; secret: string };
  }
}

export const TEMPLATE_DATABASE = "tiffin_template";

export interface TestDatabase {
  readonly db: Database;
  readonly url: string;
  /** Closes the pool and drops the database. */
  close(): Promise<void>;
}

/**
 * A database of a test file's own: a copy of the migrated template, made in some 50 ms.
 * `adminUrl` is what the tests' global setup provides as `postgresUrl`.
 */
export async function createTestDatabase(adminUrl: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  await withAdmin(adminUrl, (admin) => admin.unsafe(`create database ${name} template ${TEMPLATE_DATABASE}`));
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  const db = openDatabase(url.href, { applicationName: name, maxConnections: 8 });
  return {
    db,
    url: url.href,
    async close() {
      await closeDatabase(db);
      await withAdmin(adminUrl, async (admin) => {
        await dropReplicationSlots(admin, name);
        await admin.unsafe(`drop database if exists ${name} with (force)`);
      });
    },
  };
}

async function withAdmin<T>(adminUrl: string, act: (admin: postgres.Sql) => Promise<T>): Promise<T> {
  const admin = postgres(adminUrl, { max: 1, onnotice: () => {} });
  try {
    return await act(admin);
  } finally {
    await admin.end({ timeout: 5 });
  }
}

/** A slot's server process outlives by a moment the client that was killed; a database with a slot in use can't be dropped. */
async function dropReplicationSlots(admin: postgres.Sql, database: string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    await admin`select pg_terminate_backend(active_pid) from pg_replication_slots where database = ${database} and active`;
    await admin`
      select pg_drop_replication_slot(slot_name) from pg_replication_slots where database = ${database} and not active`;
    const left = await admin`select 1 from pg_replication_slots where database = ${database}`;
    if (left.length === 0) return;
    await sleep(50);
  }
}
