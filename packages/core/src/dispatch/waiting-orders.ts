import { and, desc, eq, gte, inArray, isNull, sql } from "drizzle-orm";
import { anyOf } from "@tiffin/db/any-of";
import { isPendingOffer } from "@tiffin/db/queries/dispatch-conditions";
import type { Database } from "@tiffin/db/client";
import type { OrderRow } from "@tiffin/db/queries/order-lifecycle";
import { restaurants } from "@tiffin/db/schema/catalog";
import { offers } from "@tiffin/db/schema/dispatch";
import { orderEvents, orders } from "@tiffin/db/schema/orders";
import type { CityOrder } from "@tiffin/domain/dispatch/city";
import type { Location } from "@tiffin/domain/geo/location";
import type { DispatchSettings } from "./services.ts";

/** What a round wants to know of an order: its row has forty columns, and a rush's round reads hundreds of them. */
export const plannedOf = {
  id: orders.id,
  restaurantId: orders.restaurantId,
  dropoffLat: orders.dropoffLat,
  dropoffLng: orders.dropoffLng,
  placedAt: orders.placedAt,
  readyAt: orders.readyAt,
  acceptedAt: orders.acceptedAt,
  prepMinutes: orders.prepMinutes,
  promisedHighAt: orders.promisedHighAt,
};

/** At most so many orders are planned at once: beyond it, the longest waiting come first. */
const MAX_ORDERS = 500;

/** The city's confirmed orders that nobody carries and nobody is being asked about. */
export async function waitingOrders(
  db: Database,
  cityId: string,
  settings: DispatchSettings,
  now: Date,
): Promise<CityOrder<Location>[]> {
  const rows = await db
    .select({ order: plannedOf, lat: restaurants.lat, lng: restaurants.lng })
    .from(orders)
    .innerJoin(restaurants, eq(restaurants.id, orders.restaurantId))
    .leftJoin(offers, and(eq(offers.orderId, orders.id), isPendingOffer))
    .where(and(eq(orders.cityId, cityId), eq(orders.status, "CONFIRMED"), isNull(offers.id)))
    .orderBy(orders.placedAt)
    .limit(MAX_ORDERS);
  const ids = rows.map(({ order }) => order.id);
  if (ids.length === 0) return [];
  const [since, asked] = await Promise.all([waitingSince(db, ids), askedRecently(db, ids, now)]);
  // One place for each restaurant: the ways to it are asked for once.
  const doors = new Map<string, Location>();
  return rows.map(({ order, lat, lng }) => {
    const ofOrder = asked.filter((offer) => offer.orderId === order.id);
    const askedBefore: Record<string, number> = {};
    for (const { riderId } of ofOrder) askedBefore[riderId] = (askedBefore[riderId] ?? 0) + 1;
    const pickup = doors.get(order.restaurantId) ?? { lat, lng };
    doors.set(order.restaurantId, pickup);
    return {
      orderId: order.id,
      restaurantId: order.restaurantId,
      pickup,
      dropoff: { lat: order.dropoffLat, lng: order.dropoffLng },
      placedAt: order.placedAt,
      waitingSince: since.get(order.id) ?? order.placedAt,
      ...expectedReady(order, now),
      promisedAt: order.promisedHighAt,
      askedBefore,
      declinedBy: unwilling(ofOrder, settings, now),
    };
  });
}

/** Riders who said no to an order, or nothing, so lately that somebody else is to be asked. */
function unwilling(
  asked: Awaited<ReturnType<typeof askedRecently>>,
  { declineCoolOffSeconds, ignoreCoolOffSeconds }: DispatchSettings,
  now: Date,
): string[] {
  const ignored = new Map<string, number>();
  for (const { riderId, status } of asked) {
    if (status === "EXPIRED") ignored.set(riderId, (ignored.get(riderId) ?? 0) + 1);
  }
  return asked
    .filter(({ riderId, status, settledAt }) => {
      const seconds =
        status === "DECLINED"
          ? declineCoolOffSeconds
          : status === "EXPIRED"
            ? ignoreCoolOffSeconds * (ignored.get(riderId) ?? 1)
            : 0;
      return settledAt !== null && settledAt.getTime() > now.getTime() - seconds * 1_000;
    })
    .map(({ riderId }) => riderId);
}

/** How far off a kitchen may be that has not even looked at the order, and one that has said how long it needs. */
const UNSEEN_SPREAD_SECONDS = 300;
const PREP_SPREAD_SHARE = 0.2;

/** When the food is ready, as far as the kitchen has said; one that is late by its own word has it any moment. */
export function expectedReady(
  { readyAt, acceptedAt, prepMinutes }: Pick<OrderRow, "readyAt" | "acceptedAt" | "prepMinutes">,
  now: Date,
): { readonly readyAt: Date; readonly readySpreadSeconds: number } {
  if (readyAt !== null) return { readyAt, readySpreadSeconds: 0 };
  const said = new Date((acceptedAt ?? now).getTime() + prepMinutes * 60_000);
  return {
    readyAt: said > now ? said : now,
    readySpreadSeconds: acceptedAt === null ? UNSEEN_SPREAD_SECONDS : PREP_SPREAD_SHARE * prepMinutes * 60,
  };
}

/** When each order was confirmed, or lost its rider, last. */
async function waitingSince(db: Database, orderIds: readonly string[]): Promise<Map<string, Date>> {
  const rows = await db
    .selectDistinctOn([orderEvents.orderId], { orderId: orderEvents.orderId, at: orderEvents.at })
    .from(orderEvents)
    .where(and(anyOf(orderEvents.orderId, orderIds), inArray(orderEvents.type, ["confirmed", "unassigned"])))
    .orderBy(orderEvents.orderId, desc(orderEvents.seq));
  return new Map(rows.map(({ orderId, at }) => [orderId, at]));
}

async function askedRecently(db: Database, orderIds: readonly string[], now: Date) {
  return db
    .select({ orderId: offers.orderId, riderId: offers.riderId, status: offers.status, settledAt: offers.settledAt })
    .from(offers)
    .where(
      and(
        anyOf(offers.orderId, orderIds),
        gte(offers.createdAt, sql`${now.toISOString()}::timestamptz - interval '30 minutes'`),
      ),
    );
}
