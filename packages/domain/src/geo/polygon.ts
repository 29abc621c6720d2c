import type { Bounds } from "./geohash.ts";
import type { Location, LngLat } from "./location.ts";

/** A ring of [lng, lat]; closed or open, both are taken. */
export type Ring = readonly LngLat[];

/** Whether a place lies in the ring (even-odd rule; on the very edge either answer may come). */
export function isInRing(place: Location, ring: Ring): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi, yi] = ring[i]!;
    const [xj, yj] = ring[j]!;
    if (yi > place.lat !== yj > place.lat && place.lng < ((xj - xi) * (place.lat - yi)) / (yj - yi) + xi) {
      inside = !inside;
    }
  }
  return inside;
}

/** GeoJSON polygon: first ring outside, the others holes. */
export function isInPolygon(place: Location, rings: readonly Ring[]): boolean {
  const [outer, ...holes] = rings;
  return outer !== undefined && isInRing(place, outer) && !holes.some((hole) => isInRing(place, hole));
}

/** Smallest box around the points; undefined when there are none. Not for shapes across the antimeridian. */
export function boundsOf(points: Iterable<LngLat>): Bounds | undefined {
  let bounds: Bounds | undefined;
  for (const [lng, lat] of points) {
    bounds ??= { south: lat, north: lat, west: lng, east: lng };
    bounds.south = Math.min(bounds.south, lat);
    bounds.north = Math.max(bounds.north, lat);
    bounds.west = Math.min(bounds.west, lng);
    bounds.east = Math.max(bounds.east, lng);
  }
  return bounds;
}
