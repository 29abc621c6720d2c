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
 * The same in a statement that is built once, whose ids come under a name, and whose plan is kept: for where an index fits
 * however many they are. From the bare list Postgres would make a plan of its own each time, because that looks cheaper
 * for one id than the kept one for ten; what comes out of a query of its own is ten either way. For an order with its
 * restaurant, its rider and its money planning takes five times as long as reading them.
 */
export function anyOfNamed(column: PgColumn, name: string): SQL {
  return sql`${column} = any((select ${sql.placeholder(name)}::uuid[])::uuid[])`;
}

/** Whether a statement has a list by {@link anyOf}. */
export const isOfAnyLength = (text: string): boolean => /= any\(\$\d+::uuid\[\]\)/.test(text);
