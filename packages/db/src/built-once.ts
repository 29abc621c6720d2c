import type { DatabaseOrTransaction } from "./client.ts";

/**
 * A statement with placeholders, built once for each database: for what is asked at every order, where putting the SQL
 * together took longer than sending it. Within a transaction it is built anew.
 */
export function builtOnce<T>(build: (db: DatabaseOrTransaction) => T): (db: DatabaseOrTransaction) => T {
  const statements = new WeakMap<DatabaseOrTransaction, T>();
  return (db) => {
    const known = statements.get(db);
    if (known !== undefined) return known;
    const statement = build(db);
    statements.set(db, statement);
    return statement;
  };
}
