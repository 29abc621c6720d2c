import type { RestaurantRecord } from "@tiffin/db/queries/restaurants";
import { isOpenAt, minutesUntilClosing, nextOpening, type Openness } from "@tiffin/domain/opening-hours/opening-hours";

/** Whether a restaurant can be ordered from, and why not. */
export interface RestaurantState {
  /** By its hours and closures. */
  readonly isOpen: boolean;
  /** The kitchen has not paused itself. */
  readonly acceptingOrders: boolean;
  /** It has a menu here. */
  readonly orderable: boolean;
  readonly nextOpensAt: Date | null;
  readonly closesInMinutes: number | null;
}

export function opennessOf({ hours, closures, city }: RestaurantRecord): Openness {
  return { hours, closures, timeZone: city.timeZone };
}

export function restaurantState(record: RestaurantRecord, now: Date): RestaurantState {
  const openness = opennessOf(record);
  return {
    isOpen: isOpenAt(openness, now),
    acceptingOrders: isAccepting(record.restaurant, now),
    orderable: record.hasMenu,
    nextOpensAt: nextOpening(openness, now),
    closesInMinutes: minutesUntilClosing(openness, now),
  };
}

export function isAccepting(restaurant: { acceptingOrders: boolean; pausedUntil: Date | null }, now: Date): boolean {
  return restaurant.acceptingOrders && (restaurant.pausedUntil === null || restaurant.pausedUntil <= now);
}
