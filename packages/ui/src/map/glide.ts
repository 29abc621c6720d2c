import { bearingDegrees, distanceMeters } from "@tiffin/domain/geo/distance";
import type { Location, LngLat, Polyline } from "@tiffin/domain/geo/location";
import { nearestOnLine, pointAlong, polylineMeters, sliceLine } from "@tiffin/domain/geo/polyline";

/** A known position of the rider. */
export type Fix = { location: Location; heading: number | null; recordedAt: string };

/** Farther than this from the line, a fix is not on it: another street, or GPS jitter between houses. */
const onRouteMeters = 45;
/** A step of more than this is shown as a jump: gliding over half a town would be a lie. */
export const jumpMeters = 700;

/**
 * The way a marker takes from one fix to the next: along the route when both lie on it and the rider goes forward,
 * else straight.
 */
export function glidePath(from: Location, to: Location, route: Polyline | null | undefined): LngLat[] {
  const straight: LngLat[] = [
    [from.lng, from.lat],
    [to.lng, to.lat],
  ];
  if (!route || route.length < 2) return straight;
  const start = nearestOnLine(route, from);
  const end = nearestOnLine(route, to);
  if (start.distanceMeters > onRouteMeters || end.distanceMeters > onRouteMeters) return straight;
  const along = end.alongMeters - start.alongMeters;
  // A route that passes by twice must not send the marker round the whole loop.
  if (along <= 0 || along > 3 * distanceMeters(from, to) + 60) return straight;
  return [[from.lng, from.lat], ...sliceLine(route, start.alongMeters, end.alongMeters), [to.lng, to.lat]];
}

/** How long a glide takes: about the time between the fixes, so that the marker arrives as the next one comes. */
export function glideMilliseconds(previous: Fix, next: Fix): number {
  const between = Date.parse(next.recordedAt) - Date.parse(previous.recordedAt);
  return Math.min(5_000, Math.max(350, Number.isFinite(between) ? between * 1.05 : 1_000));
}

/** Where the marker stands after `share` (0–1) of its way, and which way it looks. */
export function glideAt(
  path: Polyline,
  share: number,
  restHeading: number | null,
): { location: Location; heading: number | null } {
  const meters = polylineMeters(path);
  if (meters < 1 || share >= 1) {
    const [lng, lat] = path.at(-1) ?? [0, 0];
    return { location: { lat, lng }, heading: restHeading ?? lastBearing(path) };
  }
  const { location, bearing } = pointAlong(path, meters * share);
  return { location, heading: bearing };
}

function lastBearing(path: Polyline): number | null {
  for (let i = path.length - 1; i > 0; i--) {
    const [aLng, aLat] = path[i - 1]!;
    const [bLng, bLat] = path[i]!;
    const a = { lat: aLat, lng: aLng };
    const b = { lat: bLat, lng: bLng };
    if (distanceMeters(a, b) > 1) return bearingDegrees(a, b);
  }
  return null;
}

/** The route as it is eaten up: what lies behind the rider and what lies ahead. Off the route, all of it lies ahead. */
export function splitRoute(route: Polyline, at: Location): { behind: LngLat[]; ahead: LngLat[] } {
  if (route.length < 2) return { behind: [], ahead: [...route] };
  const near = nearestOnLine(route, at);
  if (near.distanceMeters > 80) return { behind: [], ahead: [...route] };
  const total = polylineMeters(route);
  return {
    behind: near.alongMeters > 1 ? sliceLine(route, 0, near.alongMeters) : [],
    ahead: near.alongMeters < total - 1 ? sliceLine(route, near.alongMeters, total) : [],
  };
}

/** Turns by the shorter way: 350° to 10° goes through north. Degrees, any range. */
export const shortestTurn = (from: number, to: number): number => from + ((((to - from) % 360) + 540) % 360) - 180;
