import { seededRandom } from "@tiffin/db/seed/random";
import { distanceMeters } from "@tiffin/domain/geo/distance";
import type { LngLat } from "@tiffin/domain/geo/location";
import { decidePing, reckonPosition, type MovingFix } from "@tiffin/domain/location/ping-policy";
import { drive, type Filling, type Noise } from "./drive.ts";

export const FIXED_SECONDS = 4;

export interface Replay {
  readonly seconds: number;
  readonly pings: { readonly adaptive: number; readonly fixed: number };
  /** Meters between where the vehicle is and where a map shows it, each second. */
  readonly errors: {
    /** The map reckons on from the last position. */
    readonly adaptive: readonly number[];
    /** The same pings on a map that leaves the marker where the last one was. */
    readonly held: readonly number[];
    /** A position each four seconds, and the marker stays there. */
    readonly fixed: readonly number[];
  };
}

/** Drives all ways once, with a phone that sends by the policy (somebody watches) and one that sends every four seconds. */
export function replay(lines: readonly (readonly LngLat[])[], filling: Filling, noise: Noise): Replay {
  const random = seededRandom(1);
  const errors = { adaptive: [] as number[], held: [] as number[], fixed: [] as number[] };
  const pings = { adaptive: 0, fixed: 0 };
  for (const line of lines) {
    let sent: MovingFix | null = null;
    let before: MovingFix | null = null;
    let every: MovingFix | null = null;
    for (const { truth, fix } of drive(line, filling, noise, random)) {
      if (decidePing(sent, fix, { watched: true, before }).send) {
        before = sent;
        sent = fix;
        pings.adaptive += 1;
      }
      if (every === null || fix.at - every.at >= FIXED_SECONDS * 1_000) {
        every = fix;
        pings.fixed += 1;
      }
      const shown = sent ?? fix;
      errors.adaptive.push(distanceMeters(reckonPosition(shown, fix.at), truth));
      errors.held.push(distanceMeters(shown, truth));
      errors.fixed.push(distanceMeters(every, truth));
    }
  }
  return { seconds: errors.adaptive.length, pings, errors };
}
