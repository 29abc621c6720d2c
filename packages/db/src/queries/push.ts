import { and, asc, eq, gt, gte, inArray, isNull, lt, lte, ne, notExists, notInArray, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { anyOf } from "../any-of.ts";
import type { DatabaseOrTransaction } from "../client.ts";
import { newId } from "../ids.ts";
import { restaurantStaff, userRoles } from "../schema/identity.ts";
import { opsCities } from "../schema/ops.ts";
import { pushDeliveries, pushSubscriptions, type PushOutcome } from "../schema/push.ts";

export type SubscriptionRow = typeof pushSubscriptions.$inferSelect;
export type DeliveryRow = typeof pushDeliveries.$inferSelect;
type NewDelivery = Omit<typeof pushDeliveries.$inferInsert, "id">;

/**
 * Remembers a browser, or that it is still there; without a word on its language it keeps the one it has. Where somebody else was logged in at it before, it is theirs no more
 * and begins anew, so that nothing of the past is told to the newcomer.
 */
export async function upsertSubscription(
  db: DatabaseOrTransaction,
  subscription: Pick<SubscriptionRow, "userId" | "endpoint" | "p256dh" | "auth" | "app"> & {
    readonly locale: string | undefined;
  },
  now: Date,
): Promise<void> {
  const { userId, endpoint } = subscription;
  await db
    .delete(pushSubscriptions)
    .where(and(eq(pushSubscriptions.endpoint, endpoint), ne(pushSubscriptions.userId, userId)));
  const { p256dh, auth, app, locale } = subscription;
  await db
    .insert(pushSubscriptions)
    .values({ id: newId(), ...subscription, createdAt: now, renewedAt: now })
    .onConflictDoUpdate({
      target: pushSubscriptions.endpoint,
      set: { p256dh, auth, app, locale, failures: 0, renewedAt: now },
    });
}

/** Forgets a browser of this person. What it was, if there was one. */
export async function deleteSubscription(
  db: DatabaseOrTransaction,
  of: { readonly userId: string; readonly endpoint: string },
): Promise<SubscriptionRow | undefined> {
  const [row] = await db
    .delete(pushSubscriptions)
    .where(and(eq(pushSubscriptions.userId, of.userId), eq(pushSubscriptions.endpoint, of.endpoint)))
    .returning();
  return row;
}

export async function deleteSubscriptionById(db: DatabaseOrTransaction, id: string): Promise<void> {
  await db.delete(pushSubscriptions).where(eq(pushSubscriptions.id, id));
}

/** Forgets the browsers that were not heard of since then. Returns how many. */
export async function deleteSubscriptionsBefore(db: DatabaseOrTransaction, renewedBefore: Date): Promise<number> {
  const rows = await db
    .delete(pushSubscriptions)
    .where(lt(pushSubscriptions.renewedAt, renewedBefore))
    .returning({ id: pushSubscriptions.id });
  return rows.length;
}

/** Whose browsers are meant: a person's, those of a restaurant's staff, or those of the operators who see to a city. */
export type Whose = { readonly userId: string } | { readonly staffOf: string } | { readonly opsOf: string };

/** A browser, and of whom it is one. */
export interface OwnedSubscription {
  readonly subscription: SubscriptionRow;
  readonly of: Whose;
}

/** All browsers of all of these, whichever app they have; one that belongs to several comes as often. */
export async function subscriptionsOf(
  db: DatabaseOrTransaction,
  whose: readonly Whose[],
): Promise<readonly OwnedSubscription[]> {
  const people = [...new Set(whose.flatMap((of) => ("userId" in of ? of.userId : [])))];
  const kitchens = [...new Set(whose.flatMap((of) => ("staffOf" in of ? of.staffOf : [])))];
  const cities = [...new Set(whose.flatMap((of) => ("opsOf" in of ? of.opsOf : [])))];
  const found = await Promise.all([
    people.length === 0
      ? []
      : db
          .select()
          .from(pushSubscriptions)
          .where(anyOf(pushSubscriptions.userId, people))
          .then((rows) => rows.map((row) => ({ subscription: row, of: { userId: row.userId } }))),
    kitchens.length === 0
      ? []
      : db
          .select({ subscription: pushSubscriptions, staffOf: restaurantStaff.restaurantId })
          .from(restaurantStaff)
          .innerJoin(pushSubscriptions, eq(pushSubscriptions.userId, restaurantStaff.userId))
          .where(anyOf(restaurantStaff.restaurantId, kitchens))
          .then((rows) => rows.map(({ subscription, staffOf }) => ({ subscription, of: { staffOf } }))),
    cities.length === 0
      ? []
      : db
          .select({ subscription: pushSubscriptions, keptTo: opsCities.cityId })
          .from(userRoles)
          .innerJoin(pushSubscriptions, eq(pushSubscriptions.userId, userRoles.userId))
          .leftJoin(opsCities, eq(opsCities.userId, userRoles.userId))
          .where(and(eq(userRoles.role, "ops"), or(isNull(opsCities.cityId), anyOf(opsCities.cityId, cities))))
          .then((rows) =>
            rows.flatMap(({ subscription, keptTo }) =>
              (keptTo === null ? cities : [keptTo]).map((opsOf) => ({ subscription, of: { opsOf } })),
            ),
          ),
  ]);
  return found.flat();
}

/** Writes what is to be sent; a step that a device was told of before is left as it is. Returns how many are new. */
export async function insertDeliveries(db: DatabaseOrTransaction, deliveries: readonly NewDelivery[]): Promise<number> {
  if (deliveries.length === 0) return 0;
  const rows = await db
    .insert(pushDeliveries)
    .values(deliveries.map((delivery) => ({ id: newId(), ...delivery })))
    .onConflictDoNothing()
    .returning({ id: pushDeliveries.id });
  return rows.length;
}

export interface DueDelivery extends DeliveryRow {
  readonly subscription: SubscriptionRow;
  /** The push service's host, with its port where the endpoint names one. */
  readonly host: string;
}

/**
 * Takes what is due, of whatever expires soonest first, for as long as the lease lasts: nobody else takes it meanwhile, and
 * if the taker dies it is due again. Of one topic a device is told one step after the other: what comes later is left until
 * the earlier one is settled or of no use any more, whoever sends that.
 */
export async function takeDueDeliveries(
  db: DatabaseOrTransaction,
  now: Date,
  {
    limit,
    leaseMs,
    exceptHosts = [],
  }: { readonly limit: number; readonly leaseMs: number; readonly exceptHosts?: readonly string[] },
): Promise<DueDelivery[]> {
  const host = sql<string>`split_part(${pushSubscriptions.endpoint}, '/', 3)`;
  const earlier = alias(pushDeliveries, "earlier");
  return db.transaction(async (tx) => {
    const due = await tx
      .select({ delivery: pushDeliveries, subscription: pushSubscriptions, host })
      .from(pushDeliveries)
      .innerJoin(pushSubscriptions, eq(pushSubscriptions.id, pushDeliveries.subscriptionId))
      .where(
        and(
          isNull(pushDeliveries.settledAt),
          lte(pushDeliveries.dueAt, now),
          exceptHosts.length === 0 ? undefined : notInArray(host, [...exceptHosts]),
          notExists(
            tx
              .select({ id: earlier.id })
              .from(earlier)
              .where(
                and(
                  eq(earlier.subscriptionId, pushDeliveries.subscriptionId),
                  eq(earlier.topic, pushDeliveries.topic),
                  isNull(earlier.settledAt),
                  gt(earlier.expiresAt, now),
                  sql`(${earlier.createdAt}, ${earlier.id}) < (${pushDeliveries.createdAt}, ${pushDeliveries.id})`,
                ),
              ),
          ),
        ),
      )
      .orderBy(asc(pushDeliveries.expiresAt), asc(pushDeliveries.createdAt), asc(pushDeliveries.id))
      .limit(limit)
      .for("update", { of: pushDeliveries, skipLocked: true });
    if (due.length === 0) return [];
    await tx
      .update(pushDeliveries)
      .set({ attempts: sql`${pushDeliveries.attempts} + 1`, dueAt: new Date(now.getTime() + leaseMs) })
      .where(
        inArray(
          pushDeliveries.id,
          due.map(({ delivery }) => delivery.id),
        ),
      );
    return due.map(({ delivery, subscription, host: at }) => ({
      ...delivery,
      attempts: delivery.attempts + 1,
      subscription,
      host: at,
    }));
  });
}

export async function settleDelivery(
  db: DatabaseOrTransaction,
  delivery: Pick<DeliveryRow, "id" | "subscriptionId">,
  outcome: PushOutcome,
  now: Date,
): Promise<void> {
  await db.update(pushDeliveries).set({ settledAt: now, outcome }).where(eq(pushDeliveries.id, delivery.id));
  if (outcome !== "sent") return;
  await db
    .update(pushSubscriptions)
    .set({ lastDeliveredAt: now, failures: 0 })
    .where(eq(pushSubscriptions.id, delivery.subscriptionId));
}

export async function postponeDelivery(db: DatabaseOrTransaction, id: string, dueAt: Date): Promise<void> {
  await db.update(pushDeliveries).set({ dueAt }).where(eq(pushDeliveries.id, id));
}

/** Counts a refusal that was not about the message; a subscription that only ever refuses is of no use. */
export async function countRefusal(db: DatabaseOrTransaction, subscriptionId: string, limit: number): Promise<void> {
  await db
    .update(pushSubscriptions)
    .set({ failures: sql`${pushSubscriptions.failures} + 1` })
    .where(eq(pushSubscriptions.id, subscriptionId));
  await db
    .delete(pushSubscriptions)
    .where(and(eq(pushSubscriptions.id, subscriptionId), gte(pushSubscriptions.failures, limit)));
}

/** Returns how many went. */
export async function deleteDeliveriesBefore(db: DatabaseOrTransaction, before: Date, limit: number): Promise<number> {
  const old = db
    .select({ id: pushDeliveries.id })
    .from(pushDeliveries)
    .where(lt(pushDeliveries.createdAt, before))
    .orderBy(asc(pushDeliveries.createdAt));
  const rows = await db
    .delete(pushDeliveries)
    .where(inArray(pushDeliveries.id, old.limit(limit)))
    .returning({ id: pushDeliveries.id });
  return rows.length;
}
