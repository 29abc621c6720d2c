import { asc, eq, getTableColumns, max, sql } from "drizzle-orm";
import type { OutboxMessage } from "@tiffin/domain/outbox/messages";
import type { OrderStatus } from "@tiffin/domain/order/status";
import { anyOfNamed } from "../any-of.ts";
import { builtOnce } from "../built-once.ts";
import type { DatabaseOrTransaction } from "../client.ts";
import { newId } from "../ids.ts";
import { insertRow } from "../insert-rows.ts";
import { orderEvents, orders } from "../schema/orders.ts";
import { outbox } from "../schema/outbox.ts";

export type OrderRow = typeof orders.$inferSelect;
export type OrderChange = Partial<OrderRow>;
export type Actor = (typeof orderEvents.$inferInsert)["actor"];

/** Reads an order and keeps others from changing it until the transaction ends. */
export async function lockOrder(db: DatabaseOrTransaction, orderId: string): Promise<OrderRow | undefined> {
  const [row] = await lockById(db).execute({ orderId });
  return row;
}

const lockById = builtOnce((db) =>
  db
    .select()
    .from(orders)
    .where(eq(orders.id, sql.placeholder("orderId")))
    .for("update")
    .prepare("lock_order"),
);

/** The same for several, in the order of their ids as everybody does who locks more than one. */
export async function lockOrders(db: DatabaseOrTransaction, orderIds: readonly string[]): Promise<OrderRow[]> {
  const [orderId, ...more] = orderIds;
  if (orderId === undefined) return [];
  return more.length === 0 ? lockById(db).execute({ orderId }) : lockByIds(db).execute({ orderIds });
}

const lockByIds = builtOnce((db) =>
  db
    .select()
    .from(orders)
    .where(anyOfNamed(orders.id, "orderIds"))
    .orderBy(asc(orders.id))
    .for("update")
    .prepare("lock_orders"),
);

export interface NewOrderEvent {
  readonly type: string;
  readonly status: OrderStatus;
  readonly actor: Actor;
  readonly actorId: string | null;
  readonly data: Record<string, unknown>;
  readonly at: Date;
}

/** One step of an order: what changes in its row, what the audit keeps of it, and what the rest of the house hears. */
export interface OrderStep {
  readonly orderId: string;
  /** The status that the step was decided on. */
  readonly expected: OrderStatus;
  readonly change: OrderChange;
  readonly event: NewOrderEvent;
  readonly message: OutboxMessage;
}

/**
 * Writes a step as a compare-and-set, in one statement: row, audit and outbox, or nothing of it when the order has not
 * the status any more. Whether it had. The event's number is safe because the caller holds the order's row lock.
 */
export async function writeStep(db: DatabaseOrTransaction, step: OrderStep): Promise<boolean> {
  const { orderId, expected, change, event, message } = step;
  const columns = getTableColumns(orders);
  const set = Object.entries(change)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => {
      const column = columns[key as keyof typeof columns];
      return sql`${sql.identifier(column.name)} = ${sql.param(value, column)}`;
    });
  const rows = await db.execute(sql`
    with moved as (
      update orders set ${sql.join(set, sql`, `)}
      where id = ${orderId}::uuid and status = ${expected}::order_status
      returning id
    ), audited as (
      insert into order_events (id, order_id, seq, type, status, actor, actor_id, data, at)
      select ${newId()}::uuid, id, (select coalesce(max(seq), 0) + 1 from order_events where order_id = ${orderId}::uuid),
        ${event.type}, ${event.status}::order_status, ${event.actor}::actor, ${event.actorId}::uuid,
        ${JSON.stringify(event.data)}::jsonb, ${event.at.toISOString()}::timestamptz
      from moved
    ), told as (
      ${insertRow(outbox, { id: newId(), topic: message.topic, subjectId: orderId, payload: message.data })}
      where exists (select from moved)
    )
    select id from moved`);
  return rows.length > 0;
}

/** Appends to the order's audit. The next number is safe because the caller holds the order's row lock. */
export async function appendOrderEvent(
  db: DatabaseOrTransaction,
  orderId: string,
  event: NewOrderEvent,
): Promise<void> {
  await insertEvent(db).execute({ id: newId(), orderId, ...event });
}

const insertEvent = builtOnce((db) =>
  db
    .insert(orderEvents)
    .values({
      id: sql.placeholder("id"),
      orderId: sql.placeholder("orderId"),
      seq: sql`(select coalesce(max(seq), 0) + 1 from order_events where order_id = ${sql.placeholder("orderId")})`,
      type: sql.placeholder("type"),
      status: sql.placeholder("status"),
      actor: sql.placeholder("actor"),
      actorId: sql.placeholder("actorId"),
      data: sql.placeholder("data"),
      at: sql.placeholder("at"),
    })
    .prepare("append_order_event"),
);

/** When the last thing happened to an order, as its timeline tells it; null before the first. */
export async function lastEventAt(db: DatabaseOrTransaction, orderId: string): Promise<Date | null> {
  const [row] = await db
    .select({ at: max(orderEvents.at) })
    .from(orderEvents)
    .where(eq(orderEvents.orderId, orderId));
  return row?.at ?? null;
}
