import { distanceMeters, EARTH_RADIUS_METERS } from "../geo/distance.ts";
import type { Location } from "../geo/location.ts";

/** A city as a circle, which is what cities are stored as. */
export interface CityArea extends Location {
  readonly id: string;
  readonly radiusMeters: number;
}

/** A rider who goes to and fro over a border changes the city only when this much farther over it. */
export const CITY_BORDER_METERS = 1_000;
/** Farther out than this from every city, a rider stays with the one of before. */
const OUTSKIRTS_METERS = 30_000;

/**
 * The city on whose map a rider belongs. Within the circle of `home`, where the rider works, it is that one, however many
 * others overlap it: nobody else offers them anything. Outside it is the one in whose circle the place lies deepest. Both
 * with hysteresis in favour of `current`, so that a border street doesn't move riders between cities with every ping.
 */
export function cityOf(
  place: Location,
  { home, current }: { readonly home: string; readonly current: string },
  cities: readonly CityArea[],
): string {
  let best = current;
  let bestOutside = OUTSKIRTS_METERS;
  // A city that is not in the list is too new to be known here: whoever is in it stays.
  let currentOutside = Number.NEGATIVE_INFINITY;
  for (const city of cities) {
    // Negative within the circle.
    const outside = distanceMeters(place, city) - city.radiusMeters;
    if (city.id === home && outside <= (current === home ? CITY_BORDER_METERS : 0)) return home;
    if (city.id === current) currentOutside = outside;
    if (outside < bestOutside) {
      best = city.id;
      bestOutside = outside;
    }
  }
  return currentOutside <= bestOutside + CITY_BORDER_METERS ? current : best;
}

/** Where a rider may be at all. */
export interface RidingArea {
  /** The city that the rider works in. */
  readonly home: string;
  readonly cities: readonly CityArea[];
}

/** Nobody rides for a city from farther off: such a place is a broken one, or latitude and longitude are swapped. */
const REACH_METERS = 200_000;
const METERS_PER_DEGREE = (EARTH_RADIUS_METERS * Math.PI) / 180;

/** Whether any city is within reach. Whoever works in one that is too new to be known here is taken at their word. */
export function isNearCity(place: Location, { home, cities }: RidingArea): boolean {
  let isHomeKnown = false;
  for (const city of cities) {
    const reach = city.radiusMeters + REACH_METERS;
    // A degree of latitude is as long everywhere: of most cities no more has to be known.
    const isOnItsBelt = Math.abs(place.lat - city.lat) * METERS_PER_DEGREE <= reach;
    if (isOnItsBelt && distanceMeters(place, city) <= reach) return true;
    isHomeKnown ||= city.id === home;
  }
  return !isHomeKnown;
}
