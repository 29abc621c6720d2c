import { and, count, eq, gt, inArray, isNull } from "drizzle-orm";
import type { DatabaseOrTransaction } from "../client.ts";
import { orders } from "../schema/orders.ts";

/**
 * Tickets in work by restaurant, over a city: paid, not ready, placed after `since`. Restaurants without any are left out.
 * Walks the index of the city's open orders.
 */
export async function countOpenTickets(
  db: DatabaseOrTransaction,
  cityId: string,
  since: Date,
): Promise<Map<string, number>> {
  const rows = await db
    .select({ restaurantId: orders.restaurantId, open: count() })
    .from(orders)
    .where(
      and(
        eq(orders.cityId, cityId),
        inArray(orders.status, ["CONFIRMED", "ASSIGNED"]),
        isNull(orders.readyAt),
        gt(orders.placedAt, since),
      ),
    )
    .groupBy(orders.restaurantId);
  return new Map(rows.map(({ restaurantId, open }) => [restaurantId, open]));
}
