import type { Location } from "./location.ts";

/** IUGG mean radius; the haversine on this sphere is within 0.5 % of the ellipsoid. */
export const EARTH_RADIUS_METERS = 6_371_008.8;

const toRadians = Math.PI / 180;

/** Great-circle distance in meters (haversine). */
export function distanceMeters(a: Location, b: Location): number {
  const dLat = (b.lat - a.lat) * toRadians;
  const dLng = (b.lng - a.lng) * toRadians;
  const sinLat = Math.sin(dLat / 2);
  const sinLng = Math.sin(dLng / 2);
  const h = sinLat * sinLat + Math.cos(a.lat * toRadians) * Math.cos(b.lat * toRadians) * sinLng * sinLng;
  return 2 * EARTH_RADIUS_METERS * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** Initial bearing from a to b in degrees clockwise from north, 0 ≤ bearing < 360. */
export function bearingDegrees(a: Location, b: Location): number {
  const lat1 = a.lat * toRadians;
  const lat2 = b.lat * toRadians;
  const dLng = (b.lng - a.lng) * toRadians;
  const y = Math.sin(dLng) * Math.cos(lat2);
  const x = Math.cos(lat1) * Math.sin(lat2) - Math.sin(lat1) * Math.cos(lat2) * Math.cos(dLng);
  return (Math.atan2(y, x) / toRadians + 360) % 360;
}

/** The smaller angle between two bearings, 0–180 degrees. */
export function turnDegrees(from: number, to: number): number {
  const difference = Math.abs(from - to) % 360;
  return difference > 180 ? 360 - difference : difference;
}

/** Where one is after `meters` from `from` on `bearing`. */
export function destination(from: Location, bearing: number, meters: number): Location {
  const angular = meters / EARTH_RADIUS_METERS;
  const lat1 = from.lat * toRadians;
  const theta = bearing * toRadians;
  const lat2 = Math.asin(Math.sin(lat1) * Math.cos(angular) + Math.cos(lat1) * Math.sin(angular) * Math.cos(theta));
  const lng2 =
    from.lng * toRadians +
    Math.atan2(
      Math.sin(theta) * Math.sin(angular) * Math.cos(lat1),
      Math.cos(angular) - Math.sin(lat1) * Math.sin(lat2),
    );
  return { lat: lat2 / toRadians, lng: ((lng2 / toRadians + 540) % 360) - 180 };
}
