import { and, asc, desc, eq, gte, inArray, lt, or, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { groupBy } from "@tiffin/domain/collections/group-by";
import type { OrderStatus } from "@tiffin/domain/order/status";
import { anyOfNamed } from "../any-of.ts";
import { builtOnce } from "../built-once.ts";
import type { DatabaseOrTransaction } from "../client.ts";
import { restaurants } from "../schema/catalog.ts";
import { cities } from "../schema/cities.ts";
import { riders, rides } from "../schema/dispatch.ts";
import { users } from "../schema/identity.ts";
import { orderEvents, orderItems, orders } from "../schema/orders.ts";
import { payments, refunds } from "../schema/payments.ts";
import type { OrderRow } from "./order-lifecycle.ts";

export type OrderItemRow = typeof orderItems.$inferSelect;
export type OrderEventRow = typeof orderEvents.$inferSelect;

/** An order with all that somebody who may see it is shown. */
export interface OrderRecord {
  readonly order: OrderRow;
  readonly restaurant: {
    readonly id: string;
    readonly name: string;
    readonly lat: number;
    readonly lng: number;
    readonly imageKey: string | null;
    readonly phone: string | null;
  };
  /** How long the kitchen may leave it unanswered. */
  readonly answerWindowSeconds: number;
  readonly citySlug: string;
  readonly customerName: string;
  readonly rider: { readonly name: string; readonly vehicle: string } | null;
  readonly riderArrivedAt: Date | null;
  readonly items: readonly OrderItemRow[];
  readonly events: readonly OrderEventRow[];
  /** The last charge. */
  readonly payment: typeof payments.$inferSelect;
  /** Of the last charge, oldest first. */
  readonly refunds: readonly (typeof refunds.$inferSelect)[];
}

/** Whether an insert failed because another order has the same number. */
export function isNumberTaken(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ("constraint_name" in at && at.constraint_name === "orders_number_unique") return true;
  }
  return false;
}

export async function findOrder(db: DatabaseOrTransaction, orderId: string): Promise<OrderRow | undefined> {
  const [row] = await byId(db).execute({ orderId });
  return row;
}

const byId = builtOnce((db) =>
  db
    .select()
    .from(orders)
    .where(eq(orders.id, sql.placeholder("orderId")))
    .prepare("order_by_id"),
);

export interface OrderPosition {
  readonly placedAt: Date;
  readonly id: string;
}

/** A customer's orders, newest first, after a position. */
export async function orderIdsOfCustomer(
  db: DatabaseOrTransaction,
  customerId: string,
  after: OrderPosition | null,
  limit: number,
): Promise<OrderPosition[]> {
  return db
    .select({ id: orders.id, placedAt: orders.placedAt })
    .from(orders)
    .where(
      and(
        eq(orders.customerId, customerId),
        after === null
          ? undefined
          : sql`(${orders.placedAt}, ${orders.id}) < (${after.placedAt.toISOString()}::timestamptz, ${after.id}::uuid)`,
      ),
    )
    .orderBy(desc(orders.placedAt), desc(orders.id))
    .limit(limit);
}

export interface TicketFilter {
  readonly statuses: readonly OrderStatus[];
  /** Whether the kitchen has taken it on. */
  readonly accepted?: boolean;
  /** Whether the food is ready. */
  readonly ready?: boolean;
  /** Leaves out older ones. */
  readonly placedFrom?: Date;
  /** Leaves out those of then and later. */
  readonly placedBefore?: Date;
}

/** Orders of some restaurants that their kitchens have to do with: paid once, whatever became of them. */
export async function ticketIds(
  db: DatabaseOrTransaction,
  restaurantIds: readonly string[],
  filter: TicketFilter,
  limit: number,
): Promise<string[]> {
  if (restaurantIds.length === 0 || filter.statuses.length === 0) return [];
  const rows = await db
    .select({ id: orders.id })
    .from(orders)
    .where(
      and(
        inArray(orders.restaurantId, [...restaurantIds]),
        inArray(orders.status, [...filter.statuses]),
        filter.accepted === undefined
          ? undefined
          : filter.accepted
            ? sql`${orders.acceptedAt} is not null`
            : sql`${orders.acceptedAt} is null`,
        filter.ready === undefined
          ? undefined
          : filter.ready
            ? sql`${orders.readyAt} is not null`
            : sql`${orders.readyAt} is null`,
        filter.placedFrom === undefined ? undefined : gte(orders.placedAt, filter.placedFrom),
        filter.placedBefore === undefined ? undefined : lt(orders.placedAt, filter.placedBefore),
        or(
          sql`${orders.status} <> 'CANCELLED'`,
          sql`exists (select 1 from ${orderEvents} where ${orderEvents.orderId} = ${orders.id} and ${orderEvents.type} = 'confirmed')`,
        ),
      ),
    )
    .orderBy(desc(orders.placedAt), desc(orders.id))
    .limit(limit);
  return rows.map((row) => row.id);
}

/** Orders by id with everything about them, in the order of the ids; six statements, however many. */
export async function findOrderRecords(db: DatabaseOrTransaction, ids: readonly string[]): Promise<OrderRecord[]> {
  if (ids.length === 0) return [];
  const wanted = [...ids];
  const of = { ids: wanted };
  const [rows, items, events, charges, returned] = await Promise.all([
    recordRows(db).execute(of),
    recordItems(db).execute(of),
    recordEvents(db).execute(of),
    recordPayments(db).execute(of),
    recordRefunds(db).execute(of),
  ]);
  const itemsOf = groupBy(items, (item) => item.orderId);
  const eventsOf = groupBy(events, (event) => event.orderId);
  const chargeOf = new Map(charges.map((charge) => [charge.orderId, charge]));
  const records = new Map(
    rows.flatMap(({ riderName, vehicle, ...row }) => {
      const payment = chargeOf.get(row.order.id);
      if (payment === undefined) return [];
      const record: OrderRecord = {
        ...row,
        rider: riderName === null ? null : { name: riderName, vehicle: vehicle ?? "motorbike" },
        items: itemsOf.get(row.order.id) ?? [],
        events: eventsOf.get(row.order.id) ?? [],
        payment,
        refunds: returned.filter(({ refund }) => refund.paymentId === payment.id).map(({ refund }) => refund),
      };
      return [[row.order.id, record] as const];
    }),
  );
  return wanted.flatMap((id) => records.get(id) ?? []);
}

const isOneOf = (column: PgColumn) => anyOfNamed(column, "ids");

const recordRows = builtOnce((db) => {
  const rider = db
    .select({ id: users.id, riderName: sql<string>`${users.name}`.as("rider_name"), vehicle: riders.vehicle })
    .from(users)
    .leftJoin(riders, eq(riders.userId, users.id))
    .as("rider");
  return db
    .select({
      order: orders,
      restaurant: {
        id: restaurants.id,
        name: restaurants.name,
        lat: restaurants.lat,
        lng: restaurants.lng,
        imageKey: restaurants.imageKey,
        phone: restaurants.phone,
      },
      answerWindowSeconds: restaurants.answerWindowSeconds,
      citySlug: cities.slug,
      customerName: users.name,
      riderName: rider.riderName,
      vehicle: rider.vehicle,
      riderArrivedAt: rides.arrivedAtRestaurantAt,
    })
    .from(orders)
    .innerJoin(restaurants, eq(restaurants.id, orders.restaurantId))
    .innerJoin(cities, eq(cities.id, orders.cityId))
    .innerJoin(users, eq(users.id, orders.customerId))
    .leftJoin(rider, eq(rider.id, orders.riderId))
    .leftJoin(rides, eq(rides.orderId, orders.id))
    .where(isOneOf(orders.id))
    .prepare("order_records");
});
const recordItems = builtOnce((db) =>
  db
    .select()
    .from(orderItems)
    .where(isOneOf(orderItems.orderId))
    .orderBy(asc(orderItems.position))
    .prepare("order_records_items"),
);
const recordEvents = builtOnce((db) =>
  db
    .select()
    .from(orderEvents)
    .where(isOneOf(orderEvents.orderId))
    .orderBy(asc(orderEvents.seq))
    .prepare("order_records_events"),
);
const recordPayments = builtOnce((db) =>
  db
    .select()
    .from(payments)
    .where(isOneOf(payments.orderId))
    .orderBy(asc(payments.id))
    .prepare("order_records_payments"),
);
const recordRefunds = builtOnce((db) =>
  db
    .select({ refund: refunds })
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId))
    .where(isOneOf(payments.orderId))
    .orderBy(asc(refunds.id))
    .prepare("order_records_refunds"),
);

export async function findOrderRecord(db: DatabaseOrTransaction, id: string): Promise<OrderRecord | undefined> {
  return (await findOrderRecords(db, [id]))[0];
}
