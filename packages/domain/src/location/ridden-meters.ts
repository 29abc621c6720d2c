import { distanceMeters } from "../geo/distance.ts";
import { TRAIL_FLAGS } from "./trail-flags.ts";
import type { Fix } from "./judge-ping.ts";

/** A point of the trail, as far as it says how far somebody rode. */
export interface RiddenPoint extends Fix {
  readonly accuracy: number | null;
  readonly flags: number;
}

const RULES = {
  /** Worse fixes make up ways that nobody rode. */
  maxAccuracyMeters: 50,
  /** Steps shorter than this, or than the fix's own error, are jitter: standing still for an hour is no ride. */
  leastStepMeters: 20,
  /** Two-wheelers in a town: a faster step is a fix that is off. */
  maxMetersPerSecond: 33,
} as const;

/**
 * How far a rider rode along these points of the trail, oldest first, in meters: the sum of the straight steps between
 * fixes that can be believed. Null where they say too little. It rather says less than was ridden (between two fixes the
 * way is cut short) than more.
 */
export function riddenMeters(points: readonly RiddenPoint[]): number | null {
  let anchor: RiddenPoint | null = null;
  let meters = 0;
  let steps = 0;
  for (const point of points) {
    const accuracy = point.accuracy ?? 0;
    if (accuracy > RULES.maxAccuracyMeters || (point.flags & TRAIL_FLAGS.teleport) !== 0) continue;
    if (anchor === null) {
      anchor = point;
      continue;
    }
    const step = distanceMeters(anchor, point);
    if (step < Math.max(RULES.leastStepMeters, accuracy)) continue;
    const seconds = (point.at - anchor.at) / 1_000;
    if (seconds <= 0 || step > RULES.maxMetersPerSecond * seconds) continue;
    meters += step;
    steps += 1;
    anchor = point;
  }
  return steps === 0 ? null : Math.round(meters);
}
