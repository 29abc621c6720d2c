import { and, desc, eq, gte } from "drizzle-orm";
import type { DatabaseOrTransaction } from "../client.ts";
import { restaurants } from "../schema/catalog.ts";
import { orders } from "../schema/orders.ts";

/** What the kitchens of somebody's delivered orders cook, the newest first. */
export async function findCuisinesOrdered(
  db: DatabaseOrTransaction,
  customerId: string,
  since: Date,
  limit: number,
): Promise<{ cuisines: string[]; orderedAt: Date }[]> {
  return db
    .select({ cuisines: restaurants.cuisines, orderedAt: orders.placedAt })
    .from(orders)
    .innerJoin(restaurants, eq(restaurants.id, orders.restaurantId))
    .where(and(eq(orders.customerId, customerId), eq(orders.status, "DELIVERED"), gte(orders.placedAt, since)))
    .orderBy(desc(orders.placedAt))
    .limit(limit);
}
