import { and, desc, eq, sql } from "drizzle-orm";
import type { DatabaseOrTransaction } from "@tiffin/db/client";
import { partyBalance } from "@tiffin/db/queries/ledger";
import { restaurants } from "@tiffin/db/schema/catalog";
import { cities } from "@tiffin/db/schema/cities";
import { riders, rides } from "@tiffin/db/schema/dispatch";
import { ledgerPostings, ledgerTransactions } from "@tiffin/db/schema/ledger";
import { orders } from "@tiffin/db/schema/orders";
import { notFound } from "@tiffin/domain/errors";
import { money } from "@tiffin/domain/money/money";
import { type DeliveryDone, type Earnings, EARNINGS_DAYS } from "@tiffin/domain/wire/riders";
import { isCash } from "./ride-view.ts";

/** A tip is part of the pay, and the pay is what was promised: a bill that says more gives no more. */
const tip = sql<number>`least(${orders.tip}, ${rides.pay})`;

/** A way to a door where nobody took the food: the ride ended without a delivery, and what it earned is in the books alone. */
const isWayInVain = sql`${ledgerTransactions.kind} = 'undelivered' and ${ledgerPostings.account} = 'rider'`;

/**
 * What a rider earned on each of the last days, by the city's own calendar, and the customers' cash that they carry.
 *
 * @throws DomainError NOT_FOUND when the caller is no rider.
 */
export async function earningsOf(db: DatabaseOrTransaction, riderId: string, now: Date): Promise<Earnings> {
  const [days, cashFloat] = await Promise.all([
    // Each day is a range of the index on (rider, delivered at). Casting every ride's time to a date would read them all.
    db.execute<{
      currency: string;
      timeZone: string;
      date: string;
      deliveries: number;
      undelivered: number;
      earned: number;
      tips: number;
    }>(
      sql`
        select day.currency, day.time_zone as "timeZone", day.date::text, count(${rides.id})::int as deliveries,
          in_vain.rides as undelivered,
          (coalesce(sum(${rides.pay}), 0) + in_vain.earned)::int as earned, coalesce(sum(${tip}), 0)::int as tips
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
        cross join lateral (
          select count(*)::int as rides, coalesce(-sum(${ledgerPostings.amount}), 0) as earned
          from ${ledgerPostings} join ${ledgerTransactions} on ${ledgerTransactions.id} = ${ledgerPostings.transactionId}
          where ${isWayInVain} and ${ledgerPostings.partyId} = day.rider_id
            and ${ledgerPostings.at} >= day.date::timestamp at time zone day.time_zone
            and ${ledgerPostings.at} < (day.date + 1)::timestamp at time zone day.time_zone
        ) as in_vain
        group by day.currency, day.time_zone, day.date, in_vain.rides, in_vain.earned
        order by day.date`,
    ),
    partyBalance(db, "cash_float", riderId),
  ]);
  const [first] = days;
  if (first === undefined) throw notFound("rider");
  const { currency, timeZone } = first;
  return {
    days: days.map(({ date, deliveries, undelivered, earned, tips }) => ({
      date,
      deliveries,
      undelivered,
      earned: money(earned, currency),
      tips: money(tips, currency),
    })),
    cashFloat: money(cashFloat, currency),
    timeZone,
  };
}

/** What a rider brought on one day of the city's calendar (`2026-03-29`), latest first. Nobody else's, whatever the day. */
export async function deliveriesOn(db: DatabaseOrTransaction, riderId: string, date: string): Promise<DeliveryDone[]> {
  const [brought, inVain] = await Promise.all([broughtOn(db, riderId, date), riddenInVainOn(db, riderId, date)]);
  return [...brought, ...inVain].toSorted((a, b) => b.deliveredAt.localeCompare(a.deliveredAt));
}

const done = {
  ride: rides,
  orderNumber: orders.number,
  distanceMeters: sql<number>`coalesce(${rides.riddenMeters}, ${orders.distanceMeters})`,
  restaurantName: restaurants.name,
};

const isOn = (at: typeof rides.deliveredAt | typeof ledgerPostings.at, date: string) =>
  sql`${at} >= ${date}::timestamp at time zone ${cities.timeZone}
    and ${at} < (${date}::date + 1)::timestamp at time zone ${cities.timeZone}`;

async function broughtOn(db: DatabaseOrTransaction, riderId: string, date: string): Promise<DeliveryDone[]> {
  const rows = await db
    .select({ ...done, total: orders.total, tip, isCash })
    .from(rides)
    .innerJoin(orders, eq(orders.id, rides.orderId))
    .innerJoin(restaurants, eq(restaurants.id, orders.restaurantId))
    .innerJoin(riders, eq(riders.userId, rides.riderId))
    .innerJoin(cities, eq(cities.id, riders.cityId))
    .where(and(eq(rides.riderId, riderId), eq(rides.status, "DELIVERED"), isOn(rides.deliveredAt, date)))
    .orderBy(desc(rides.deliveredAt), desc(rides.id));
  return rows.flatMap(({ ride: { deliveredAt, ...ride }, tip: tipped, total, ...of }) => {
    if (deliveredAt === null) return [];
    return {
      ...rideDone(ride, of, deliveredAt),
      delivered: true,
      pay: money(ride.pay, ride.currency),
      tip: money(tipped, ride.currency),
      ...(of.isCash ? { cashCollected: money(total, ride.currency) } : {}),
    };
  });
}

async function riddenInVainOn(db: DatabaseOrTransaction, riderId: string, date: string): Promise<DeliveryDone[]> {
  const rows = await db
    .select({ ...done, at: ledgerPostings.at, amount: ledgerPostings.amount })
    .from(ledgerPostings)
    .innerJoin(ledgerTransactions, eq(ledgerTransactions.id, ledgerPostings.transactionId))
    .innerJoin(rides, eq(rides.orderId, ledgerTransactions.orderId))
    .innerJoin(orders, eq(orders.id, ledgerTransactions.orderId))
    .innerJoin(restaurants, eq(restaurants.id, orders.restaurantId))
    .innerJoin(riders, eq(riders.userId, ledgerPostings.partyId))
    .innerJoin(cities, eq(cities.id, riders.cityId))
    .where(and(isWayInVain, eq(ledgerPostings.partyId, riderId), isOn(ledgerPostings.at, date)));
  return rows.map(({ ride, at, amount, ...of }) => ({
    ...rideDone(ride, of, at),
    delivered: false,
    pay: money(-amount, ride.currency),
    tip: money(0, ride.currency),
  }));
}

function rideDone(
  { id, assignedAt }: Pick<typeof rides.$inferSelect, "id" | "assignedAt">,
  of: { readonly orderNumber: string; readonly restaurantName: string; readonly distanceMeters: number },
  at: Date,
) {
  return {
    rideId: id,
    orderNumber: of.orderNumber,
    restaurantName: of.restaurantName,
    deliveredAt: at.toISOString(),
    distanceMeters: of.distanceMeters,
    durationSeconds: Math.round((at.getTime() - (assignedAt ?? at).getTime()) / 1_000),
  };
}
