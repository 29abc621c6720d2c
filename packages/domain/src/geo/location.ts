import { z } from "zod";

/** A place on Earth in degrees (WGS 84). */
export interface Location {
  readonly lat: number;
  readonly lng: number;
}

/** GeoJSON order: [longitude, latitude] in degrees. Polylines and polygons use it; single places use {@link Location}. */
export type LngLat = readonly [lng: number, lat: number];

/** A line along streets, in the order of travel. */
export type Polyline = readonly LngLat[];

export const locationSchema = z.object({
  lat: z.number().min(-90).max(90),
  lng: z.number().min(-180).max(180),
});

export function toLngLat(location: Location): LngLat {
  return [location.lng, location.lat];
}

export function toLocation([lng, lat]: LngLat): Location {
  return { lat, lng };
}

/** Maps end here (Web Mercator, at 85.0511 degrees), and Redis refuses a whole GEOADD for one place beyond it. */
export const MAX_LATITUDE = 85.05;

/** On the map, finite, and not the (0,0) that broken exports and phones without a fix report. */
export function isPlausibleLocation({ lat, lng }: Location): boolean {
  if (!Number.isFinite(lat) || !Number.isFinite(lng)) return false;
  if (Math.abs(lat) > MAX_LATITUDE || Math.abs(lng) > 180) return false;
  return Math.abs(lat) > 0.01 || Math.abs(lng) > 0.01;
}
