import type { Database } from "@tiffin/db/client";
import { isNumberTaken } from "@tiffin/db/queries/orders";
import { insertPlacement } from "@tiffin/db/queries/placement";
import { draftOrder, type DraftedOrder, type NewOrder } from "./new-order.ts";
import { reserveOrderSlot } from "./order-window.ts";

/** Numbers are random: with a million orders one in a thousand meets a taken one. */
const NUMBER_TRIES = 4;

/**
 * Writes an order as CREATED with its lines, its payment and the first row of its audit and outbox, at once and before
 * anybody is charged. Null when this customer has an order under this key already.
 *
 * @throws DomainError RESTAURANT_BUSY when the kitchen takes no more orders in this window
 */
export async function writeOrder(db: Database, order: NewOrder): Promise<DraftedOrder | null> {
  for (let attempt = 1; ; attempt += 1) {
    const drafted = draftOrder(order);
    try {
      return (await insert(db, order, drafted)) ? drafted : null;
    } catch (error) {
      if (!isNumberTaken(error) || attempt === NUMBER_TRIES) throw error;
    }
  }
}

/** A kitchen with a cap counts under a lock of its own; all others need one statement. */
async function insert(db: Database, { cart, now }: NewOrder, { rows }: DraftedOrder): Promise<boolean> {
  const { restaurant } = cart.record;
  if (restaurant.ordersPerWindow === null) return insertPlacement(db, rows);
  return db.transaction(async (tx) => {
    await reserveOrderSlot(tx, restaurant, rows.order, now);
    return insertPlacement(tx, rows);
  });
}
