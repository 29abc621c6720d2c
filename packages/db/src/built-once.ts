import { sql, type Placeholder } from "drizzle-orm";
import type { DatabaseOrTransaction } from "./client.ts";

/** What Drizzle's `prepare` answers, as far as it is used here. */
interface Statement {
  execute(values?: Record<string, unknown>): Promise<unknown>;
}

/**
 * A statement with placeholders whose SQL is put together once for the process: for a wide table that takes longer than
 * sending it (0.1 to 0.4 ms). It runs wherever it is asked for, in a transaction, too: all that Drizzle's statement
 * keeps of its database is the driver's client, so a copy with the other client is the same statement over there.
 */
export function builtOnce<T extends Statement>(
  build: (db: DatabaseOrTransaction) => T,
): (db: DatabaseOrTransaction) => T {
  let statement: T | undefined;
  return (db) => {
    statement ??= build(db);
    return Object.create(statement, { client: { value: clientOf(db) } }) as T;
  };
}

/**
 * The same for an update whose columns are known when it runs: a row moves in half a dozen ways, each of them one
 * statement. `set` has a placeholder by the name of each column of the change; columns that are emptied are null in it (a
 * placeholder can't be), and undefined ones are left out, as Drizzle does.
 */
export function updateBuiltOnce<T extends Statement>(
  name: string,
  build: (db: DatabaseOrTransaction, set: Record<string, Placeholder | null>, name: string) => T,
): (db: DatabaseOrTransaction, change: object) => T {
  const statements = new Map<string, (db: DatabaseOrTransaction) => T>();
  return (db, change) => {
    const columns = Object.entries(change).filter(([, value]) => value !== undefined);
    const shape = columns.map(([column, value]) => (value === null ? `${column}=null` : column)).join(" ");
    let statement = statements.get(shape);
    if (statement === undefined) {
      const named = `${name}_${statements.size}`;
      const set = Object.fromEntries(
        columns.map(([column, value]) => [column, value === null ? null : sql.placeholder(column)] as const),
      );
      statement = builtOnce((first) => build(first, set, named));
      statements.set(shape, statement);
    }
    return statement(db);
  };
}

function clientOf(db: DatabaseOrTransaction): unknown {
  const { client } = db._.session as unknown as { readonly client?: unknown };
  if (client === undefined) throw new TypeError("Drizzle keeps its client elsewhere now: see builtOnce.");
  return client;
}
