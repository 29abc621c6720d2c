import { and, eq, sql } from "drizzle-orm";
import type { Order } from "@tiffin/domain/wire/orders";
import { builtOnce } from "../built-once.ts";
import type { Database, DatabaseOrTransaction } from "../client.ts";
import { orderAnswers, orderEvents, orderItems, orders } from "../schema/orders.ts";
import { outbox } from "../schema/outbox.ts";
import { payments } from "../schema/payments.ts";
import { insertRow, insertRows } from "../insert-rows.ts";
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
