import type { CarriedOrder, TravelSeconds } from "./city.ts";
import type { ServiceSeconds } from "./policy.ts";
import { stopsInOrder } from "./stops.ts";

/** A ride under way, with its place on its rider's route. */
export interface RideUnderWay<Place> extends CarriedOrder<Place> {
  readonly pickupOrder: number;
  readonly dropOrder: number;
  readonly isAtDoor?: boolean;
}

/** What a route takes: the ways, the doors, and the rider's vehicle. */
export interface RoutePace<Place> {
  readonly travel: TravelSeconds<Place>;
  readonly service: ServiceSeconds;
  readonly slowness: number;
}

/** When each order of a route is handed over, and when and where its rider is free again. Seconds since the epoch. */
export interface RouteTimes<Place> {
  readonly doors: ReadonlyMap<string, number>;
  readonly end: number;
  readonly endPlace: Place;
}

/** How a rider's route goes if they set out from `at` now and keep to the plan. */
export function routeTimes<Place>(
  at: Place,
  now: Date,
  rides: readonly RideUnderWay<Place>[],
  { travel, service, slowness }: RoutePace<Place>,
): RouteTimes<Place> {
  const of = new Map(rides.map((ride) => [ride.orderId, ride]));
  const doors = new Map<string, number>();
  let place = at;
  let time = now.getTime() / 1_000;
  for (const { kind, rideIds } of stopsInOrder(rides.map((ride) => ({ ...ride, rideId: ride.orderId })))) {
    const here = rideIds.map((orderId) => of.get(orderId)!);
    const next = kind === "pickup" ? here[0]!.pickup : here[0]!.dropoff;
    time += travel(place, next) * slowness;
    if (kind === "pickup") {
      const ready = Math.max(...here.map(({ readyAt }) => readyAt.getTime() / 1_000));
      time = Math.max(time + service.beforePickup, ready) + service.afterPickup;
    } else {
      time += service.beforeDropoff;
      doors.set(here[0]!.orderId, time);
      time += service.afterDropoff;
    }
    place = next;
  }
  return { doors, end: time, endPlace: place };
}

/** When and where a rider has done all that they carry. */
export function routeEnd<Place>(
  at: Place,
  now: Date,
  rides: readonly RideUnderWay<Place>[],
  pace: RoutePace<Place>,
): { readonly freeAt: Date; readonly freePlace: Place } {
  const { end, endPlace } = routeTimes(at, now, rides, pace);
  return { freeAt: new Date(Math.round(end * 1_000)), freePlace: endPlace };
}
