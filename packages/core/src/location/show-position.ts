import type { PositionFeed } from "./position-feed.ts";
import { carriedEta } from "./ride-eta.ts";
import type { RiderSheet } from "./rider-sheet.ts";
import { routesOver, type CityRoutes } from "./streets/city-routes.ts";
import type { LivePoint } from "./take-points.ts";

export interface ShowServices {
  readonly feed: PositionFeed;
  /** A city's streets as this process has them now; without it arrivals are told by the crow's flight. */
  readonly routesNow?: (cityId: string, now: Date) => CityRoutes;
}

const withoutStreets = routesOver(undefined);

/** Shows a live position to whoever follows the orders that the rider carries, and to nobody else. `now` in ms. */
export function showPosition({ feed, routesNow }: ShowServices, sheet: RiderSheet, live: LivePoint, now: number): void {
  const { fix, heading, speed, seq } = live;
  for (const { orderId } of sheet.rides) {
    feed.publish(orderId, sheet.riderId, () => ({
      lat: fix.lat,
      lng: fix.lng,
      heading,
      speed,
      recordedAt: new Date(fix.at).toISOString(),
      seq,
      etaMinutes: carriedEta(routesNow?.(sheet.cityId, new Date(now)) ?? withoutStreets, sheet, orderId, fix, now),
    }));
  }
}
