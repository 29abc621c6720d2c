import { distanceMeters } from "@tiffin/domain/geo/distance";
import type { CityWire } from "@tiffin/domain/wire/restaurants";
import type { Point } from "./point.ts";

/** Farther than this from its middle, a place is not a city's any more. */
const cityReachMeters = 60_000;

export type NearestCity = { city: CityWire; meters: number };

export function nearestCity(cities: readonly CityWire[], at: Point): NearestCity | null {
  let nearest: NearestCity | null = null;
  for (const city of cities) {
    const meters = distanceMeters(city.location, at);
    if (nearest === null || meters < nearest.meters) nearest = { city, meters };
  }
  return nearest;
}

/** The city that a place belongs to; null where nobody delivers yet. */
export function citySlugNear(cities: readonly CityWire[], at: Point): string | null {
  const nearest = nearestCity(cities, at);
  return nearest && nearest.meters < cityReachMeters ? nearest.city.slug : null;
}
