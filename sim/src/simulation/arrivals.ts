import type { OrderRecord } from "./records.ts";

/** Minutes that a customer was told until the door, `at` ms since the epoch. */
export interface ToldArrival {
  at: number;
  low: number;
  high: number;
}

/** Of so many customers, how many had their food at `low` or later, and how many by `high`. */
export interface Coverage {
  told: number;
  notBeforeLow: number;
  notAfterHigh: number;
}

export interface ArrivalCoverage {
  atPickUp: Coverage;
  halfWay: Coverage;
}

type Arrival = Pick<OrderRecord, "status" | "timeline" | "endedAt" | "arrivalsTold">;

/**
 * How well the ranges were kept that customers were told once their food was picked up: what they heard first, and what
 * they heard half-way to the door. Where riders go `speed` times as fast as on the road, a minute counts as so many.
 */
export function arrivalCoverage(orders: Iterable<Arrival>, speed: number): ArrivalCoverage {
  const coverage = {
    atPickUp: { told: 0, notBeforeLow: 0, notAfterHigh: 0 },
    halfWay: { told: 0, notBeforeLow: 0, notAfterHigh: 0 },
  };
  for (const { status, timeline, endedAt, arrivalsTold } of orders) {
    const pickedUp = timeline.findLast((step) => step.status === "PICKED_UP");
    if (status !== "DELIVERED" || pickedUp === undefined || endedAt === undefined) continue;
    const pickedUpAt = Date.parse(pickedUp.at);
    const firstSince = (time: number) => arrivalsTold.find(({ at }) => at >= time && at < endedAt);
    count(coverage.atPickUp, firstSince(pickedUpAt), endedAt, speed);
    count(coverage.halfWay, firstSince((pickedUpAt + endedAt) / 2), endedAt, speed);
  }
  return coverage;
}

function count(coverage: Coverage, told: ToldArrival | undefined, arrivedAt: number, speed: number): void {
  if (told === undefined) return;
  const minutes = ((arrivedAt - told.at) / 60_000) * speed;
  coverage.told += 1;
  if (minutes >= told.low) coverage.notBeforeLow += 1;
  if (minutes <= told.high) coverage.notAfterHigh += 1;
}
