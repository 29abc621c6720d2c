import type { EtaRange } from "./estimate.ts";

/** A stop that the rider still makes, up to the customer's door: the last one. */
export interface RemainingStop {
  readonly kind: "pickup" | "dropoff";
  /** From where the rider is, or from the stop before. */
  readonly travelSeconds: number;
  /** Of a pick-up: from now until the food is ready; 0 once it is. */
  readonly readyInSeconds?: number;
}

/** Parking, the counter, stowing the food; parking, the stairs, the door. */
export const COUNTER_SECONDS = 120;
export const DOOR_SECONDS = 120;

/**
 * What an arrival may come later than it is likely to, in nine of ten cases: a bit always, a share of the riding (lights,
 * traffic), and a share of what the kitchen still says it needs.
 */
export const ETA_SPREAD = { seconds: 75, ofRiding: 0.25, ofCooking: 0.3, perStop: 45 } as const;

/**
 * When a carried order is at its customer's door: along the rider's stops in order, waiting where food is not ready.
 * `low` is the likely time (half come later), `high` the one that nine of ten keep. The live channel and the tracking
 * page both ask this.
 */
export function estimateArrival(stops: readonly RemainingStop[]): EtaRange {
  let seconds = 0;
  let riding = 0;
  let waiting = 0;
  for (const { kind, travelSeconds, readyInSeconds = 0 } of stops) {
    seconds += travelSeconds;
    riding += travelSeconds;
    if (kind === "pickup") {
      waiting += Math.max(0, readyInSeconds - seconds);
      seconds = Math.max(seconds, readyInSeconds) + COUNTER_SECONDS;
    } else {
      seconds += DOOR_SECONDS;
    }
  }
  const { seconds: always, ofRiding, ofCooking, perStop } = ETA_SPREAD;
  const slack = always + ofRiding * riding + ofCooking * waiting + perStop * Math.max(0, stops.length - 1);
  const low = Math.max(1, Math.round(seconds / 60));
  return { low, high: Math.max(low + 1, Math.ceil((seconds + slack) / 60)) };
}
