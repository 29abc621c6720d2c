import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { newRideFences, observeRide, type FenceCommand, type WatchedRide } from "./geofence.ts";

const ride = (phase: WatchedRide["phase"], change: Partial<WatchedRide> = {}): WatchedRide => ({
  phase,
  isReady: true,
  isNextStop: true,
  ...change,
});

/** A fix every ten seconds at these distances from the restaurant's door, the customer being far away; what they mean. */
function walk(watched: WatchedRide, toRestaurant: number[], accuracyMeters = 10, secondsApart = 10): FenceCommand[] {
  let fences = newRideFences;
  const commands: FenceCommand[] = [];
  for (const [index, toRestaurantMeters] of toRestaurant.entries()) {
    const at = (index + 1) * secondsApart * 1_000;
    const seen = observeRide(fences, watched, { toRestaurantMeters, toCustomerMeters: 2_000, accuracyMeters, at });
    fences = seen.fences;
    if (seen.command !== null) commands.push(seen.command);
  }
  return commands;
}

describe("the restaurant's fence", () => {
  it("takes two fixes inside for an arrival", () => {
    expect(walk(ride("to-restaurant"), [300, 70, 200])).toEqual([]);
    expect(walk(ride("to-restaurant"), [300, 70, 60])).toEqual(["arrived-at-restaurant"]);
  });

  it("does not take fixes of one moment for a stay", () => {
    expect(walk(ride("to-restaurant"), [300, 70, 60, 50], 10, 0.2)).toEqual([]);
  });

  it("takes leaving with ready food for the pick-up, and not a stray fix or the edge", () => {
    expect(walk(ride("at-restaurant"), [20, 20, 20, 150, 30, 90, 100])).toEqual([]);
    expect(walk(ride("at-restaurant"), [20, 20, 20, 150, 220])).toEqual(["picked-up"]);
  });

  it("does not take riding past the door for the pick-up", () => {
    expect(walk(ride("at-restaurant"), [150, 70, 10, 70, 150, 220], 10, 4)).toEqual([]);
  });

  it("does not pick up food that isn't ready", () => {
    expect(walk(ride("at-restaurant", { isReady: false }), [20, 20, 20, 150, 220])).toEqual([]);
  });

  it("ignores fixes that are too vague, and leaves only where their error allows it", () => {
    expect(walk(ride("to-restaurant"), [10, 10, 10], 400)).toEqual([]);
    expect(walk(ride("at-restaurant"), [20, 20, 20, 130, 130], 90)).toEqual([]);
  });
});

describe("the customer's fence", () => {
  const near = { toRestaurantMeters: 3_000, toCustomerMeters: 40 };

  it("notices the arrival", () => {
    const first = observeRide(newRideFences, ride("to-customer"), { ...near, at: 1_000 });
    expect(first.command).toBeNull();
    expect(observeRide(first.fences, ride("to-customer"), { ...near, at: 5_000 }).command).toBe("arrived-at-customer");
  });

  it("counts a fix once, however often it is delivered, and none from before it", () => {
    const first = observeRide(newRideFences, ride("to-customer"), { ...near, at: 5_000 });
    expect(observeRide(first.fences, ride("to-customer"), { ...near, at: 5_000 })).toEqual({
      fences: first.fences,
      command: null,
    });
    expect(observeRide(first.fences, ride("to-customer"), { ...near, at: 1_000 }).command).toBeNull();
  });

  it("is not reached on the way to another door", () => {
    const passing = ride("to-customer", { isNextStop: false });
    const first = observeRide(newRideFences, passing, { ...near, at: 1_000 });
    expect(observeRide(first.fences, passing, { ...near, at: 5_000 }).command).toBeNull();
  });
});

it("never crosses by jitter that stays within the margin", () => {
  const distances = (min: number, max: number) => fc.array(fc.integer({ min, max }), { maxLength: 60 });
  fc.assert(
    fc.property(distances(81, 500), distances(0, 109), (outside, inside) => {
      expect(walk(ride("to-restaurant"), outside)).toEqual([]);
      expect(walk(ride("at-restaurant"), [20, 20, ...inside])).toEqual([]);
    }),
  );
});
