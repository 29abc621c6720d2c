import { getTableColumns, getTableName, sql, type SQL, type Table } from "drizzle-orm";

/** `insert into … select …` of one row, open for a condition behind it. */
export function insertRow(table: Table, row: object) {
  return insertRows(table, [row]);
}

/** The rows travel as one JSON parameter, so the statement has one shape however many lines an order has. */
export function insertRows(table: Table, rows: readonly object[]) {
  const columns = getTableColumns(table);
  const keys = Object.keys(columns).filter((key) => rows.some((row) => key in row));
  // A plain loop: one for each order and table, it shows in the gateway's profile.
  const payload = rows.map((row) => {
    const named: Record<string, unknown> = {};
    for (const key of keys) named[columns[key]!.name] = (row as Record<string, unknown>)[key] ?? null;
    return named;
  });
  return sql`${insertHead(table, keys)} ${JSON.stringify(payload)}::jsonb)`;
}

/** Building these anew for each order took longer than sending them. */
const heads = new Map<string, SQL>();

function insertHead(table: Table, keys: readonly string[]): SQL {
  const name = getTableName(table);
  const shape = `${name} ${keys.join(" ")}`;
  const known = heads.get(shape);
  if (known !== undefined) return known;
  const columns = getTableColumns(table);
  const names = keys.map((key) => `"${columns[key]!.name}"`).join(", ");
  const head = sql.raw(
    `insert into "${name}" (${names}) select ${names} from jsonb_populate_recordset(null::"${name}",`,
  );
  heads.set(shape, head);
  return head;
}
