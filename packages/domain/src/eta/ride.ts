import { distanceMeters } from "../geo/distance.ts";
import type { Location } from "../geo/location.ts";
import { estimateDelivery, streetMeters, travelSeconds, type EtaRange } from "./estimate.ts";

/** Seconds between two places where no route is known. */
export function roughTravelSeconds(from: Location, to: Location): number {
  return travelSeconds(streetMeters(distanceMeters(from, to)));
}

export interface RideProgress {
  readonly rider: Location;
  readonly restaurant: Location;
  readonly dropoff: Location;
  readonly pickedUp: boolean;
  /** When the food is, or is promised to be, ready. */
  readonly readyAt: Date | null;
}

/** When the food is at the door, seen from a rider's live position: cheap enough for every ping. */
export function rideEta({ rider, restaurant, dropoff, pickedUp, readyAt }: RideProgress, now: Date): EtaRange {
  if (pickedUp) return estimateDelivery(0, roughTravelSeconds(rider, dropoff));
  const kitchen = readyAt === null ? 0 : (readyAt.getTime() - now.getTime()) / 1_000;
  // The rider rides while the kitchen cooks: whichever takes longer counts.
  return estimateDelivery(
    Math.max(kitchen, roughTravelSeconds(rider, restaurant)),
    roughTravelSeconds(restaurant, dropoff),
  );
}
