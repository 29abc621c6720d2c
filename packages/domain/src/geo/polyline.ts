import { bearingDegrees, distanceMeters } from "./distance.ts";
import { toLocation } from "./location.ts";
import type { Location, LngLat, Polyline } from "./location.ts";

export function polylineMeters(line: Polyline): number {
  let meters = 0;
  for (let i = 1; i < line.length; i++) meters += distanceMeters(toLocation(line[i - 1]!), toLocation(line[i]!));
  return meters;
}

export interface PointOnLine {
  location: Location;
  /** Direction of travel there, degrees clockwise from north. */
  bearing: number;
  /** True once the whole line is behind. */
  atEnd: boolean;
}

/** The point `meters` along the line from its start; clamped to both ends. The line must not be empty. */
export function pointAlong(line: Polyline, meters: number): PointOnLine {
  const first = line[0];
  if (!first) throw new RangeError("pointAlong: the line has no points");
  let rest = Math.max(0, meters);
  let bearing = 0;
  for (let i = 1; i < line.length; i++) {
    const a = toLocation(line[i - 1]!);
    const b = toLocation(line[i]!);
    const length = distanceMeters(a, b);
    if (length > 0) bearing = bearingDegrees(a, b);
    if (rest < length) {
      const t = rest / length;
      const location = { lat: a.lat + (b.lat - a.lat) * t, lng: a.lng + (b.lng - a.lng) * t };
      return { location, bearing, atEnd: false };
    }
    rest -= length;
  }
  return { location: toLocation(line.at(-1)!), bearing, atEnd: true };
}

export interface NearestOnLine {
  location: Location;
  /** From the asked place to the line. */
  distanceMeters: number;
  /** From the line's start to the nearest point. */
  alongMeters: number;
  /** Index of the segment's first point. */
  segment: number;
}

/** The point of the line that is nearest to a place; right for lines of city size (it works on a local plane). */
export function nearestOnLine(line: Polyline, place: Location): NearestOnLine {
  const first = line[0];
  if (!first) throw new RangeError("nearestOnLine: the line has no points");
  const scale = Math.cos((place.lat * Math.PI) / 180);
  let best: NearestOnLine = {
    location: toLocation(first),
    distanceMeters: distanceMeters(place, toLocation(first)),
    alongMeters: 0,
    segment: 0,
  };
  let along = 0;
  for (let i = 1; i < line.length; i++) {
    const [aLng, aLat] = line[i - 1]!;
    const [bLng, bLat] = line[i]!;
    const dx = (bLng - aLng) * scale;
    const dy = bLat - aLat;
    const squared = dx * dx + dy * dy;
    const dot = (place.lng - aLng) * scale * dx + (place.lat - aLat) * dy;
    const t = squared === 0 ? 0 : Math.min(1, Math.max(0, dot / squared));
    const location = { lat: aLat + (bLat - aLat) * t, lng: aLng + (bLng - aLng) * t };
    const distance = distanceMeters(place, location);
    const length = distanceMeters({ lat: aLat, lng: aLng }, { lat: bLat, lng: bLng });
    if (distance < best.distanceMeters) {
      best = { location, distanceMeters: distance, alongMeters: along + length * t, segment: i - 1 };
    }
    along += length;
  }
  return best;
}

/** The part of the line from `fromMeters` to `toMeters` along it; always at least two points. */
export function sliceLine(line: Polyline, fromMeters: number, toMeters: number): LngLat[] {
  const start = pointAlong(line, fromMeters).location;
  const end = pointAlong(line, toMeters).location;
  const middle: LngLat[] = [];
  let along = 0;
  for (let i = 1; i < line.length - 1; i++) {
    along += distanceMeters(toLocation(line[i - 1]!), toLocation(line[i]!));
    if (along > fromMeters && along < toMeters) middle.push(line[i]!);
  }
  return [[start.lng, start.lat], ...middle, [end.lng, end.lat]];
}
