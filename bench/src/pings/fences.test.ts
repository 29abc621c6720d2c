import { existsSync } from "node:fs";
import { seededRandom } from "@tiffin/db/seed/random";
import { distanceMeters } from "@tiffin/domain/geo/distance";
import { toLocation, type LngLat, type Location } from "@tiffin/domain/geo/location";
import {
  FENCE_RULES,
  newRideFences,
  observeRide,
  type FenceCommand,
  type RidePhase,
} from "@tiffin/domain/location/geofence";
import { decidePing, PING_POLICY, type MovingFix } from "@tiffin/domain/location/ping-policy";
import { describe, expect, it } from "vitest";
import { drive, type Noise } from "./drive.ts";
import { readTraces, TRACES_FILE } from "./read-traces.ts";

const PHONE: Noise = { meters: 4, headingDegrees: 4, metersPerSecond: 0.3 };
/** A phone's error at its worst. */
const ERROR_METERS = 25;
/** Whoever is farther from the restaurant has left it. */
const NEAR_METERS = FENCE_RULES.restaurantMeters + FENCE_RULES.marginMeters + ERROR_METERS;
const NEXT = {
  "arrived-at-restaurant": "at-restaurant",
  "picked-up": "to-customer",
  "arrived-at-customer": "at-customer",
} as const satisfies Record<Exclude<FenceCommand, null>, RidePhase>;

interface Seen {
  readonly command: Exclude<FenceCommand, null>;
  readonly second: number;
  /** From where the rider really is. */
  readonly toRestaurant: number;
  readonly toCustomer: number;
}

/** A way ridden with a phone that sends by the policy: what the fences around two doors make of it. */
function ride(line: readonly LngLat[], doors: { restaurant: Location; customer: Location }, isNextStop = true) {
  let sent: MovingFix | null = null;
  let before: MovingFix | null = null;
  let fences = newRideFences;
  let phase: RidePhase = "to-restaurant";
  const seen: Seen[] = [];
  const truths: Location[] = [];
  for (const { truth, fix } of drive(line, "smooth", PHONE, seededRandom(1))) {
    truths.push(truth);
    if (!decidePing(sent, fix, { watched: true, before }).send) continue;
    before = sent;
    sent = fix;
    const { fences: next, command }: ReturnType<typeof observeRide> = observeRide(
      fences,
      { phase, isReady: true, isNextStop },
      {
        toRestaurantMeters: distanceMeters(fix, doors.restaurant),
        toCustomerMeters: distanceMeters(fix, doors.customer),
        accuracyMeters: 2 * PHONE.meters,
        at: fix.at + 1,
      },
    );
    fences = next;
    if (command === null) continue;
    phase = NEXT[command];
    seen.push({
      command,
      second: truths.length - 1,
      toRestaurant: distanceMeters(truth, doors.restaurant),
      toCustomer: distanceMeters(truth, doors.customer),
    });
  }
  return { seen, truths };
}

const stand = (place: LngLat, quarterMinutes: number): LngLat[] => Array.from({ length: quarterMinutes }, () => place);

describe.skipIf(!existsSync(TRACES_FILE))("real ways (skipped where ../shared/data is absent)", () => {
  const ways = existsSync(TRACES_FILE) ? readTraces(TRACES_FILE) : [];
  /** From door to door, a minute at the first and two at the second. */
  const deliveries = ways.flatMap((line) => {
    const [first, last] = [line[0]!, line.at(-1)!];
    const doors = { restaurant: toLocation(first), customer: toLocation(last) };
    if (distanceMeters(doors.restaurant, doors.customer) < 500) return [];
    return [{ line: [...stand(first, 4), ...line, ...stand(last, 8)], doors }];
  });

  it("give the three steps of a ride, each once, and where they belong", () => {
    expect(deliveries.length).toBeGreaterThan(200);
    for (const { line, doors } of deliveries) {
      const { seen, truths } = ride(line, doors);
      expect(seen.map(({ command }) => command)).toEqual(["arrived-at-restaurant", "picked-up", "arrived-at-customer"]);
      const [arrived, pickedUp, there] = seen as [Seen, Seen, Seen];
      expect(arrived.toRestaurant).toBeLessThan(FENCE_RULES.restaurantMeters + ERROR_METERS);
      expect(pickedUp.toRestaurant).toBeGreaterThan(FENCE_RULES.restaurantMeters);
      expect(there.toCustomer).toBeLessThan(FENCE_RULES.customerMeters + ERROR_METERS);
      // Both are told soon: leaving by the second fix, of a phone that may be silent for so long; arriving by the stop.
      const leftAt = truths.findIndex((truth) => distanceMeters(truth, doors.restaurant) > NEAR_METERS);
      expect((pickedUp.second - leftAt) * 1_000).toBeLessThanOrEqual(2 * PING_POLICY.horizonMs);
      const standsSince = 15 * (line.length - 8);
      expect(there.second - standsSince).toBeLessThanOrEqual(5);
    }
  });

  it("past a door that is not the next stop are no arrival", () => {
    for (const { line, doors } of deliveries) {
      const customer = toLocation(line[Math.floor(line.length / 2)]!);
      const { seen } = ride(line, { ...doors, customer }, false);
      expect(seen.map(({ command }) => command)).not.toContain("arrived-at-customer");
    }
  });

  it("past a restaurant are no pick-up", () => {
    const lines = deliveries.map(({ line }) => line.slice(4, -8));
    let passed = 0;
    for (const line of lines) {
      const restaurant = toLocation(line[Math.floor(line.length / 2)]!);
      const { seen, truths } = ride(line, { restaurant, customer: toLocation(line.at(-1)!) });
      const near = truths.filter((truth) => distanceMeters(truth, restaurant) < NEAR_METERS).length;
      // Who was held up there for as long as a visit takes can't be told from one who visited.
      if (near * 1_000 >= FENCE_RULES.visitMs) continue;
      passed += 1;
      expect(seen.map(({ command }) => command)).not.toContain("picked-up");
    }
    expect(passed).toBeGreaterThan(30);
  });
});
