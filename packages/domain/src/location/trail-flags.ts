import type { Ping } from "../wire/riders.ts";
import { isVague, type Fix } from "./judge-ping.ts";
import { distanceMeters } from "../geo/distance.ts";

/**
 * What is odd about a point, as bits: they are kept with the trail, and operators look at riders who gather many.
 * One alone proves nothing (a phone in a tunnel, a motorway), and none of them refuses a point by itself.
 */
export const TRAIL_FLAGS = {
  /** So far from the point before that nobody rides there in the time: not shown to anyone, not paid for. */
  teleport: 1,
  /** Better than a satellite can know: apps that make positions up report 0 or a hundredth of a meter. */
  impossibleAccuracy: 2,
  /** Faster than two wheels may go in a town. */
  speeding: 4,
  /** The phone's own speed and the way it came since the point before contradict each other. */
  speedMismatch: 8,
  /** Within hundreds of meters at best: shown to nobody. It says something about the phone, not about its rider. */
  vague: 16,
} as const satisfies Record<string, number>;
export type TrailFlag = keyof typeof TRAIL_FLAGS;
/** Those by which riders are looked for who make their positions up. */
export const SUSPICIOUS_FLAGS =
  TRAIL_FLAGS.teleport | TRAIL_FLAGS.impossibleAccuracy | TRAIL_FLAGS.speeding | TRAIL_FLAGS.speedMismatch;
export const TRAIL_FLAG_NAMES = Object.keys(TRAIL_FLAGS) as TrailFlag[];

const SUSPICION = {
  leastAccuracyMeters: 0.5,
  speedingMetersPerSecond: 33,
  /** Shorter ways are jitter; longer times hold stops. */
  comparedMeters: 100,
  comparedMs: { least: 2_000, most: 20_000 },
  /** How many times faster than the phone says it is. */
  mismatchFactor: 4,
  leastMetersPerSecond: 15,
} as const;

/** Worse fixes prove nothing at a door. One that says nothing of its accuracy is taken at its word. */
const PROOF_ACCURACY_METERS = 100;

/** Whether a live point may stand for the customer's PIN: exact enough, and nothing odd about it. */
export function provesPlace({ accuracy }: Pick<Ping, "accuracy">, flags: number): boolean {
  return flags === 0 && (accuracy ?? 0) <= PROOF_ACCURACY_METERS;
}

/** The flags of a point that was not refused as a teleport; `before` is the rider's point before it. */
export function suspicionsOf(
  { accuracy, speed }: Pick<Ping, "accuracy" | "speed">,
  fix: Fix,
  before: Fix | null,
): number {
  let flags = isVague({ accuracy }) ? TRAIL_FLAGS.vague : 0;
  if (accuracy !== undefined && accuracy < SUSPICION.leastAccuracyMeters) flags |= TRAIL_FLAGS.impossibleAccuracy;
  if ((speed ?? 0) > SUSPICION.speedingMetersPerSecond) flags |= TRAIL_FLAGS.speeding;
  if (before !== null && speed !== undefined && contradicts(speed, accuracy ?? 0, fix, before))
    flags |= TRAIL_FLAGS.speedMismatch;
  return flags;
}

function contradicts(speed: number, accuracy: number, fix: Fix, before: Fix): boolean {
  const ms = fix.at - before.at;
  if (ms < SUSPICION.comparedMs.least || ms > SUSPICION.comparedMs.most) return false;
  const meters = distanceMeters(before, fix) - accuracy;
  if (meters < SUSPICION.comparedMeters) return false;
  const ridden = meters / (ms / 1_000);
  return ridden > SUSPICION.leastMetersPerSecond && ridden > SUSPICION.mismatchFactor * speed;
}

/** The names of the flags that are set. */
export function flagNames(flags: number): TrailFlag[] {
  return TRAIL_FLAG_NAMES.filter((name) => (flags & TRAIL_FLAGS[name]) !== 0);
}
