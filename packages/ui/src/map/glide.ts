import { bearingDegrees, distanceMeters } from "@tiffin/domain/geo/distance";
import { type Location, type LngLat, type Polyline, toLngLat, toLocation } from "@tiffin/domain/geo/location";
import { pointAlong, polylineMeters, sliceLine } from "@tiffin/domain/geo/polyline";
import { type Fix, isMoving, reckon } from "./coast.ts";
import { placeOnRoute } from "./route-progress.ts";

export type { Fix } from "./coast.ts";

/** The rider as the map shows them: the last fix, where the marker is by now, and how far along the route that is. */
export type Shown = { fix: Fix; at: Location; alongMeters: number };

export type Move =
  /** Older than what is shown, or the same. */
  | { kind: "ignore" }
  /** The rider stands; only their heading may be news. */
  | { kind: "stay"; heading: number | null }
  | { kind: "jump"; to: Location; heading: number | null }
  | { kind: "glide"; path: Polyline; milliseconds: number };

/** A step of more than this is shown as a jump: gliding over half a town would be a lie. */
export const jumpMeters = 700;
/** After so long without a word nobody knows the way that was taken. */
const silenceMilliseconds = 90_000;
/** Less than this is a phone's jitter. */
const stillMeters = 4;
const jitterMeters = 25;

/**
 * What a new fix does to the marker. On the route the marker keeps to the street, whatever the phone errs by, and takes
 * the corners; beside it, it goes straight. It never goes back along the route by a phone's jitter.
 *
 * The glide of a rider whose speed is known ends where they will be by then, and from there the marker coasts on.
 */
export function nextMove(shown: Shown, next: Fix, route: Polyline, reducedMotion = false): Move {
  const since = Date.parse(next.recordedAt) - Date.parse(shown.fix.recordedAt);
  if (since <= 0) return { kind: "ignore" };
  const coasts = isMoving(next) && !reducedMotion;
  const start = placeOnRoute(route, shown.at, shown.alongMeters);
  const aim = (milliseconds: number) => {
    const goal = coasts ? reckon(next, milliseconds) : next.location;
    const end = placeOnRoute(route, goal, shown.alongMeters);
    const to = end?.location ?? goal;
    const along = start && end ? end.alongMeters - start.alongMeters : null;
    return { milliseconds, to, step: distanceMeters(shown.at, to), along, end };
  };
  const speed = next.speed ?? 0;
  const behind = distanceMeters(shown.at, next.location);
  let target = aim(coasts ? catchUpMilliseconds(behind, speed) : glideMilliseconds(since));
  const ahead = target.along === null ? 0 : -target.along;
  if (ahead >= 0 && ahead < jitterMeters && target.along !== null) {
    if (!coasts) return { kind: "stay", heading: next.heading };
    // The marker is a little ahead of the rider: it slows down until they are abreast, instead of turning round.
    target = aim(target.milliseconds + (ahead / speed) * 1_000 + 1_000);
  }
  const { to, step, along, end, milliseconds } = target;
  if (!coasts && step < stillMeters) return { kind: "stay", heading: next.heading };
  if (reducedMotion || step > jumpMeters || since > silenceMilliseconds) {
    return { kind: "jump", to, heading: next.heading ?? (step > 20 ? bearingDegrees(shown.at, to) : null) };
  }
  const straight: LngLat[] = [toLngLat(shown.at), toLngLat(to)];
  // A route that passes by twice must not send the marker round the whole loop.
  if (!start || !end || along === null || along <= 0 || along > 3 * step + 60) {
    return { kind: "glide", path: straight, milliseconds };
  }
  const bends = sliceLine(route, start.alongMeters, end.alongMeters).slice(1, -1);
  return { kind: "glide", path: withoutRepeats([toLngLat(shown.at), ...bends, toLngLat(to)]), milliseconds };
}

/** How long a glide takes where the speed is not known: about the time between the fixes, so that the marker arrives as the next one comes. */
export const glideMilliseconds = (between: number): number =>
  Math.min(6_000, Math.max(350, Number.isFinite(between) ? between * 1.05 : 1_000));

/** How long the marker takes to be where the rider is: soon, but at a pace that can still be followed by eye. */
const catchUpMilliseconds = (meters: number, metersPerSecond: number): number =>
  Math.min(4_000, Math.max(1_000, (meters / (3 * metersPerSecond)) * 1_000));

/** Where the marker stands after `share` (0–1) of its way, and which way the street goes there. */
export function glideAt(path: Polyline, share: number): { location: Location; heading: number | null } {
  const meters = polylineMeters(path);
  if (share >= 1 || meters < 1) return { location: toLocation(path.at(-1) ?? [0, 0]), heading: lastBearing(path) };
  const { location, bearing } = pointAlong(path, meters * share);
  return { location, heading: bearing };
}

function lastBearing(path: Polyline): number | null {
  for (let i = path.length - 1; i > 0; i--) {
    const a = toLocation(path[i - 1]!);
    const b = toLocation(path[i]!);
    if (distanceMeters(a, b) > 1) return bearingDegrees(a, b);
  }
  return null;
}

/** Turns by the shorter way: 350° to 10° goes through north. Degrees, any range. */
export const shortestTurn = (from: number, to: number): number => from + ((((to - from) % 360) + 540) % 360) - 180;

/**
 * A nose that swings round instead of flipping: the heading after `milliseconds` on its way to `to`. Most of a turn is
 * done in a fifth of a second.
 */
export function easeHeading(from: number, to: number, milliseconds: number): number {
  const target = shortestTurn(from, to);
  return target + (from - target) * Math.exp(-milliseconds / 90);
}

const withoutRepeats = (line: readonly LngLat[]): LngLat[] =>
  line.filter(([lng, lat], i) => i === 0 || lng !== line[i - 1]![0] || lat !== line[i - 1]![1]);
