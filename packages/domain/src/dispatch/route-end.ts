import type { CarriedOrder, TravelSeconds } from "./city.ts";
import type { ServiceSeconds } from "./policy.ts";
import { stopsInOrder } from "./stops.ts";

/** A ride under way, with its place on its rider's route. */
export interface RideUnderWay<Place> extends CarriedOrder<Place> {
  readonly pickupOrder: number;
  readonly dropOrder: number;
}

/**
 * When and where a rider has done all that they carry, if they go from `at` now and keep to the plan. `slowness` is their
 * vehicle's.
 */
export function routeEnd<Place>(
  at: Place,
  now: Date,
  rides: readonly RideUnderWay<Place>[],
  { travel, service, slowness }: { travel: TravelSeconds<Place>; service: ServiceSeconds; slowness: number },
): { readonly freeAt: Date; readonly freePlace: Place } {
  const of = new Map(rides.map((ride) => [ride.orderId, ride]));
  let place = at;
  let time = now.getTime() / 1_000;
  for (const { kind, rideIds } of stopsInOrder(rides.map((ride) => ({ ...ride, rideId: ride.orderId })))) {
    const here = rideIds.map((orderId) => of.get(orderId)!);
    const next = kind === "pickup" ? here[0]!.pickup : here[0]!.dropoff;
    time += travel(place, next) * slowness;
    if (kind === "pickup") {
      const ready = Math.max(...here.map(({ readyAt }) => readyAt.getTime() / 1_000));
      time = Math.max(time + service.beforePickup, ready) + service.afterPickup;
    } else time += service.beforeDropoff + service.afterDropoff;
    place = next;
  }
  return { freeAt: new Date(Math.round(time * 1_000)), freePlace: place };
}
