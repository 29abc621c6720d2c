import type { RestaurantRecord } from "@tiffin/db/queries/restaurants";
import { isAccepting, nextAccepting } from "@tiffin/domain/opening-hours/accepting";
import { isOpenAt, minutesUntilClosing, type Openness } from "@tiffin/domain/opening-hours/opening-hours";

/** Whether a restaurant can be ordered from, and why not. */
export interface RestaurantState {
  /** By its hours and closures. */
  readonly isOpen: boolean;
  /** The kitchen has not paused itself. */
  readonly acceptingOrders: boolean;
  /** It has a menu here. */
  readonly orderable: boolean;
  /** When it takes orders again, by its hours and after a pause with an end; null when it does now, or nobody knows. */
  readonly nextOpensAt: Date | null;
  readonly closesInMinutes: number | null;
}

export function restaurantState(
  { restaurant, city, hours, closures, hasMenu }: RestaurantRecord,
  now: Date,
): RestaurantState {
  const { acceptingOrders, pausedUntil } = restaurant;
  const openness: Openness = { hours, closures, timeZone: city.timeZone };
  return {
    isOpen: isOpenAt(openness, now),
    acceptingOrders: isAccepting(restaurant, now),
    orderable: hasMenu,
    nextOpensAt: nextAccepting({ ...openness, acceptingOrders, pausedUntil }, now),
    closesInMinutes: minutesUntilClosing(openness, now),
  };
}
