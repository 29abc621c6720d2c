import { and, eq, getTableColumns, getTableName, sql, type SQL, type Table } from "drizzle-orm";
import type { Order } from "@tiffin/domain/wire/orders";
import { builtOnce } from "../built-once.ts";
import type { Database, DatabaseOrTransaction } from "../client.ts";
import { orderAnswers, orderEvents, orderItems, orders } from "../schema/orders.ts";
import { outbox } from "../schema/outbox.ts";
import { payments } from "../schema/payments.ts";
import type { OrderRow } from "./order-lifecycle.ts";

/** All rows of a new order; each with every column that has a value. */
export interface PlacementRows {
  readonly order: typeof orders.$inferInsert;
  readonly items: readonly (typeof orderItems.$inferInsert)[];
  readonly payment: typeof payments.$inferInsert;
  readonly event: typeof orderEvents.$inferInsert;
  readonly outbox: typeof outbox.$inferInsert;
}

/**
 * Writes an order with its lines, its payment and the first rows of its audit and outbox: one statement, one round trip,
 * all or nothing. False when this customer has an order under this key already.
 * A number that is taken fails as a unique violation: try again with another one.
 */
export async function insertPlacement(db: DatabaseOrTransaction, rows: PlacementRows): Promise<boolean> {
  const placed = await db.execute(sql`
    with placed as (
      ${insertRow(orders, rows.order)} on conflict (customer_id, idempotency_key) do nothing returning id
    ), lines as (
      ${insertRows(orderItems, rows.items)} where exists (select from placed)
    ), charge as (
      ${insertRow(payments, rows.payment)} where exists (select from placed)
    ), audited as (
      ${insertRow(orderEvents, rows.event)} where exists (select from placed)
    ), told as (
      ${insertRow(outbox, rows.outbox)} where exists (select from placed)
    )
    select id from placed`);
  return placed.length > 0;
}

/** What makes a placed order a confirmed one. */
export interface ConfirmationRows {
  readonly orderId: string;
  readonly paymentId: string;
  readonly providerReference: string;
  readonly event: typeof orderEvents.$inferInsert;
  readonly outbox: typeof outbox.$inferInsert;
  readonly answer: Order;
}

/**
 * CREATED → CONFIRMED with the authorised payment, the audit, the outbox and the answer, as a compare-and-set in one
 * statement. False when order or payment had moved on: then nothing is written, and the caller looks closer.
 */
export async function confirmPlacement(
  db: DatabaseOrTransaction,
  { orderId, paymentId, providerReference, event, outbox: told, answer }: ConfirmationRows,
): Promise<boolean> {
  const at = event.at.toISOString();
  const confirmed = await db.execute(sql`
    with moved as (
      update orders set status = 'CONFIRMED'
      where id = ${orderId}::uuid and status = 'CREATED'
        and exists (
          select from payments
          where id = ${paymentId}::uuid
            and (status = 'CREATED' or (status = 'AUTHORIZED' and provider_reference = ${providerReference}))
        )
      returning id
    ), charge as (
      update payments
      set status = 'AUTHORIZED', provider_reference = ${providerReference}, updated_at = ${at}::timestamptz
      where id = ${paymentId}::uuid and exists (select from moved)
    ), audited as (
      ${insertRow(orderEvents, event)} where exists (select from moved)
    ), told as (
      ${insertRow(outbox, told)} where exists (select from moved)
    ), answered as (
      insert into order_answers (order_id, answer) select ${orderId}::uuid, ${JSON.stringify(answer)}::json from moved
    )
    select id from moved`);
  return confirmed.length > 0;
}

export interface PlacedBefore {
  readonly order: OrderRow;
  /** What the call that placed it was answered with; null while, or because, it was not settled there. */
  readonly answer: Order | null;
}

/** A customer's order under a key, with its answer. */
export async function findPlacement(
  db: DatabaseOrTransaction,
  customerId: string,
  idempotencyKey: string,
): Promise<PlacedBefore | undefined> {
  const [row] = await placedUnderKey(db).execute({ customerId, idempotencyKey });
  return row;
}

const placedUnderKey = builtOnce((db) =>
  db
    .select({ order: orders, answer: orderAnswers.answer })
    .from(orders)
    .leftJoin(orderAnswers, eq(orderAnswers.orderId, orders.id))
    .where(
      and(
        eq(orders.customerId, sql.placeholder("customerId")),
        eq(orders.idempotencyKey, sql.placeholder("idempotencyKey")),
      ),
    )
    .prepare("placed_under_key"),
);

/** Keeps the answer of an order that was settled another way. Returns the one that was kept first. */
export async function keepAnswer(db: Database, orderId: string, answer: Order): Promise<Order> {
  await db.insert(orderAnswers).values({ orderId, answer }).onConflictDoNothing();
  const [kept] = await db.select().from(orderAnswers).where(eq(orderAnswers.orderId, orderId));
  return kept?.answer ?? answer;
}

/** `insert into … select …` of one row, open for a condition behind it. */
function insertRow(table: Table, row: object) {
  return insertRows(table, [row]);
}

/** The rows travel as one JSON parameter, so the statement has one shape however many lines an order has. */
function insertRows(table: Table, rows: readonly object[]) {
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
