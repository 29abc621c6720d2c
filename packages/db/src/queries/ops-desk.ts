import { and, asc, eq, ilike, inArray, isNull, sql } from "drizzle-orm";
import { isActiveRide, isPendingOffer } from "./dispatch-conditions.ts";
import { stuckReason } from "./ops.ts";
import type { DatabaseOrTransaction } from "../client.ts";
import { restaurants } from "../schema/catalog.ts";
import { offers, riders, rides } from "../schema/dispatch.ts";
import { users } from "../schema/identity.ts";
import { ledgerPostings, ledgerTransactions } from "../schema/ledger.ts";
import { orders } from "../schema/orders.ts";
import { payments } from "../schema/payments.ts";

/** Every charge of an order, oldest first: the last is the one that counts. */
export async function chargesOfOrder(db: DatabaseOrTransaction, orderId: string) {
  return db.select().from(payments).where(eq(payments.orderId, orderId)).orderBy(asc(payments.id));
}

/** What the ledger says of an order, in the order of posting. */
export async function postingsOfOrder(db: DatabaseOrTransaction, orderId: string) {
  return db
    .select({
      transactionId: ledgerTransactions.id,
      kind: ledgerTransactions.kind,
      at: ledgerTransactions.at,
      account: ledgerPostings.account,
      amount: ledgerPostings.amount,
    })
    .from(ledgerTransactions)
    .innerJoin(ledgerPostings, eq(ledgerPostings.transactionId, ledgerTransactions.id))
    .where(eq(ledgerTransactions.orderId, orderId))
    .orderBy(asc(ledgerTransactions.at), asc(ledgerTransactions.id), asc(ledgerPostings.position));
}

/** People by id, as somebody who has to ring them needs them. */
export async function peopleById(
  db: DatabaseOrTransaction,
  ids: readonly string[],
): Promise<Map<string, { readonly name: string; readonly phone: string }>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({ id: users.id, name: users.name, phone: users.phone })
    .from(users)
    .where(inArray(users.id, [...ids]));
  return new Map(rows.map(({ id, ...person }) => [id, person]));
}

export interface OnShift {
  readonly id: string;
  readonly name: string;
  readonly phone: string;
  readonly vehicle: string;
  readonly onlineSince: Date | null;
  readonly offersMade: number;
  readonly offersAccepted: number;
}

/** A city's riders on shift, by name. */
export async function ridersOnShift(db: DatabaseOrTransaction, cityId: string, limit: number): Promise<OnShift[]> {
  return db
    .select({
      id: riders.userId,
      name: users.name,
      phone: users.phone,
      vehicle: riders.vehicle,
      onlineSince: riders.onlineSince,
      offersMade: riders.offersMade,
      offersAccepted: riders.offersAccepted,
    })
    .from(riders)
    .innerJoin(users, eq(users.id, riders.userId))
    .where(and(eq(riders.cityId, cityId), eq(riders.online, true)))
    .orderBy(users.name, riders.userId)
    .limit(limit);
}

/** The orders that these riders have in hand. */
export async function ordersInHand(db: DatabaseOrTransaction, riderIds: readonly string[]) {
  if (riderIds.length === 0) return [];
  return db
    .select({ riderId: rides.riderId, orderId: rides.orderId, orderNumber: orders.number, status: rides.status })
    .from(rides)
    .innerJoin(orders, eq(orders.id, rides.orderId))
    .where(and(inArray(rides.riderId, [...riderIds]), isActiveRide));
}

/** Which of these riders are being asked about something now. */
export async function ridersBeingAsked(db: DatabaseOrTransaction, riderIds: readonly string[]): Promise<Set<string>> {
  if (riderIds.length === 0) return new Set();
  const rows = await db
    .select({ riderId: offers.riderId })
    .from(offers)
    .where(and(inArray(offers.riderId, [...riderIds]), isPendingOffer));
  return new Set(rows.map(({ riderId }) => riderId));
}

export async function findRiderCity(db: DatabaseOrTransaction, riderId: string): Promise<string | undefined> {
  const [row] = await db.select({ cityId: riders.cityId }).from(riders).where(eq(riders.userId, riderId));
  return row?.cityId;
}

export interface DeskKitchen {
  readonly id: string;
  readonly name: string;
  readonly line1: string;
  readonly phone: string | null;
  readonly acceptingOrders: boolean;
  readonly pausedUntil: Date | null;
  /** Paid orders that the kitchen has not handed over yet. */
  readonly openOrders: number;
}

const countOpen = sql`(select count(*) from ${orders} where ${orders.restaurantId} = ${restaurants.id}
  and ${orders.status} in ('CONFIRMED', 'ASSIGNED', 'READY'))`;
// Nested, because Drizzle leaves the tables' names out of a field's outermost columns when it selects from one table.
const openOrders = sql<number>`${countOpen}`.mapWith(Number);

const kitchenColumns = {
  id: restaurants.id,
  name: restaurants.name,
  line1: restaurants.line1,
  phone: restaurants.phone,
  acceptingOrders: restaurants.acceptingOrders,
  pausedUntil: restaurants.pausedUntil,
  openOrders,
};

/** A city's restaurants: those with open orders and those that are paused first, then by name. */
export async function deskKitchens(
  db: DatabaseOrTransaction,
  cityId: string,
  search: string | undefined,
  now: Date,
  limit: number,
): Promise<DeskKitchen[]> {
  const { id, name, acceptingOrders, pausedUntil } = restaurants;
  const isPaused = sql`(not ${acceptingOrders} or coalesce(${pausedUntil} > ${now.toISOString()}::timestamptz, false))`;
  return db
    .select(kitchenColumns)
    .from(restaurants)
    .where(
      and(
        eq(restaurants.cityId, cityId),
        isNull(restaurants.deletedAt),
        search === undefined ? undefined : ilike(name, `%${search.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`),
      ),
    )
    .orderBy(sql`${openOrders} desc`, sql`${isPaused} desc`, name, id)
    .limit(limit);
}

export async function findDeskKitchen(
  db: DatabaseOrTransaction,
  restaurantId: string,
): Promise<(DeskKitchen & { readonly cityId: string }) | undefined> {
  const [row] = await db
    .select({ ...kitchenColumns, cityId: restaurants.cityId })
    .from(restaurants)
    .where(and(eq(restaurants.id, restaurantId), isNull(restaurants.deletedAt)));
  return row;
}

/** Paid orders on their way from the kitchen to the door, oldest first, with the places that they are between. */
export async function deskPlaces(db: DatabaseOrTransaction, cityId: string, now: Date, limit: number) {
  return db
    .select({
      orderId: orders.id,
      number: orders.number,
      status: orders.status,
      placedAt: orders.placedAt,
      stuck: stuckReason(now),
      riderId: orders.riderId,
      lat: orders.dropoffLat,
      lng: orders.dropoffLng,
      restaurantId: restaurants.id,
      restaurantName: restaurants.name,
      restaurantLat: restaurants.lat,
      restaurantLng: restaurants.lng,
    })
    .from(orders)
    .innerJoin(restaurants, eq(restaurants.id, orders.restaurantId))
    .where(and(eq(orders.cityId, cityId), inArray(orders.status, ["CONFIRMED", "ASSIGNED", "READY", "PICKED_UP"])))
    .orderBy(asc(orders.placedAt), asc(orders.id))
    .limit(limit);
}

/** Whether a restaurant takes orders; false when there is no such restaurant (any more). */
export async function setPause(
  db: DatabaseOrTransaction,
  restaurantId: string,
  pause: { readonly acceptingOrders: boolean; readonly pausedUntil: Date | null },
  now: Date,
): Promise<boolean> {
  const rows = await db
    .update(restaurants)
    .set({ ...pause, updatedAt: now })
    .where(and(eq(restaurants.id, restaurantId), isNull(restaurants.deletedAt)))
    .returning({ id: restaurants.id });
  return rows.length > 0;
}
