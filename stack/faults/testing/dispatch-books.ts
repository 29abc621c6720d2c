import { setTimeout as sleep } from "node:timers/promises";
import type { FaultWorld } from "./fault-world.ts";

interface Standing {
  readonly status: string;
  /** Who carries it, by the order and by its ride. */
  readonly rider: string | null;
  /** Every offer's outcome, in their order. */
  readonly offers: readonly string[];
}

/** How an order stands. */
export async function standingOf({ db }: FaultWorld, orderId: string): Promise<Standing> {
  const [row] = await db.$client<Standing[]>`
    select o.status, o.rider_id as rider,
      coalesce((select json_agg(f.status order by f.seq) from offers f where f.order_id = o.id), '[]') as offers
    from orders o where o.id = ${orderId}`;
  if (row === undefined) throw new Error("no such order");
  return row;
}

/** The standing of an order that this rider carries; `before`: how an earlier offer ended. */
export const carriedBy = (riderId: string, before: string | null = null) =>
  ({ status: "ASSIGNED", rider: riderId, offers: [...(before === null ? [] : [before]), "ACCEPTED"] }) as const;

/** The same without what a slow machine lets expire on top. */
export function withoutExpired({ offers, ...rest }: Standing): Standing {
  return { ...rest, offers: offers.filter((outcome) => outcome !== "EXPIRED") };
}

/**
 * What is wrong in dispatch's audit; after every fault this must be nothing: an order is carried by the one rider who
 * accepted it and by nobody else, it was accepted once, and nobody was asked while another question was open.
 */
export async function mistakesInDispatch({ db }: FaultWorld): Promise<unknown[]> {
  const sql = db.$client;
  const carried = await sql`
    select o.id, o.status, o.rider_id, r.rider_id as ride_rider, accepted.riders
    from orders o left join rides r on r.order_id = o.id
      cross join lateral (
        select coalesce(array_agg(f.rider_id), '{}') as riders from offers f
        where f.order_id = o.id and f.status = 'ACCEPTED') accepted
    where o.rider_id is distinct from r.rider_id or cardinality(accepted.riders) > 1
      or (cardinality(accepted.riders) = 1 and accepted.riders[1] is distinct from o.rider_id)
      or (o.rider_id is not null and cardinality(accepted.riders) = 0)`;
  const assigned = await sql`
    select order_id from order_events group by order_id
    having count(*) filter (where type = 'assigned') - count(*) filter (where type = 'unassigned') > 1`;
  return [...carried, ...assigned, ...(await overlappingQuestions(db))];
}

/** Questions to a rider that began before the one before had ended, as the outbox wrote them down. */
async function overlappingQuestions(db: FaultWorld["db"]): Promise<unknown[]> {
  const rows = await db.$client<{ rider: string; topic: string; orderId: string }[]>`
    select payload ->> 'riderId' as rider, topic, subject_id as "orderId" from outbox
    where topic in ('offer/created', 'offer/settled') and coalesce((payload ->> 'position')::int, 0) = 0
    order by id`;
  const open = new Map<string, string>();
  const wrong: unknown[] = [];
  for (const { rider, topic, orderId } of rows) {
    const asked = open.get(rider);
    if (topic === "offer/settled") open.delete(rider);
    else if (asked === undefined) open.set(rider, orderId);
    else wrong.push({ rider, asked, and: orderId });
  }
  return wrong;
}

/** As if six of an open offer's ten seconds had passed. */
export async function sixSecondsPass({ db }: FaultWorld, orderId: string): Promise<void> {
  await db.$client`
    update offers set created_at = created_at - interval '6 seconds', expires_at = expires_at - interval '6 seconds'
    where order_id = ${orderId} and status = 'PENDING'`;
}

/** Orders that had to be saved by the minute's rescue, because their own run was lost. */
export async function rescuedOrders({ db }: FaultWorld): Promise<string[]> {
  const rows = await db.$client<
    { id: string }[]
  >`select subject_id as id from outbox where topic = 'dispatch/requested'`;
  return rows.map(({ id }) => id);
}

/** Seconds from then until the order's next step: an offer, or a change of its state. Waits for it. */
export async function secondsToNextStep({ db }: FaultWorld, orderId: string, since: Date): Promise<number> {
  for (;;) {
    const [row] = await db.$client<{ seconds: number | null }[]>`
      select extract(epoch from min(at) - ${since.toISOString()}::timestamptz)::float8 as seconds from (
        select created_at as at from offers where order_id = ${orderId}
        union all select at from order_events where order_id = ${orderId}) steps
      where at > ${since.toISOString()}::timestamptz`;
    if (row !== undefined && row.seconds !== null) return row.seconds;
    await sleep(100);
  }
}
