import { sql, type SQL } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";

/**
 * One of many ids, as one parameter: Drizzle's `inArray` makes one of each, and Postgres then reads and plans ever other
 * statements. It is planned anew each time all the same ({@link isOfAnyLength}): what is best depends on how many there are.
 */
export function anyOf(column: PgColumn, ids: readonly string[]): SQL {
  return sql`${column} = any(${`{${ids.join(",")}}`}::uuid[])`;
}

/**
 * The same in a statement that is built once, whose ids come under a name. Its plan is kept: for where an index fits however
 * many they are.
 */
export function anyOfNamed(column: PgColumn, name: string): SQL {
  return sql`${column} = any(${sql.placeholder(name)})`;
}

/** Whether a statement has a list by {@link anyOf}. */
export const isOfAnyLength = (text: string): boolean => /= any\(\$\d+::uuid\[\]\)/.test(text);
