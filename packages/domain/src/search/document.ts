import type { WeeklyHours } from "../opening-hours/opening-hours.ts";

/** One restaurant as search knows it, with the dishes that speak for it. Denormalised; made from the catalogue alone. */
export interface SearchDocument {
  readonly id: string;
  readonly cityId: string;
  readonly name: string;
  readonly localName: string | null;
  readonly cuisines: readonly string[];
  /** Its line of the address: found together with other words only ("biryani jyothi nagar"). */
  readonly address?: string;
  readonly location: { readonly lat: number; readonly lng: number };
  readonly rating: number | null;
  readonly ratingCount: number;
  /** Minor units of `currency`. */
  readonly costForTwo: number | null;
  readonly currency: string;
  readonly timeZone: string;
  readonly isPureVeg: boolean;
  readonly prepMinutes: number;
  readonly deliveryRadiusMeters: number;
  readonly acceptingOrders: boolean;
  readonly pausedUntil: string | null;
  /** Whether it has a menu that can be ordered from. */
  readonly orderable: boolean;
  readonly hours: WeeklyHours;
  /** Local dates on which it is closed. */
  readonly closures: readonly string[];
  readonly imageKey: string | null;
  readonly dishes: readonly {
    readonly id: string;
    readonly name: string;
    readonly price: number;
    readonly isVeg: boolean;
    readonly popularity: number;
  }[];
}
