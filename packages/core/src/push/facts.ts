import { and, count, desc, eq, inArray, sum } from "drizzle-orm";
import { isAcceptedOffer } from "@tiffin/db/queries/dispatch-conditions";
import { alias } from "drizzle-orm/pg-core";
import type { Database } from "@tiffin/db/client";
import { restaurants } from "@tiffin/db/schema/catalog";
import { offers, rides } from "@tiffin/db/schema/dispatch";
import { users } from "@tiffin/db/schema/identity";
import { orderItems, orders } from "@tiffin/db/schema/orders";
import { payments } from "@tiffin/db/schema/payments";
import { money, type Money } from "@tiffin/domain/money/money";

/** What a notice's words are made of. Nothing in it that a stranger may not read over somebody's shoulder. */
export interface OrderFacts {
  readonly number: string;
  readonly restaurant: string;
  readonly total: Money;
  /** What becomes of the money of a cancelled order. */
  readonly money: "none" | "released" | "returned";
  readonly cancelReason: string | null;
  /** How many dishes. */
  readonly dishes: number;
  /** That the kitchen takes for it from its acceptance on; none where it was ready before it said so. */
  readonly prepMinutes: number;
  readonly rider: string | null;
  readonly pay: Money | null;
  /** For all orders of the open question that asks for this one first; else 1. */
  readonly offeredOrders: number;
  readonly distanceMeters: number;
  /** Who has taken an offer of it by themselves. */
  readonly acceptedBy: string | null;
}

const MONEY = {
  CREATED: "released",
  PENDING: "released",
  AUTHORIZED: "released",
  VOIDED: "released",
  CAPTURED: "returned",
  REFUNDED: "returned",
  DECLINED: "none",
} as const satisfies Record<(typeof payments.$inferSelect)["status"], OrderFacts["money"]>;

/** By the order's id; of an order that is no more, nothing. */
export async function readFacts(db: Database, orderIds: readonly string[]): Promise<Map<string, OrderFacts>> {
  if (orderIds.length === 0) return new Map();
  const ids = [...new Set(orderIds)];
  const rider = alias(users, "rider");
  const first = alias(offers, "first");
  const [rows, paid, dishes, accepted, asked] = await Promise.all([
    db
      .select({ order: orders, restaurant: restaurants.name, rider: rider.name, ridePay: rides.pay })
      .from(orders)
      .innerJoin(restaurants, eq(restaurants.id, orders.restaurantId))
      .leftJoin(rides, eq(rides.orderId, orders.id))
      .leftJoin(rider, eq(rider.id, orders.riderId))
      .where(inArray(orders.id, ids)),
    db
      .select({ orderId: payments.orderId, method: payments.method, status: payments.status })
      .from(payments)
      .where(inArray(payments.orderId, ids))
      .orderBy(desc(payments.createdAt)),
    db
      .select({ orderId: orderItems.orderId, quantity: orderItems.quantity })
      .from(orderItems)
      .where(inArray(orderItems.orderId, ids)),
    db
      .select({ orderId: offers.orderId, riderId: offers.riderId })
      .from(offers)
      .where(and(inArray(offers.orderId, ids), isAcceptedOffer)),
    db
      .select({ orderId: first.orderId, pay: sum(rides.pay).mapWith(Number), orders: count() })
      .from(first)
      .innerJoin(offers, eq(offers.questionId, first.questionId))
      .innerJoin(rides, eq(rides.id, offers.rideId))
      .where(and(inArray(first.orderId, ids), eq(first.status, "PENDING"), eq(first.position, 0)))
      .groupBy(first.orderId),
  ]);
  return new Map(
    rows.map(({ order, restaurant, rider: riderName, ridePay }) => {
      const question = asked.find(({ orderId }) => orderId === order.id);
      const pay = question?.pay ?? ridePay;
      const payment = paid.find(({ orderId }) => orderId === order.id);
      const facts: OrderFacts = {
        number: order.number,
        restaurant,
        total: money(order.total, order.currency),
        money: payment === undefined || payment.method === "cash" ? "none" : MONEY[payment.status],
        cancelReason: order.cancelReason,
        dishes: dishes.filter(({ orderId }) => orderId === order.id).reduce((sum, { quantity }) => sum + quantity, 0),
        prepMinutes: order.prepMinutes,
        rider: riderName,
        pay: pay === null ? null : money(pay, order.currency),
        offeredOrders: question?.orders ?? 1,
        distanceMeters: order.distanceMeters,
        acceptedBy: accepted.find(({ orderId }) => orderId === order.id)?.riderId ?? null,
      };
      return [order.id, facts];
    }),
  );
}
