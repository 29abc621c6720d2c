import { sql, type Column, type SQL } from "drizzle-orm";

/**
 * Whether a column is one of the ids that a prepared statement gets as an array under that name. How many a subquery
 * gives the planner can't know, so one plan serves them all; for an array it plans each time anew, which takes longer
 * than to read a few rows.
 */
export function isOneOf(column: Column, placeholder: string): SQL {
  return sql`${column} = any(array(select unnest(${sql.placeholder(placeholder)}::uuid[])))`;
}
