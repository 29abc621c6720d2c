import { and, asc, desc, eq, inArray, sql, type SQL } from "drizzle-orm";
import type { OrderStatus } from "@tiffin/domain/order/status";
import type { DatabaseOrTransaction } from "../client.ts";
import { restaurants } from "../schema/catalog.ts";
import { offers, riders, rides } from "../schema/dispatch.ts";
import { users } from "../schema/identity.ts";
import { orders } from "../schema/orders.ts";
import { riderTrail } from "../schema/partitioned/rider-trail.ts";
import { payments } from "../schema/payments.ts";
import type { OrderPosition } from "./orders.ts";

/** After how many minutes something that should have happened needs a person. */
const PATIENCE_MINUTES = {
  payment: 10,
  kitchen: 5,
  /** Beyond what the kitchen said that it needs. */
  cooking: 15,
  phone: 10,
  pickup: 20,
  delivery: 60,
  refund: 5,
} as const;

/** Why an order needs a person, as a code; null when it goes its way. The one definition, for lists and for pages. */
export function stuckReason(now: Date): SQL<string | null> {
  const before = (minutes: number) => sql`${new Date(now.getTime() - minutes * 60_000).toISOString()}::timestamptz`;
  const refundOwed = sql`exists (select 1 from ${payments} where ${payments.orderId} = ${orders.id}
    and ${payments.status} in ('PENDING', 'AUTHORIZED', 'CAPTURED'))`;
  const inReview = sql`exists (select 1 from ${payments} where ${payments.orderId} = ${orders.id}
    and ${payments.reviewSince} is not null)`;
  // On the way to the restaurant it costs them the ride; from its counter on nobody else can take over by themselves.
  const silentSince = before(PATIENCE_MINUTES.phone);
  const riderSilent = sql`exists (select 1 from ${rides} where ${rides.orderId} = ${orders.id}
    and ${rides.status} in ('AT_RESTAURANT', 'PICKED_UP', 'AT_CUSTOMER')
    and greatest(${rides.arrivedAtRestaurantAt}, ${rides.pickedUpAt}, ${rides.arrivedAtCustomerAt}) < ${silentSince}
    and not exists (select 1 from ${riderTrail}
      where ${riderTrail.riderId} = ${rides.riderId} and ${riderTrail.recordedAt} > ${silentSince}))`;
  return sql<string | null>`case
    when ${inReview}
      then 'review'
    when ${orders.status} in ('CREATED', 'PAYMENT_PENDING') and ${orders.placedAt} < ${before(PATIENCE_MINUTES.payment)}
      then 'payment'
    when ${orders.status} = 'CONFIRMED' and ${orders.escalatedAt} is not null
      then 'no_rider'
    when ${orders.status} in ('CONFIRMED', 'ASSIGNED') and ${orders.acceptedAt} is null
      and ${orders.placedAt} < ${before(PATIENCE_MINUTES.kitchen)}
      then 'kitchen_silent'
    when ${orders.status} in ('CONFIRMED', 'ASSIGNED') and ${orders.readyAt} is null
      and ${orders.acceptedAt} + ${orders.prepMinutes} * interval '1 minute' < ${before(PATIENCE_MINUTES.cooking)}
      then 'not_ready'
    when ${orders.status} in ('ASSIGNED', 'READY', 'PICKED_UP') and ${riderSilent}
      then 'rider_silent'
    when ${orders.status} in ('ASSIGNED', 'READY') and ${orders.readyAt} < ${before(PATIENCE_MINUTES.pickup)}
      then 'not_picked_up'
    when ${orders.status} = 'PICKED_UP' and ${orders.pickedUpAt} < ${before(PATIENCE_MINUTES.delivery)}
      then 'not_delivered'
    when ${orders.status} = 'CANCELLED' and ${orders.cancelledAt} < ${before(PATIENCE_MINUTES.refund)} and ${refundOwed}
      then 'refund'
  end`;
}

// Nested, because Drizzle leaves the tables' names out of a field's outermost columns when it selects from one table.
const isAsking = sql`exists (select 1 from ${offers}
  where ${offers.orderId} = ${orders.id} and ${offers.status} = 'PENDING')`;
const isAnybodyFree = sql`exists (select 1 from ${riders}
  where ${riders.cityId} = ${orders.cityId} and ${riders.online}
    and not exists (select 1 from ${rides} where ${rides.riderId} = ${riders.userId}
      and ${rides.status} in ('ASSIGNED', 'AT_RESTAURANT', 'PICKED_UP', 'AT_CUSTOMER'))
    and not exists (select 1 from ${offers} where ${offers.riderId} = ${riders.userId} and ${offers.status} = 'PENDING'))`;

/** What an order without a rider waits for, as a code; null once it has one, or has ended. */
const waitsFor = sql<string | null>`case
    when ${orders.status} in ('CREATED', 'PAYMENT_PENDING') then 'payment'
    when ${orders.status} <> 'CONFIRMED' then null
    when ${isAsking} then 'asking'
    when ${orders.escalatedAt} is not null then 'escalated'
    when not ${isAnybodyFree} then 'nobody_free'
    else 'matching'
  end`;

const isOpen = sql`${orders.status} not in ('DELIVERED', 'CANCELLED')`;

export interface OpsPosition extends OrderPosition {
  readonly stuck: string | null;
  readonly waitsFor: string | null;
}

export interface OpsOrderFilter {
  /** Null: of every city. */
  readonly cityIds: readonly string[] | null;
  readonly stuckOnly?: boolean;
  readonly statuses?: readonly OrderStatus[];
  /** Why it is stuck, or what it waits for. */
  readonly reason?: string | undefined;
  /** Of the order's number, the customer's name or phone, the restaurant's name. */
  readonly search?: string | undefined;
  readonly oldestFirst?: boolean;
}

/** Orders after a position, by when they were placed. */
export async function opsOrderPositions(
  db: DatabaseOrTransaction,
  filter: OpsOrderFilter,
  { after, limit }: { readonly after: OrderPosition | null; readonly limit: number },
  now: Date,
): Promise<OpsPosition[]> {
  const stuck = stuckReason(now);
  const direction = filter.oldestFirst === true ? asc : desc;
  const beyond = filter.oldestFirst === true ? sql`>` : sql`<`;
  return db
    .select({ id: orders.id, placedAt: orders.placedAt, stuck, waitsFor })
    .from(orders)
    .where(
      and(
        matches(filter, stuck, now),
        after === null
          ? undefined
          : sql`(${orders.placedAt}, ${orders.id}) ${beyond} (${after.placedAt.toISOString()}::timestamptz, ${after.id}::uuid)`,
      ),
    )
    .orderBy(direction(orders.placedAt), direction(orders.id))
    .limit(limit);
}

/** How many orders of a city there are of each kind; `stuck` may count one that another kind counts too. */
export async function countOpsOrders(
  db: DatabaseOrTransaction,
  cityId: string,
  now: Date,
): Promise<{ stuck: number; waiting: number; open: number }> {
  const stuck = stuckReason(now);
  const count = (what: SQL) => sql<number>`count(*) filter (where ${what})`.mapWith(Number);
  const [row] = await db
    .select({
      stuck: count(sql`(${stuck}) is not null`),
      waiting: count(sql`${orders.status} in ('CREATED', 'PAYMENT_PENDING', 'CONFIRMED')`),
      open: count(isOpen),
    })
    .from(orders)
    .where(and(eq(orders.cityId, cityId), mayBeStuck(now)));
  return row ?? { stuck: 0, waiting: 0, open: 0 };
}

/** Money that is not settled two weeks after the end of its order has long been put under review. */
const LONGEST_REFUND_DAYS = 14;

/** Those that {@link stuckReason} may say anything of, in a form that the indexes answer: open, just cancelled, under review. */
function mayBeStuck(now: Date): SQL {
  const since = new Date(now.getTime() - LONGEST_REFUND_DAYS * 86_400_000).toISOString();
  return sql`(${isOpen}
    or (${orders.status} = 'CANCELLED' and ${orders.cancelledAt} > ${since}::timestamptz)
    or ${orders.id} = any(array(select ${payments.orderId} from ${payments} where ${payments.reviewSince} is not null)))`;
}

function matches(filter: OpsOrderFilter, stuck: SQL, now: Date): SQL | undefined {
  const { cityIds, statuses, reason } = filter;
  return and(
    cityIds === null ? undefined : inArray(orders.cityId, [...cityIds]),
    filter.stuckOnly === true ? and(mayBeStuck(now), sql`(${stuck}) is not null`) : undefined,
    statuses === undefined ? undefined : inArray(orders.status, [...statuses]),
    reason === undefined ? undefined : sql`(${reason} = (${stuck}) or ${reason} = (${waitsFor}))`,
    filter.search === undefined ? undefined : isFound(filter.search),
  );
}

function isFound(search: string): SQL {
  const words = search.replaceAll(/[\\%_]/g, String.raw`\$&`);
  const digits = search.replaceAll(/[\s()-]/g, "");
  const phone = /^\+?\d{4,}$/.test(digits) ? sql` or ${users.phone} like ${`%${digits}`}` : sql``;
  return sql`(${orders.number} ilike ${`${words}%`}
    or ${orders.customerId} in (select ${users.id} from ${users} where ${users.name} ilike ${`%${words}%`}${phone})
    or ${orders.restaurantId} in (select ${restaurants.id} from ${restaurants} where ${restaurants.name} ilike ${`%${words}%`}))`;
}

export async function opsStateOf(
  db: DatabaseOrTransaction,
  orderId: string,
  now: Date,
): Promise<Pick<OpsPosition, "stuck" | "waitsFor">> {
  const [row] = await db
    .select({ stuck: stuckReason(now), waitsFor })
    .from(orders)
    .where(eq(orders.id, orderId));
  return row ?? { stuck: null, waitsFor: null };
}

export interface OfferRecord {
  readonly orderId: string;
  readonly seq: number;
  readonly riderId: string;
  readonly riderName: string;
  readonly status: string;
  readonly features: Readonly<Record<string, number | string | boolean | null>>;
  readonly declineReason: string | null;
  readonly createdAt: Date;
  readonly settledAt: Date | null;
}

/** Who was asked to carry these orders, in the order of asking. */
export async function offersOfOrders(db: DatabaseOrTransaction, orderIds: readonly string[]): Promise<OfferRecord[]> {
  if (orderIds.length === 0) return [];
  return db
    .select({
      orderId: offers.orderId,
      seq: offers.seq,
      riderId: offers.riderId,
      riderName: users.name,
      status: offers.status,
      features: offers.features,
      declineReason: offers.declineReason,
      createdAt: offers.createdAt,
      settledAt: offers.settledAt,
    })
    .from(offers)
    .innerJoin(users, eq(users.id, offers.riderId))
    .where(inArray(offers.orderId, [...orderIds]))
    .orderBy(asc(offers.seq));
}
