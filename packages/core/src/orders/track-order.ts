import type { OrderRow } from "@tiffin/db/queries/order-lifecycle";
import type { OrderRecord } from "@tiffin/db/queries/orders";
import type { EtaRange } from "@tiffin/domain/eta/estimate";
import type { Location } from "@tiffin/domain/geo/location";
import { channels } from "@tiffin/domain/wire/live";
import type { Track } from "@tiffin/domain/wire/orders";
import { findCarriedEta, lastPositions, readSheets, SILENT_AFTER_MS, type RiderPosition } from "../location/index.ts";
import { orderFor } from "./access.ts";
import { orderEta } from "./order-eta.ts";
import { etaWire, orderWire } from "./order-wire.ts";
import type { OrderServices, Viewer } from "./services.ts";

/** An order with its rider's last position while they carry it, and where to listen for more. @throws DomainError NOT_FOUND */
export async function trackOrder(services: OrderServices, viewer: Viewer, orderId: string, now: Date): Promise<Track> {
  const { record, isCustomer } = await orderFor(services, viewer, orderId);
  const { order, restaurant, rider } = record;
  const position = await lastSeen(services, record);
  const isLive = position !== null && now.getTime() - position.recordedAt.getTime() <= SILENT_AFTER_MS;

  const dropoff = { lat: order.dropoffLat, lng: order.dropoffLng };
  const door = { lat: restaurant.lat, lng: restaurant.lng };
  const nextStop = order.status === "PICKED_UP" ? dropoff : door;
  const route = position === null ? null : await services.findRoute(order.cityId, position.location, nextStop);
  // From where somebody was a while ago it would stay as long as it was then.
  const eta = (isLive ? await seenFrom(services, order, position.location, now) : null) ?? orderEta(order, now);
  return {
    order: orderWire(record, { isCustomer, eta }, now),
    ...(position === null || rider === null
      ? {}
      : {
          rider: {
            name: rider.name,
            location: position.location,
            recordedAt: position.recordedAt.toISOString(),
            heading: position.heading,
            seq: position.seq,
          },
        }),
    eta: etaWire(eta, now),
    ...(route === null ? {} : { route: route.polyline.map(([lng, lat]) => [lng, lat] as [number, number]) }),
    stream: services.realtime.stream(
      channels.order(orderId),
      new URL("/v1/live/auth", services.config.urls.gatewayPublic).href,
    ),
  };
}

/**
 * Where the rider was last, however long ago: a phone that fell silent is shown with its time. Where they were before they
 * had this order is not the customer's business.
 */
async function lastSeen(
  { redis }: Pick<OrderServices, "redis">,
  { order: { status, riderId }, events }: Pick<OrderRecord, "order" | "events">,
): Promise<RiderPosition | null> {
  const isCarried = status === "ASSIGNED" || status === "READY" || status === "PICKED_UP";
  if (!isCarried || riderId === null) return null;
  const position = (await lastPositions(redis, [riderId]).catch(() => null))?.get(riderId);
  const assignedAt = events.findLast(({ type }) => type === "assigned")?.at;
  if (position === undefined || assignedAt === undefined) return null;
  return position.recordedAt.getTime() < assignedAt.getTime() - SILENT_AFTER_MS ? null : position;
}

/** What the live channel says as well, of the same rides and the same position. */
async function seenFrom(
  { db, findTravel }: Pick<OrderServices, "db" | "findTravel">,
  { id, riderId }: OrderRow,
  rider: Location,
  now: Date,
): Promise<EtaRange | null> {
  const [sheet] = riderId === null ? [] : await readSheets(db, [riderId]);
  return sheet === undefined ? null : findCarriedEta(findTravel, sheet, id, rider, now.getTime());
}
