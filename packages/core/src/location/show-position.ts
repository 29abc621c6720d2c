import { rideEta } from "@tiffin/domain/eta/ride";
import type { PositionFeed } from "./position-feed.ts";
import type { RiderSheet } from "./rider-sheet.ts";
import type { LivePoint } from "./take-points.ts";

/** Shows a live position to whoever follows the orders that the rider carries, and to nobody else. `now` in ms. */
export function showPosition(feed: PositionFeed, { riderId, rides }: RiderSheet, live: LivePoint, now: number): void {
  const { fix, heading, speed, seq } = live;
  for (const ride of rides) {
    feed.publish(ride.orderId, riderId, () => ({
      lat: fix.lat,
      lng: fix.lng,
      heading,
      speed,
      recordedAt: new Date(fix.at).toISOString(),
      seq,
      etaMinutes: rideEta(
        {
          rider: fix,
          restaurant: ride.restaurant,
          dropoff: ride.dropoff,
          pickedUp: ride.status === "PICKED_UP" || ride.status === "AT_CUSTOMER",
          readyAt: ride.readyAt === null ? null : new Date(ride.readyAt),
        },
        new Date(now),
      ),
    }));
  }
}
