import { arrivalCoverage, type ArrivalCoverage, type Coverage } from "./arrivals.ts";
import type { SimulationOptions } from "./options.ts";
import type { Verdict } from "./invariants.ts";
import { percentile } from "./records.ts";
import type { Tally } from "./records.ts";

export interface SimulationReport {
  options: SimulationOptions;
  /** Ended by a signal: what was on its way was not followed to its end. */
  interrupted: boolean;
  orders: { placed: number; delivered: number; cancelled: number; open: number };
  cancelledBecause: Record<string, number>;
  notPlaced: Record<string, number>;
  /** How riders answered their offers. */
  offers: Tally["answers"];
  /** Seconds from the order to the door. */
  clickToDoor: { p50: number | null; p95: number | null };
  /** Milliseconds from the rider's phone to the customer's map. */
  positionDelay: { heard: number; p50: number | null; p95: number | null };
  /** How many arrivals kept each end of the range that their customers were told. */
  arrivals: ArrivalCoverage;
  invariants: Verdict[];
  faults: string[];
}

export function makeReport(
  options: SimulationOptions,
  tally: Tally,
  invariants: Verdict[],
  interrupted: boolean,
): SimulationReport {
  const orders = [...tally.orders.values()];
  const delivered = orders.filter(({ status }) => status === "DELIVERED");
  const cancelled = orders.filter(({ status }) => status === "CANCELLED");
  const seconds = delivered.flatMap(({ placedAt, endedAt }) =>
    endedAt === undefined ? [] : [(endedAt - placedAt) / 1_000],
  );
  const cancelledBecause: Record<string, number> = {};
  for (const { cancelReason = "unknown" } of cancelled) {
    cancelledBecause[cancelReason] = (cancelledBecause[cancelReason] ?? 0) + 1;
  }
  const rounded = (value: number | undefined): number | null => (value === undefined ? null : Math.round(value));
  return {
    options,
    interrupted,
    orders: {
      placed: orders.length,
      delivered: delivered.length,
      cancelled: cancelled.length,
      open: orders.length - delivered.length - cancelled.length,
    },
    cancelledBecause,
    notPlaced: Object.fromEntries(tally.refusals),
    offers: tally.answers,
    clickToDoor: { p50: rounded(percentile(seconds, 0.5)), p95: rounded(percentile(seconds, 0.95)) },
    positionDelay: {
      heard: tally.positionDelays.length,
      p50: rounded(percentile(tally.positionDelays, 0.5)),
      p95: rounded(percentile(tally.positionDelays, 0.95)),
    },
    arrivals: arrivalCoverage(orders, options.speed),
    invariants,
    faults: tally.faults,
  };
}

export function describe(report: SimulationReport): string {
  const { orders, clickToDoor, positionDelay, arrivals } = report;
  const list = (counts: Record<string, number>): string =>
    Object.entries(counts)
      .sort((a, b) => b[1] - a[1])
      .map(([key, n]) => `${key} ${n}`)
      .join(", ") || "none";
  const lines = [
    ...(report.interrupted ? ["Interrupted: what was on its way was not followed to its end."] : []),
    `Orders: ${orders.placed} placed, ${orders.delivered} delivered, ${orders.cancelled} cancelled, ${orders.open} open`,
    `  cancelled because: ${list(report.cancelledBecause)}`,
    `  not placed: ${list(report.notPlaced)}`,
    `  offers: ${list({ ...report.offers })}`,
    `  order to door: median ${clickToDoor.p50 ?? "–"} s, 95 % within ${clickToDoor.p95 ?? "–"} s`,
    `  positions heard: ${positionDelay.heard}, median ${positionDelay.p50 ?? "–"} ms, 95 % within ${positionDelay.p95 ?? "–"} ms`,
    `  arrivals as told at the pick-up: ${shares(arrivals.atPickUp)}`,
    `  arrivals as told half-way: ${shares(arrivals.halfWay)}`,
    "What must always hold:",
  ];
  for (const { name, holds, checked, faults, skipped } of report.invariants) {
    lines.push(`  ${skipped !== undefined ? "–" : holds ? "✓" : "✗"} ${name} (${skipped ?? `${checked} looked at`})`);
    for (const fault of faults.slice(0, 10)) lines.push(`      ${fault}`);
    if (faults.length > 10) lines.push(`      … and ${faults.length - 10} more`);
  }
  if (report.faults.length > 0) {
    lines.push(`Unexpected: ${report.faults.length}`);
    for (const fault of report.faults.slice(0, 10)) lines.push(`  ${fault}`);
  }
  return lines.join("\n");
}

/** A range is well set when about half come not before it, and nine of ten not after it. */
function shares({ told, notBeforeLow, notAfterHigh }: Coverage): string {
  if (told === 0) return "none was told";
  const share = (count: number) => `${Math.round((100 * count) / told)} %`;
  const of = (count: number) => `(${count} of ${told})`;
  return `${share(notBeforeLow)} not before the range ${of(notBeforeLow)}, ${share(notAfterHigh)} not after it ${of(notAfterHigh)}`;
}
