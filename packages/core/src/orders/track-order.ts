import type { OrderRow } from "@tiffin/db/queries/order-lifecycle";
import type { EtaRange } from "@tiffin/domain/eta/estimate";
import type { Location } from "@tiffin/domain/geo/location";
import { channels } from "@tiffin/domain/wire/live";
import type { Track } from "@tiffin/domain/wire/orders";
import { findCarriedEta, livePosition, readSheets } from "../location/index.ts";
import { orderFor } from "./access.ts";
import { orderEta } from "./order-eta.ts";
import { etaWire, orderWire } from "./order-wire.ts";
import type { OrderServices, Viewer } from "./services.ts";

/** An order with its rider's live position while he carries it, and where to listen for more. @throws DomainError NOT_FOUND */
export async function trackOrder(services: OrderServices, viewer: Viewer, orderId: string, now: Date): Promise<Track> {
  const { record, isCustomer } = await orderFor(services, viewer, orderId);
  const { order, restaurant, rider } = record;
  const carried = order.status === "ASSIGNED" || order.status === "READY" || order.status === "PICKED_UP";
  const position =
    carried && order.riderId !== null ? await livePosition(services.redis, order.riderId, now).catch(() => null) : null;

  const dropoff = { lat: order.dropoffLat, lng: order.dropoffLng };
  const door = { lat: restaurant.lat, lng: restaurant.lng };
  const nextStop = order.status === "PICKED_UP" ? dropoff : door;
  const route = position === null ? null : await services.findRoute(order.cityId, position.location, nextStop);
  const eta =
    (position === null ? null : await seenFrom(services, order, position.location, now)) ?? orderEta(order, now);
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
