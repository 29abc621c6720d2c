import type { CantDeliverReason } from "@tiffin/domain/ride/cant-deliver";
import type { CurrentRides, Ride } from "@tiffin/domain/wire/riders";

/** What a rider has said about a ride, with the time at which it was said; the server may hear it later. */
export type Tap = {
  readonly rideId: string;
  readonly orderNumber: string;
  /** By the server's clock, RFC 3339. */
  readonly at: string;
} & (
  | { readonly action: "arrived" }
  | { readonly action: "pickedUp" }
  | { readonly action: "delivered"; readonly pin?: string }
  | { readonly action: "cantDeliver"; readonly reason: CantDeliverReason }
);
export type KeptTap = Tap & { readonly id: number };

/** Whether its rider is free of the ride once this is taken. */
export const endsRide = ({ action }: Pick<Tap, "action">): boolean =>
  action === "delivered" || action === "cantDeliver";

/** What the rider has to do once these taps are believed; those that don't fit any more change nothing. */
export function withTaps<Current extends Pick<CurrentRides, "rides" | "stops">>(
  current: Current,
  taps: readonly Tap[],
): Current {
  if (taps.length === 0) return current;
  const rides = current.rides.flatMap((ride) => {
    const after = taps.filter(({ rideId }) => rideId === ride.id).reduce<Ride | null>(step, ride);
    return after === null ? [] : [after];
  });
  const toFetch = new Set(rides.filter(isBeforePickUp).map(({ id }) => id));
  const carried = new Set(rides.map(({ id }) => id));
  const stops = current.stops.flatMap((stop) => {
    const left = stop.rideIds.filter((id) => (stop.kind === "pickup" ? toFetch : carried).has(id));
    return left.length === 0 ? [] : [{ ...stop, rideIds: left }];
  });
  return { ...current, rides, stops };
}

function step(ride: Ride | null, tap: Tap): Ride | null {
  if (ride === null) return null;
  switch (tap.action) {
    case "arrived":
      if (ride.status === "ASSIGNED") return { ...ride, status: "AT_RESTAURANT" };
      return ride.status === "PICKED_UP" ? { ...ride, status: "AT_CUSTOMER" } : ride;
    case "pickedUp":
      if (!isBeforePickUp(ride)) return ride;
      return { ...ride, status: "PICKED_UP", orderStatus: "PICKED_UP", route: unknownWay(ride) };
    case "delivered":
    case "cantDeliver":
      return null;
    default:
      return tap satisfies never;
  }
}

const isBeforePickUp = ({ status }: Ride): boolean => status === "ASSIGNED" || status === "AT_RESTAURANT";

/** About a rider's pace through a town. */
const METERS_A_SECOND = 5.5;

/** Only the server knows the streets: until it answers, the way is as long as the order's. */
function unknownWay({ distanceMeters }: Ride): Ride["route"] {
  const durationSeconds = Math.round(distanceMeters / METERS_A_SECOND);
  return { to: "customer", distanceMeters, durationSeconds, polyline: [] };
}
