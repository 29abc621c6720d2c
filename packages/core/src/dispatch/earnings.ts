import { and, desc, eq, sql } from "drizzle-orm";
import type { DatabaseOrTransaction } from "@tiffin/db/client";
import { partyBalance } from "@tiffin/db/queries/ledger";
import { restaurants } from "@tiffin/db/schema/catalog";
import { cities } from "@tiffin/db/schema/cities";
import { riders, rides } from "@tiffin/db/schema/dispatch";
import { orders } from "@tiffin/db/schema/orders";
import { notFound } from "@tiffin/domain/errors";
import { money } from "@tiffin/domain/money/money";
import { type DeliveryDone, type Earnings, EARNINGS_DAYS } from "@tiffin/domain/wire/riders";
import { isCash } from "./ride-view.ts";

/** A tip is part of the pay, and the pay is what was promised: a bill that says more gives no more. */
const tip = sql<number>`least(${orders.tip}, ${rides.pay})`;

/**
 * What a rider earned on each of the last days, by the city's own calendar, and the customers' cash that they carry.
 *
 * @throws DomainError NOT_FOUND when the caller is no rider.
 */
export async function earningsOf(db: DatabaseOrTransaction, riderId: string, now: Date): Promise<Earnings> {
  const [days, cashFloat] = await Promise.all([
    // Each day is a range of the index on (rider, delivered at). Casting every ride's time to a date would read them all.
    db.execute<{ currency: string; timeZone: string; date: string; deliveries: number; earned: number; tips: number }>(
      sql`
        select day.currency, day.time_zone as "timeZone", day.date::text, count(${rides.id})::int as deliveries,
          coalesce(sum(${rides.pay}), 0)::int as earned, coalesce(sum(${tip}), 0)::int as tips
        from (
          select ${riders.userId} as rider_id, ${cities.currency}, ${cities.timeZone},
            (${now.toISOString()}::timestamptz at time zone ${cities.timeZone})::date - days_ago as date
          from ${riders} join ${cities} on ${cities.id} = ${riders.cityId},
            generate_series(0, ${EARNINGS_DAYS - 1}::int) as days_ago
          where ${riders.userId} = ${riderId}
        ) as day
        left join (${rides} join ${orders} on ${orders.id} = ${rides.orderId})
          on ${rides.riderId} = day.rider_id and ${rides.status} = 'DELIVERED'
          and ${rides.deliveredAt} >= day.date::timestamp at time zone day.time_zone
          and ${rides.deliveredAt} < (day.date + 1)::timestamp at time zone day.time_zone
        group by day.currency, day.time_zone, day.date
        order by day.date`,
    ),
    partyBalance(db, "cash_float", riderId),
  ]);
  const [first] = days;
  if (first === undefined) throw notFound("rider");
  const { currency, timeZone } = first;
  return {
    days: days.map(({ date, deliveries, earned, tips }) => ({
      date,
      deliveries,
      earned: money(earned, currency),
      tips: money(tips, currency),
    })),
    cashFloat: money(cashFloat, currency),
    timeZone,
  };
}

/** What a rider brought on one day of the city's calendar (`2026-03-29`), latest first. Nobody else's, whatever the day. */
export async function deliveriesOn(db: DatabaseOrTransaction, riderId: string, date: string): Promise<DeliveryDone[]> {
  const done = await db
    .select({
      ride: rides,
      orderNumber: orders.number,
      total: orders.total,
      distanceMeters: sql<number>`coalesce(${rides.riddenMeters}, ${orders.distanceMeters})`,
      restaurantName: restaurants.name,
      tip,
      isCash,
    })
    .from(rides)
    .innerJoin(orders, eq(orders.id, rides.orderId))
    .innerJoin(restaurants, eq(restaurants.id, orders.restaurantId))
    .innerJoin(riders, eq(riders.userId, rides.riderId))
    .innerJoin(cities, eq(cities.id, riders.cityId))
    .where(
      and(
        eq(rides.riderId, riderId),
        eq(rides.status, "DELIVERED"),
        sql`${rides.deliveredAt} >= ${date}::timestamp at time zone ${cities.timeZone}`,
        sql`${rides.deliveredAt} < (${date}::date + 1)::timestamp at time zone ${cities.timeZone}`,
      ),
    )
    .orderBy(desc(rides.deliveredAt), desc(rides.id));
  return done.flatMap(({ ride, ...of }) => {
    const { id, currency, pay, assignedAt, deliveredAt } = ride;
    if (deliveredAt === null) return [];
    return {
      rideId: id,
      orderNumber: of.orderNumber,
      restaurantName: of.restaurantName,
      deliveredAt: deliveredAt.toISOString(),
      pay: money(pay, currency),
      tip: money(of.tip, currency),
      distanceMeters: of.distanceMeters,
      durationSeconds: Math.round((deliveredAt.getTime() - (assignedAt ?? deliveredAt).getTime()) / 1_000),
      ...(of.isCash ? { cashCollected: money(of.total, currency) } : {}),
    };
  });
}
