import { sql } from "drizzle-orm";
import type { DatabaseOrTransaction } from "@tiffin/db/client";
import { notFound } from "@tiffin/domain/errors";
import { money, type Money } from "@tiffin/domain/money/money";

/** What a rider earned today, by the city's own calendar. @throws DomainError NOT_FOUND when the caller is no rider. */
export async function earningsToday(
  db: DatabaseOrTransaction,
  riderId: string,
  now: Date,
): Promise<{ deliveries: number; earned: Money }> {
  const [row] = await db.execute<{ currency: string; deliveries: number; earned: number }>(sql`
    select c.currency, count(r.id)::int as deliveries, coalesce(sum(r.pay), 0)::int as earned
    from riders
    join cities c on c.id = riders.city_id
    left join rides r on r.rider_id = riders.user_id and r.status = 'DELIVERED'
      and r.delivered_at >= date_trunc('day', ${now.toISOString()}::timestamptz, c.time_zone)
    where riders.user_id = ${riderId}
    group by c.currency`);
  if (row === undefined) throw notFound("rider");
  return { deliveries: row.deliveries, earned: money(row.earned, row.currency) };
}
