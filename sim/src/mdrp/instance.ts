import type { ServiceSeconds } from "@tiffin/domain/dispatch/policy";
import type { Location } from "@tiffin/domain/geo/location";

/** Somewhere in an instance. `id` is what solution files call it. */
export interface Place {
  readonly id: string;
  readonly location: Location;
}

export interface InstanceOrder {
  readonly id: string;
  readonly restaurantId: string;
  readonly pickup: Place;
  readonly dropoff: Place;
  /** Seconds since the day began, as all moments here. Nothing of the order is known before. */
  readonly placedAt: number;
  readonly readyAt: number;
}

export interface InstanceCourier {
  readonly id: string;
  readonly start: Place;
  readonly onAt: number;
  readonly offAt: number;
}

/** A day of a city: who ordered what when, and who was on shift. */
export interface Instance {
  readonly name: string;
  readonly orders: readonly InstanceOrder[];
  readonly couriers: readonly InstanceCourier[];
  readonly travelSeconds: (from: Place, to: Place) => number;
  readonly service: ServiceSeconds;
  /** What couriers earn, in the instance's own currency; null where it does not say. */
  readonly pay: { readonly perOrder: number; readonly guaranteedPerHour: number } | null;
}
