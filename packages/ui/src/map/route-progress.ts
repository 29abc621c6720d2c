import type { Location, LngLat, Polyline } from "@tiffin/domain/geo/location";
import { nearestOnLine, polylineMeters, sliceLine } from "@tiffin/domain/geo/polyline";

/** Farther than this from the line, a fix is not on it: another street, or a phone that errs by houses. */
export const onRouteMeters = 45;
/** A phone's jitter may put the next fix this far behind the last one. */
const backMeters = 40;
/** How far ahead the rider is looked for first: a route that passes by here again later must not be cut short. */
const aheadMeters = 800;

export type OnRoute = { location: Location; alongMeters: number };

/**
 * Where on the route a fix lies, or null beside it. Looked for first where the rider must be by now: from `sinceMeters`
 * (what was travelled already) onward.
 */
export function placeOnRoute(route: Polyline, at: Location, sinceMeters = 0): OnRoute | null {
  if (route.length < 2) return null;
  const total = polylineMeters(route);
  const from = Math.min(Math.max(0, sinceMeters - backMeters), total);
  const expected = nearestOnLine(sliceLine(route, from, Math.min(total, sinceMeters + aheadMeters)), at);
  if (expected.distanceMeters <= onRouteMeters) {
    return { location: expected.location, alongMeters: from + expected.alongMeters };
  }
  const anywhere = nearestOnLine(route, at);
  if (anywhere.distanceMeters > onRouteMeters) return null;
  return { location: anywhere.location, alongMeters: anywhere.alongMeters };
}

/** The route as it is eaten up: what lies behind the rider and what lies ahead. Beside the route, all of it lies ahead. */
export function splitRoute(
  route: Polyline,
  at: Location,
  sinceMeters = 0,
): { behind: LngLat[]; ahead: LngLat[]; alongMeters: number } {
  const place = placeOnRoute(route, at, sinceMeters);
  if (place === null) return { behind: [], ahead: [...route], alongMeters: 0 };
  const total = polylineMeters(route);
  const { alongMeters } = place;
  return {
    behind: alongMeters > 1 ? sliceLine(route, 0, alongMeters) : [],
    ahead: alongMeters < total - 1 ? sliceLine(route, alongMeters, total) : [],
    alongMeters,
  };
}
