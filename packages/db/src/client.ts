import { drizzle, type PostgresJsDatabase, type PostgresJsTransaction } from "drizzle-orm/postgres-js";
import type { ExtractTablesWithRelations } from "drizzle-orm";
import postgres from "postgres";
import { reconnectDelay } from "./reconnect-delay.ts";
import { preparingRepeated, statementMemory } from "./prepared-statements.ts";

type NoRelations = Record<string, never>;

export type Database = PostgresJsDatabase & { readonly $client: postgres.Sql };
export type Transaction = PostgresJsTransaction<NoRelations, ExtractTablesWithRelations<NoRelations>>;
/** What every query takes, so that it can stand alone or inside a use case's transaction. */
export type DatabaseOrTransaction = Database | Transaction;

/**
 * On a small machine six were the fastest: statements that wait for a connection travel together, and Postgres changes
 * between fewer processes. Half a dozen statements that wait for a lock hold all of them up; large machines want more.
 */
export const DEFAULT_CONNECTIONS = 6;

export interface DatabaseOptions {
  readonly maxConnections?: number;
  readonly applicationName: string;
  /** Ends a statement that runs longer, so that one bad query can't hold a connection for ever. */
  readonly statementTimeoutMs?: number;
}

/** Opens a pool. Connections are made when they are needed; close with {@link closeDatabase}. */
export function openDatabase(url: string, options: DatabaseOptions): Database {
  const client = postgres(url, {
    max: options.maxConnections ?? DEFAULT_CONNECTIONS,
    idle_timeout: 60,
    connect_timeout: 10,
    backoff: reconnectDelay,
    onnotice: () => {},
    connection: {
      application_name: options.applicationName,
      statement_timeout: options.statementTimeoutMs ?? 15_000,
      idle_in_transaction_session_timeout: 30_000,
      // Our queries are short: compiling one takes longer than running it.
      jit: "off",
      // A search over a whole city keeps its matches in memory; with the usual 4 MB it would write them to disk.
      work_mem: "16MB",
    },
  });
  return drizzle(preparingRepeated(client, statementMemory()));
}

/** Waits for what is running, five seconds at most. */
export async function closeDatabase(database: Database): Promise<void> {
  await database.$client.end({ timeout: 5 });
}

/** Joins the caller's transaction, or begins one. */
export function inTransaction<T>(db: DatabaseOrTransaction, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return "rollback" in db ? work(db) : db.transaction(work);
}
