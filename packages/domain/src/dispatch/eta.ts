import { distanceMeters } from "../geo/distance.ts";
import type { Location } from "../geo/location.ts";

/** Streets are longer than the crow's way by about this much. */
export const DETOUR_FACTOR = 1.35;
/** Doors, lights and parking included: what a two-wheeler makes in a town. */
export const RIDE_METERS_PER_SECOND = 5.5;
/** From parking to the handed-over bag. */
const HANDOVER_SECONDS = 90;

/** Seconds over the streets where no route is known. */
export function roughTravelSeconds(from: Location, to: Location): number {
  return (distanceMeters(from, to) * DETOUR_FACTOR) / RIDE_METERS_PER_SECOND;
}

export interface RideProgress {
  readonly rider: Location;
  readonly restaurant: Location;
  readonly dropoff: Location;
  readonly pickedUp: boolean;
  /** When the food is, or will be, ready. */
  readonly readyAt: Date | null;
}

/** Minutes until the food is at the door, as a range: a narrow one when the rider is near. */
export function etaMinutes(progress: RideProgress, now: Date): { low: number; high: number } {
  const lastLeg = roughTravelSeconds(progress.pickedUp ? progress.rider : progress.restaurant, progress.dropoff);
  const untilPickUp = progress.pickedUp
    ? 0
    : Math.max(
        roughTravelSeconds(progress.rider, progress.restaurant),
        progress.readyAt === null ? 0 : (progress.readyAt.getTime() - now.getTime()) / 1_000,
      ) + HANDOVER_SECONDS;
  const minutes = (untilPickUp + lastLeg) / 60;
  const low = Math.max(0, Math.floor(minutes * 0.9));
  return { low, high: Math.max(low + 1, Math.ceil(minutes * 1.2)) };
}
