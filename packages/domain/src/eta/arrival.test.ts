import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { estimateArrival, type RemainingStop } from "./arrival.ts";

const pickup = (travelMinutes: number, readyInMinutes = 0): RemainingStop => ({
  kind: "pickup",
  travelSeconds: travelMinutes * 60,
  readyInSeconds: readyInMinutes * 60,
});
const dropoff = (travelMinutes: number): RemainingStop => ({ kind: "dropoff", travelSeconds: travelMinutes * 60 });

describe("when an order is at the door", () => {
  it("on the last leg it is the rest of the way, and the stairs", () => {
    expect(estimateArrival([dropoff(6)]).low).toBe(8);
  });

  it("the rider rides while the kitchen cooks: whichever takes longer counts", () => {
    expect(estimateArrival([pickup(5, 3), dropoff(6)]).low).toBe(5 + 2 + 6 + 2);
    expect(estimateArrival([pickup(5, 12), dropoff(6)]).low).toBe(12 + 2 + 6 + 2);
  });

  it("the stops before it come first, with what they take", () => {
    expect(estimateArrival([dropoff(4), dropoff(3)]).low).toBe(4 + 2 + 3 + 2);
    // The second kitchen has cooked meanwhile.
    expect(estimateArrival([pickup(4), pickup(2, 7), dropoff(5), dropoff(3)]).low).toBe(4 + 2 + 2 + 2 + 5 + 2 + 3 + 2);
  });

  it("is a range: wider on a longer way, with food that is not ready, and with stops before", () => {
    const width = (stops: RemainingStop[]) => {
      const { low, high } = estimateArrival(stops);
      return high - low;
    };
    expect(width([dropoff(20)])).toBeGreaterThan(width([dropoff(2)]));
    expect(width([pickup(2, 20), dropoff(2)])).toBeGreaterThan(width([pickup(2), dropoff(2)]));
    expect(width([dropoff(5), dropoff(5), dropoff(5)])).toBeGreaterThan(width([dropoff(15)]));
  });
});

const stopArbitrary: fc.Arbitrary<RemainingStop> = fc.record({
  kind: fc.constantFrom("pickup" as const, "dropoff" as const),
  travelSeconds: fc.integer({ min: 0, max: 5_000 }),
  readyInSeconds: fc.integer({ min: 0, max: 5_000 }),
});

it("never comes sooner for a stop more, a longer way or a slower kitchen", () => {
  fc.assert(
    fc.property(
      fc.array(stopArbitrary, { minLength: 1, maxLength: 6 }),
      stopArbitrary,
      fc.nat(600),
      (stops, more, delay) => {
        const { low, high } = estimateArrival(stops);
        expect(low).toBeLessThan(high);
        const later = [
          [more, ...stops],
          stops.map((stop) => ({ ...stop, travelSeconds: stop.travelSeconds + delay })),
          stops.map((stop) => ({ ...stop, readyInSeconds: (stop.readyInSeconds ?? 0) + delay })),
        ];
        for (const changed of later) expect(estimateArrival(changed).low).toBeGreaterThanOrEqual(low);
      },
    ),
  );
});
