import { describe, expect, it } from "vitest";
import { newRideFences, observeRide, type FenceCommand, type RidePhase } from "./geofence.ts";

/** Walks a rider along distances to the restaurant's door, the customer being far away, and lists what it meant. */
function walk(phase: RidePhase, isReady: boolean, toRestaurant: number[], accuracyMeters = 10): FenceCommand[] {
  let fences = newRideFences;
  const commands: FenceCommand[] = [];
  for (const toRestaurantMeters of toRestaurant) {
    const seen = observeRide(
      fences,
      { phase, isReady },
      { toRestaurantMeters, toCustomerMeters: 2_000, accuracyMeters },
    );
    fences = seen.fences;
    if (seen.command !== null) commands.push(seen.command);
  }
  return commands;
}

describe("the restaurant's fence", () => {
  it("takes two fixes inside for an arrival", () => {
    expect(walk("to-restaurant", false, [300, 70, 200])).toEqual([]);
    expect(walk("to-restaurant", false, [300, 70, 60])).toEqual(["arrived-at-restaurant"]);
  });

  it("takes leaving with ready food for the pick-up, and not a stray fix or the edge", () => {
    expect(walk("at-restaurant", true, [20, 20, 150, 30, 90, 100])).toEqual([]);
    expect(walk("at-restaurant", true, [20, 20, 150, 220])).toEqual(["picked-up"]);
  });

  it("does not pick up food that isn't ready", () => {
    expect(walk("at-restaurant", false, [20, 20, 150, 220])).toEqual([]);
  });

  it("ignores fixes that are too vague", () => {
    expect(walk("to-restaurant", false, [10, 10, 10], 400)).toEqual([]);
  });
});

it("notices the arrival at the customer", () => {
  const near = { toRestaurantMeters: 3_000, toCustomerMeters: 40 };
  const first = observeRide(newRideFences, { phase: "to-customer", isReady: true }, near);
  expect(first.command).toBeNull();
  expect(observeRide(first.fences, { phase: "to-customer", isReady: true }, near).command).toBe("arrived-at-customer");
});
