import { describe, expect, it } from "vitest";
import { arrivalCoverage } from "./arrivals.ts";
import { readOptions } from "./options.ts";
import { newTally, type OrderRecord } from "./records.ts";
import { describe as describeReport, makeReport } from "./report.ts";

const start = Date.parse("2026-03-01T12:00:00Z");
const minute = (minutes: number) => start + minutes * 60_000;

/** Picked up at minute 0; `told` are minute, low and high. */
const order = (id: string, endedAtMinute: number, told: [number, number, number][]): OrderRecord => ({
  id,
  number: id,
  customerPhone: "+919000000001",
  quoted: 1,
  total: 1,
  method: "card",
  token: "tok_ok",
  placedAt: minute(-20),
  status: "DELIVERED",
  cancelReason: undefined,
  endedAt: minute(endedAtMinute),
  timeline: [
    { status: "PICKED_UP", at: new Date(start).toISOString() },
    { status: "DELIVERED", at: new Date(minute(endedAtMinute)).toISOString() },
  ],
  replayedAs: undefined,
  arrivalsTold: told.map(([at, low, high]) => ({ at: minute(at), low, high })),
});

describe("the ranges that customers are told", () => {
  it("count by what was heard first after the pick-up, and half-way", () => {
    const inTime = order("A", 10, [
      [-1, 30, 40],
      [0.1, 8, 12],
      [4, 3, 5],
      [5, 6, 8],
      [9, 1, 2],
    ]);
    expect(arrivalCoverage([inTime], 1)).toEqual({
      atPickUp: { told: 1, notBeforeLow: 1, notAfterHigh: 1 },
      halfWay: { told: 1, notBeforeLow: 0, notAfterHigh: 1 },
    });
  });

  it("are missed at either end", () => {
    const early = order("A", 4, [[0, 6, 9]]);
    const late = order("B", 12, [[0, 6, 9]]);
    expect(arrivalCoverage([early, late], 1).atPickUp).toEqual({ told: 2, notBeforeLow: 1, notAfterHigh: 1 });
  });

  it("are of the road's minutes, however fast the riders are", () => {
    expect(arrivalCoverage([order("A", 1, [[0, 6, 9]])], 8).atPickUp).toEqual({
      told: 1,
      notBeforeLow: 1,
      notAfterHigh: 1,
    });
  });

  it("count only where somebody was told one, and the food came", () => {
    const cancelled = { ...order("A", 10, [[0, 6, 12]]), status: "CANCELLED" as const };
    const nobody = { told: 0, notBeforeLow: 0, notAfterHigh: 0 };
    expect(arrivalCoverage([cancelled, order("B", 10, [])], 1)).toEqual({ atPickUp: nobody, halfWay: nobody });
  });

  it("stand in the report, as shares and as counts", () => {
    const tally = newTally();
    for (const one of [
      order("A", 8, [[0, 6, 9]]),
      order("B", 8, [[0, 6, 9]]),
      order("C", 4, [[0, 6, 9]]),
      order("D", 12, [[0, 6, 9]]),
    ])
      tally.orders.set(one.id, one);
    const options = readOptions(["--speed", "1"]);
    if (options === "help") throw new Error("no options");
    const report = makeReport(options, tally, [], false);
    expect(report.arrivals.atPickUp).toEqual({ told: 4, notBeforeLow: 3, notAfterHigh: 3 });
    expect(describeReport(report)).toContain(
      "arrivals as told at the pick-up: 75 % not before the range (3 of 4), 75 % not after it (3 of 4)",
    );
    expect(describeReport(report)).toContain("arrivals as told half-way: none was told");
  });
});
