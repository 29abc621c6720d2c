import { and, asc, desc, eq, inArray, sql, type SQL } from "drizzle-orm";
import type { DatabaseOrTransaction } from "../client.ts";
import { offers } from "../schema/dispatch.ts";
import { users } from "../schema/identity.ts";
import { orders } from "../schema/orders.ts";
import { payments } from "../schema/payments.ts";
import type { OrderPosition } from "./orders.ts";

/** After how many minutes something that should have happened needs a person. */
const PATIENCE_MINUTES = { payment: 10, kitchen: 5, pickup: 20, delivery: 60, refund: 5 } as const;

/** Why an order needs a person, as a code; null when it goes its way. The one definition, for lists and for pages. */
function stuckReason(now: Date): SQL<string | null> {
  const before = (minutes: number) => sql`${new Date(now.getTime() - minutes * 60_000).toISOString()}::timestamptz`;
  const refundOwed = sql`exists (select 1 from ${payments} where ${payments.orderId} = ${orders.id}
    and ${payments.status} in ('PENDING', 'AUTHORIZED', 'CAPTURED'))`;
  return sql<string | null>`case
    when ${orders.status} in ('CREATED', 'PAYMENT_PENDING') and ${orders.placedAt} < ${before(PATIENCE_MINUTES.payment)}
      then 'payment'
    when ${orders.status} = 'CONFIRMED' and ${orders.escalatedAt} is not null
      then 'no_rider'
    when ${orders.status} in ('CONFIRMED', 'ASSIGNED') and ${orders.acceptedAt} is null
      and ${orders.placedAt} < ${before(PATIENCE_MINUTES.kitchen)}
      then 'kitchen_silent'
    when ${orders.status} in ('ASSIGNED', 'READY') and ${orders.readyAt} < ${before(PATIENCE_MINUTES.pickup)}
      then 'not_picked_up'
    when ${orders.status} = 'PICKED_UP' and ${orders.pickedUpAt} < ${before(PATIENCE_MINUTES.delivery)}
      then 'not_delivered'
    when ${orders.status} = 'CANCELLED' and ${orders.cancelledAt} < ${before(PATIENCE_MINUTES.refund)} and ${refundOwed}
      then 'refund'
  end`;
}

export interface OpsPosition extends OrderPosition {
  readonly stuck: string | null;
}

/** Orders of every city, newest first, after a position; only those that need a person, if asked. */
export async function opsOrderPositions(
  db: DatabaseOrTransaction,
  query: { readonly stuckOnly: boolean; readonly after: OrderPosition | null; readonly limit: number },
  now: Date,
): Promise<OpsPosition[]> {
  const stuck = stuckReason(now);
  const { after } = query;
  return db
    .select({ id: orders.id, placedAt: orders.placedAt, stuck })
    .from(orders)
    .where(
      and(
        query.stuckOnly ? sql`(${stuck}) is not null` : undefined,
        after === null
          ? undefined
          : sql`(${orders.placedAt}, ${orders.id}) < (${after.placedAt.toISOString()}::timestamptz, ${after.id}::uuid)`,
      ),
    )
    .orderBy(desc(orders.placedAt), desc(orders.id))
    .limit(query.limit);
}

export async function stuckReasonOf(db: DatabaseOrTransaction, orderId: string, now: Date): Promise<string | null> {
  const [row] = await db
    .select({ stuck: stuckReason(now) })
    .from(orders)
    .where(eq(orders.id, orderId));
  return row?.stuck ?? null;
}

export interface OfferRecord {
  readonly orderId: string;
  readonly seq: number;
  readonly riderId: string;
  readonly riderName: string;
  readonly status: string;
  readonly createdAt: Date;
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
      createdAt: offers.createdAt,
    })
    .from(offers)
    .innerJoin(users, eq(users.id, offers.riderId))
    .where(inArray(offers.orderId, [...orderIds]))
    .orderBy(asc(offers.seq));
}
