import { and, asc, eq, inArray, isNotNull, isNull, lt, ne, or, sql } from "drizzle-orm";
import { builtOnce, updateBuiltOnce } from "../built-once.ts";
import type { DatabaseOrTransaction } from "../client.ts";
import { newId } from "../ids.ts";
import { insertRows } from "../insert-rows.ts";
import { orders } from "../schema/orders.ts";
import { payments, refunds, webhookEvents } from "../schema/payments.ts";

export type PaymentRow = typeof payments.$inferSelect;
export type NewPayment = typeof payments.$inferInsert;
export type PaymentChange = Partial<
  Pick<
    PaymentRow,
    | "status"
    | "captured"
    | "refunded"
    | "providerReference"
    | "nextAction"
    | "declineCode"
    | "reviewSince"
    | "reviewReason"
  >
>;

export async function insertPayment(db: DatabaseOrTransaction, payment: NewPayment): Promise<void> {
  await db.insert(payments).values(payment);
}

export async function findPayment(db: DatabaseOrTransaction, paymentId: string): Promise<PaymentRow | undefined> {
  const [row] = await db.select().from(payments).where(eq(payments.id, paymentId));
  return row;
}

/** Keeps others from changing it until the transaction ends. Lock the order first: everybody does, so nobody deadlocks. */
export async function lockPayment(db: DatabaseOrTransaction, paymentId: string): Promise<PaymentRow | undefined> {
  const [row] = await lockById(db).execute({ paymentId });
  return row;
}

const lockById = builtOnce((db) =>
  db
    .select()
    .from(payments)
    .where(eq(payments.id, sql.placeholder("paymentId")))
    .for("update")
    .prepare("lock_payment"),
);

/** The order's last charge; earlier ones were declined or voided. */
export async function findPaymentOfOrder(db: DatabaseOrTransaction, orderId: string): Promise<PaymentRow | undefined> {
  const rows = await ofOrder(db).execute({ orderId });
  return rows.at(-1);
}

const ofOrder = builtOnce((db) =>
  db
    .select()
    .from(payments)
    .where(eq(payments.orderId, sql.placeholder("orderId")))
    .orderBy(asc(payments.id))
    .prepare("payments_of_order"),
);

export async function findPaymentByKey(
  db: DatabaseOrTransaction,
  provider: string,
  idempotencyKey: string,
): Promise<PaymentRow | undefined> {
  const [row] = await db
    .select()
    .from(payments)
    .where(and(eq(payments.provider, provider), eq(payments.idempotencyKey, idempotencyKey)));
  return row;
}

export async function findPaymentByProviderReference(
  db: DatabaseOrTransaction,
  provider: string,
  providerReference: string,
): Promise<PaymentRow | undefined> {
  const [row] = await db
    .select()
    .from(payments)
    .where(and(eq(payments.provider, provider), eq(payments.providerReference, providerReference)));
  return row;
}

/** The payment that a gateway speaks of: by its own id for the charge, else by the key that the charge was asked for with. */
export async function findPaymentOfCharge(
  db: DatabaseOrTransaction,
  provider: string,
  { gatewayId, idempotencyKey }: { readonly gatewayId: string | null; readonly idempotencyKey: string | null },
): Promise<PaymentRow | undefined> {
  const named = await ofCharge(db).execute({ provider, gatewayId, idempotencyKey });
  const found = named.filter((payment) => payment.provider === provider);
  return found.find(({ providerReference }) => providerReference === gatewayId) ?? found[0];
}

// Two look-ups in two indexes. As one condition with an `or`, a plan made while the table was young reads all of it; and so
// would one by a key and its provider, since an index begins with the provider.
const ofCharge = builtOnce((db) =>
  db
    .select()
    .from(payments)
    .where(
      and(
        eq(payments.provider, sql.placeholder("provider")),
        eq(payments.providerReference, sql.placeholder("gatewayId")),
      ),
    )
    .unionAll(
      db
        .select()
        .from(payments)
        .where(eq(payments.idempotencyKey, sql.placeholder("idempotencyKey"))),
    )
    .prepare("payment_of_charge"),
);

export async function updatePayment(
  db: DatabaseOrTransaction,
  paymentId: string,
  change: PaymentChange,
  now: Date,
): Promise<PaymentRow | undefined> {
  const set = { ...change, updatedAt: now };
  const [row] = await changePayment(db, set).execute({ ...set, paymentId });
  return row;
}

const changePayment = updateBuiltOnce("change_payment", (db, set, name) =>
  db
    .update(payments)
    .set(set)
    .where(eq(payments.id, sql.placeholder("paymentId")))
    .returning()
    .prepare(name),
);

/** How long each kind of disagreement may last before the reconciler looks. */
export interface ReconcileAges {
  /** Not yet decided, or waiting for the customer. */
  readonly undecidedBefore: Date;
  /** Recorded as settled one way while the order went the other. */
  readonly settledBefore: Date;
  /** A charge that the gateway did not know is asked for again until it is this old. */
  readonly lostSince: Date;
  /** What a person has to look at is asked about again only if that was before. */
  readonly reviewedBefore: Date;
}

/**
 * Payments whose row and order don't agree, or that are not decided yet, oldest first: undecided; authorised or captured
 * while the order is cancelled; authorised while the food is on its way; and those which the gateway did not know (a
 * request that was held up on the way may have reached it since).
 */
export async function paymentsToReconcile(
  db: DatabaseOrTransaction,
  ages: ReconcileAges,
  limit: number,
): Promise<string[]> {
  const carried = inArray(orders.status, ["PICKED_UP", "DELIVERED"]);
  const rows = await db
    .select({ id: payments.id })
    .from(payments)
    .innerJoin(orders, eq(orders.id, payments.orderId))
    .where(
      and(
        or(isNull(payments.reviewSince), lt(payments.updatedAt, ages.reviewedBefore)),
        or(
          and(inArray(payments.status, ["CREATED", "PENDING"]), lt(payments.updatedAt, ages.undecidedBefore)),
          and(
            lt(payments.updatedAt, ages.undecidedBefore),
            sql`exists (select from ${refunds} where ${refunds.paymentId} = ${payments.id} and ${refunds.status} = 'PENDING')`,
          ),
          and(
            inArray(payments.status, ["AUTHORIZED", "CAPTURED"]),
            eq(orders.status, "CANCELLED"),
            lt(payments.updatedAt, ages.settledBefore),
          ),
          and(
            eq(payments.status, "AUTHORIZED"),
            ne(payments.provider, "cash"),
            carried,
            lt(payments.updatedAt, ages.settledBefore),
          ),
          and(
            eq(payments.status, "AUTHORIZED"),
            eq(orders.status, "DELIVERED"),
            lt(payments.updatedAt, ages.settledBefore),
          ),
          and(
            eq(payments.status, "AUTHORIZED"),
            inArray(orders.status, ["CREATED", "PAYMENT_PENDING"]),
            lt(payments.updatedAt, ages.settledBefore),
          ),
          and(
            eq(payments.status, "VOIDED"),
            isNull(payments.providerReference),
            sql`${payments.createdAt} > ${ages.lostSince.toISOString()}::timestamptz`,
            lt(payments.updatedAt, ages.settledBefore),
          ),
        ),
      ),
    )
    .orderBy(asc(payments.updatedAt))
    .limit(limit);
  return rows.map((row) => row.id);
}

export type RefundRow = typeof refunds.$inferSelect;
export type NewRefund = Omit<typeof refunds.$inferInsert, "id" | "status">;

/** Written before the gateway is asked; asking again under the same key is no second refund. Returns the first one's row. */
export async function insertRefundOnce(db: DatabaseOrTransaction, refund: NewRefund): Promise<RefundRow> {
  await db
    .insert(refunds)
    .values({ id: newId(), ...refund })
    .onConflictDoNothing({ target: refunds.idempotencyKey });
  const [row] = await db.select().from(refunds).where(eq(refunds.idempotencyKey, refund.idempotencyKey));
  if (row === undefined) throw new Error("a refund that was just written is not there");
  return row;
}

/** A payment's refunds, oldest first. */
export async function refundsOfPayment(db: DatabaseOrTransaction, paymentId: string): Promise<RefundRow[]> {
  return refundsOf(db).execute({ paymentId });
}

const refundsOf = builtOnce((db) =>
  db
    .select()
    .from(refunds)
    .where(eq(refunds.paymentId, sql.placeholder("paymentId")))
    .orderBy(asc(refunds.id))
    .prepare("refunds_of_payment"),
);

export async function settleRefund(
  db: DatabaseOrTransaction,
  idempotencyKey: string,
  status: "DONE" | "FAILED",
  now: Date,
): Promise<void> {
  await db.update(refunds).set({ status, updatedAt: now }).where(eq(refunds.idempotencyKey, idempotencyKey));
}

/** Payments that a person has to look at, longest waiting first. */
export async function paymentsForReview(db: DatabaseOrTransaction, limit: number) {
  return db
    .select({ payment: payments, orderNumber: orders.number, orderStatus: orders.status, cityId: orders.cityId })
    .from(payments)
    .innerJoin(orders, eq(orders.id, payments.orderId))
    .where(isNotNull(payments.reviewSince))
    .orderBy(asc(payments.reviewSince))
    .limit(limit);
}

/** How many payments of a city wait for a person. */
export async function countReviews(db: DatabaseOrTransaction, cityId: string): Promise<number> {
  const [row] = await db
    .select({ count: sql<number>`count(*)`.mapWith(Number) })
    .from(payments)
    .innerJoin(orders, eq(orders.id, payments.orderId))
    .where(and(isNotNull(payments.reviewSince), eq(orders.cityId, cityId)));
  return row?.count ?? 0;
}

export interface NewWebhookEvent {
  readonly provider: string;
  readonly eventId: string;
  readonly type: string;
  readonly payload: Record<string, unknown>;
  /** Where it is processed with this. */
  readonly processedAt: Date | null;
}

/** Keeps the event. True while it has not been processed to its end, be it new or left half-done by a crash. */
export async function takeWebhookEvent(db: DatabaseOrTransaction, event: NewWebhookEvent): Promise<boolean> {
  const [row] = await db
    .insert(webhookEvents)
    .values({ id: newId(), ...event })
    .onConflictDoUpdate({
      target: [webhookEvents.provider, webhookEvents.eventId],
      set: { processedAt: sql`coalesce(${webhookEvents.processedAt}, excluded.processed_at)` },
    })
    .returning({ processedAt: webhookEvents.processedAt });
  return row?.processedAt === null;
}

/** Keeps events that are processed with this, in one statement. Each is there once. */
export async function takeProcessedEvents(
  db: DatabaseOrTransaction,
  events: readonly NewWebhookEvent[],
): Promise<void> {
  const rows = events.map((event) => ({ id: newId(), receivedAt: new Date(), ...event }));
  await db.execute(sql`
    ${insertRows(webhookEvents, rows)}
    on conflict (provider, event_id)
      do update set processed_at = coalesce(webhook_events.processed_at, excluded.processed_at)`);
}

export async function markWebhookProcessed(
  db: DatabaseOrTransaction,
  provider: string,
  eventId: string,
  now: Date,
): Promise<void> {
  await db
    .update(webhookEvents)
    .set({ processedAt: now })
    .where(and(eq(webhookEvents.provider, provider), eq(webhookEvents.eventId, eventId)));
}
