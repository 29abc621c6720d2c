import { and, asc, eq, max, sql } from "drizzle-orm";
import type { OrderStatus } from "@tiffin/domain/order/status";
import { builtOnce, updateBuiltOnce } from "../built-once.ts";
import type { DatabaseOrTransaction } from "../client.ts";
import { newId } from "../ids.ts";
import { orderEvents, orders } from "../schema/orders.ts";

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
    .where(sql`${orders.id} = any(${sql.placeholder("orderIds")})`)
    .orderBy(asc(orders.id))
    .for("update")
    .prepare("lock_orders"),
);

/** Compare-and-set: changes the order only while it has the status that the decision was made on. Whether it had. */
export async function updateOrderIf(
  db: DatabaseOrTransaction,
  orderId: string,
  expected: OrderStatus,
  change: OrderChange,
): Promise<boolean> {
  const rows = await moveOrder(db, change).execute({ ...change, orderId, expected });
  return rows.length > 0;
}

const moveOrder = updateBuiltOnce("move_order", (db, set, name) =>
  db
    .update(orders)
    .set(set)
    .where(and(eq(orders.id, sql.placeholder("orderId")), eq(orders.status, sql.placeholder("expected"))))
    .returning({ id: orders.id })
    .prepare(name),
);

export interface NewOrderEvent {
  readonly type: string;
  readonly status: OrderStatus;
  readonly actor: Actor;
  readonly actorId: string | null;
  readonly data: Record<string, unknown>;
  readonly at: Date;
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
