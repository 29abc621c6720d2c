import { and, eq, gt, ne, sql } from "drizzle-orm";
import type { DatabaseOrTransaction, Transaction } from "@tiffin/db/client";
import type { RestaurantRow } from "@tiffin/db/queries/restaurants";
import { orders } from "@tiffin/db/schema/orders";
import { DomainError } from "@tiffin/domain/errors";

type Cap = Pick<RestaurantRow, "id" | "name" | "ordersPerWindow" | "orderWindowMinutes">;

/** Locks of this purpose, so that they meet no other's. */
const LOCK_SPACE = 7_468_340;

/**
 * Makes sure that a kitchen's cap leaves room for one more order: at most `ordersPerWindow` placed in any
 * `orderWindowMinutes`. What was placed counts, not what is promised for a slot: kitchens work in the order in which
 * tickets come in, and a promise moves with their load. Cancelled orders give their place back.
 *
 * Holds the kitchen's own lock until the transaction ends, so that two orders can't take the last place; other kitchens
 * don't wait. An order under the same key as an earlier one is let by: it will not be written twice.
 *
 * @throws DomainError RESTAURANT_BUSY
 */
export async function reserveOrderSlot(
  tx: Transaction,
  restaurant: Cap,
  order: { readonly customerId: string; readonly idempotencyKey: string },
  now: Date,
): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${LOCK_SPACE}::int, hashtext(${restaurant.id}))`);
  const [again] = await tx
    .select({ id: orders.id })
    .from(orders)
    .where(and(eq(orders.customerId, order.customerId), eq(orders.idempotencyKey, order.idempotencyKey)));
  if (again !== undefined) return;
  const refusal = await whyNoSlot(tx, restaurant, now);
  if (refusal !== null) throw refusal;
}

/** The refusal that an order would meet now; null when there is room. Promises nothing. */
export async function whyNoSlot(db: DatabaseOrTransaction, restaurant: Cap, now: Date): Promise<DomainError | null> {
  const { ordersPerWindow, orderWindowMinutes } = restaurant;
  if (ordersPerWindow === null) return null;
  const windowMs = orderWindowMinutes * 60_000;
  const placed = await db
    .select({ at: orders.placedAt })
    .from(orders)
    .where(
      and(
        eq(orders.restaurantId, restaurant.id),
        gt(orders.placedAt, new Date(now.getTime() - windowMs)),
        ne(orders.status, "CANCELLED"),
      ),
    )
    .orderBy(orders.placedAt);
  if (placed.length < ordersPerWindow) return null;
  // The place of the oldest that is one too many comes free when it leaves the window.
  const freeAt = new Date(placed[placed.length - ordersPerWindow]!.at.getTime() + windowMs);
  return new DomainError("RESTAURANT_BUSY", `${restaurant.name} has all the orders it can cook right now.`, {
    retryAfterSeconds: Math.max(1, Math.ceil((freeAt.getTime() - now.getTime()) / 1_000)),
    extra: { freeAt: freeAt.toISOString() },
  });
}
