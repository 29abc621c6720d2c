import { and, eq, isNull, sql } from "drizzle-orm";
import { builtOnce } from "@tiffin/db/built-once";
import { isConfirmed, isPendingOffer } from "@tiffin/db/queries/dispatch-conditions";
import type { Database } from "@tiffin/db/client";
import type { OrderRow } from "@tiffin/db/queries/order-lifecycle";
import { restaurants } from "@tiffin/db/schema/catalog";
import { offers } from "@tiffin/db/schema/dispatch";
import { orders } from "@tiffin/db/schema/orders";
import type { CityOrder } from "@tiffin/domain/dispatch/city";
import type { Location } from "@tiffin/domain/geo/location";
import { searchSpan, secondsToGiveUp } from "./search-span.ts";
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

/**
 * The city's confirmed orders that nobody carries and nobody is being asked about. None while nobody could be asked: in a
 * rush it is riders that are few and orders that are many.
 */
export async function waitingOrders(
  db: Database,
  cityId: string,
  settings: DispatchSettings,
  now: Date,
): Promise<CityOrder<Location>[]> {
  const { policy } = settings;
  const room = policy.kind === "planner" ? policy.bundles.maxOrders : 1;
  const rows = await waitingInCity(db).execute({ cityId, room, now: now.toISOString() });
  // One place for each restaurant: the ways to it are asked for once.
  const doors = new Map<string, Location>();
  // What is to be given up is asked about no more: the question that is open is the last.
  const searched = rows.filter(({ span }) => secondsToGiveUp(span, settings, now) > 0);
  return searched.map(({ order, lat, lng, span, asked, gaveBack }) => {
    const askedBefore: Record<string, number> = {};
    for (const { riderId } of asked) askedBefore[riderId] = (askedBefore[riderId] ?? 0) + 1;
    const pickup = doors.get(order.restaurantId) ?? { lat, lng };
    doors.set(order.restaurantId, pickup);
    return {
      orderId: order.id,
      restaurantId: order.restaurantId,
      pickup,
      dropoff: { lat: order.dropoffLat, lng: order.dropoffLng },
      placedAt: order.placedAt,
      waitingSince: span.searchedSince,
      ...expectedReady(order, now),
      promisedAt: order.promisedHighAt,
      askedBefore,
      declinedBy: [...unwilling(asked, settings, now), ...passedOn(gaveBack, settings, now)],
    };
  });
}

/** A question about an order that was asked lately; `settledAt` in milliseconds since the epoch. */
interface Asked {
  readonly riderId: string;
  readonly status: (typeof offers.$inferSelect)["status"];
  readonly settledAt: number | null;
}

const askedLately = sql<Asked[]>`coalesce((
  select json_agg(json_build_object(
    'riderId', rider_id, 'status', status, 'settledAt', extract(epoch from settled_at) * 1000))
  from offers asked
  where asked.order_id = ${orders.id}
    and asked.created_at >= ${sql.placeholder("now")}::timestamptz - interval '30 minutes'), '[]')`;

/** Who could not go on with it, or had it taken away by an operator; moments in milliseconds since the epoch. */
const gaveBack = sql<{ readonly riderId: string; readonly at: number }[]>`coalesce((
  select json_agg(json_build_object('riderId', data->>'riderId', 'at', extract(epoch from at) * 1000))
  from order_events
  where order_id = ${orders.id} and type = 'unassigned'
    and (data->>'reason' like 'cant_deliver:%' or data->>'reason' = 'reassigned')), '[]')`;

/** Somebody of the city is on shift without an open offer, and has nothing to do or could fetch more on the way. */
const somebodyCanBeAsked = sql`exists (
  select from riders r
  cross join lateral (
    select count(*) as orders, count(*) filter (where status in ('PICKED_UP', 'AT_CUSTOMER')) as on_board
    from rides
    where rider_id = r.user_id and status in ('ASSIGNED', 'AT_RESTAURANT', 'PICKED_UP', 'AT_CUSTOMER')
  ) load
  where r.city_id = ${sql.placeholder("cityId")} and r.online
    and not exists (select from offers where rider_id = r.user_id and status = 'PENDING')
    and (load.orders = 0 or (load.on_board = 0 and load.orders < ${sql.placeholder("room")}::int)))`;

const waitingInCity = builtOnce((db) =>
  db
    .select({
      order: plannedOf,
      lat: restaurants.lat,
      lng: restaurants.lng,
      span: searchSpan,
      asked: askedLately,
      gaveBack,
    })
    .from(orders)
    .innerJoin(restaurants, eq(restaurants.id, orders.restaurantId))
    .leftJoin(offers, and(eq(offers.orderId, orders.id), isPendingOffer))
    .where(and(eq(orders.cityId, sql.placeholder("cityId")), isConfirmed, isNull(offers.id), somebodyCanBeAsked))
    .orderBy(orders.placedAt)
    .limit(MAX_ORDERS)
    .prepare("waiting_in_city"),
);

/** Riders who said no to an order, or nothing, so lately that somebody else is to be asked. */
function unwilling(
  asked: readonly Asked[],
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
      return settledAt !== null && settledAt > now.getTime() - seconds * 1_000;
    })
    .map(({ riderId }) => riderId);
}

/** Riders who had it and gave it back so lately that somebody else is to be asked. */
function passedOn(
  gaveBack: readonly { readonly riderId: string; readonly at: number }[],
  { gaveBackCoolOffSeconds }: DispatchSettings,
  now: Date,
): string[] {
  const since = now.getTime() - gaveBackCoolOffSeconds * 1_000;
  return gaveBack.filter(({ at }) => at > since).map(({ riderId }) => riderId);
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
