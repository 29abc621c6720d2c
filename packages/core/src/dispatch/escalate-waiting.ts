import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import type { Database } from "@tiffin/db/client";
import { appendOutboxRows } from "@tiffin/db/queries/outbox";
import { orderEvents, orders } from "@tiffin/db/schema/orders";

const AT_ONCE = 500;

/** Each search for a rider begins with one of these. */
const begins = sql`${orderEvents.type} in ('confirmed', 'unassigned')`;

/**
 * Tells ops of the orders that nobody has taken for so long, once in each search for a rider and all in one transaction.
 * Returns how many; the next call tells of those that were too many for one.
 */
export async function escalateWaiting(
  { db }: { readonly db: Database },
  { escalateAfterSeconds }: { readonly escalateAfterSeconds: number },
  now: Date,
): Promise<number> {
  const since = new Date(now.getTime() - escalateAfterSeconds * 1_000).toISOString();
  return db.transaction(async (tx) => {
    const waiting = tx
      .select({ id: orders.id })
      .from(orders)
      .where(
        and(
          eq(orders.status, "CONFIRMED"),
          isNull(orders.escalatedAt),
          // Placed before it was confirmed: leaves the young ones aside before their events are looked up.
          sql`${orders.placedAt} <= ${since}::timestamptz`,
          sql`not exists (
            select from ${orderEvents}
            where ${orderEvents.orderId} = ${orders.id} and ${begins}
              and ${orderEvents.at} > ${since}::timestamptz)`,
        ),
      )
      .limit(AT_ONCE)
      .for("update", { skipLocked: true });
    const told = await tx
      .update(orders)
      .set({ escalatedAt: now })
      .where(inArray(orders.id, waiting))
      .returning({
        id: orders.id,
        cityId: orders.cityId,
        restaurantId: orders.restaurantId,
        customerId: orders.customerId,
        status: orders.status,
        search: sql<number>`(select count(*)::int from ${orderEvents}
          where ${orderEvents.orderId} = ${orders}.id and ${begins})`,
      });
    await appendOutboxRows(
      tx,
      told.map(({ id, cityId, restaurantId, customerId, status, search }) => ({
        topic: "order/escalated",
        subjectId: id,
        data: { orderId: id, cityId, restaurantId, customerId, status, search },
      })),
    );
    return told.length;
  });
}
