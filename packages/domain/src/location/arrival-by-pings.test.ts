import { describe, expect, it } from "vitest";
import { destination, distanceMeters } from "../geo/distance.ts";
import { newRideFences, observeRide } from "./geofence.ts";
import { decidePing, PING_POLICY, type MovingFix } from "./ping-policy.ts";

const door = { lat: 12.97, lng: 77.59 };
const kitchen = destination(door, 270, 2_000);

/**
 * Comes to the door from the west in a straight line and stands there for two minutes, a fix a second. `speeds` are those
 * of its last seconds. Answers the second, counted from when it stands, in which the fence knows, by what the phone sent.
 */
function secondsUntilKnown(speeds: readonly number[], measured: (speed: number) => number | null): number | null {
  const cruise = Array.from({ length: 60 }, () => 8);
  const way = [...cruise, ...speeds];
  let left = way.reduce((sum, speed) => sum + speed, 0);
  let fences = newRideFences;
  let sent: MovingFix | null = null;
  let before: MovingFix | null = null;
  for (let second = 0; second < way.length + 120; second += 1) {
    const speed = way[second] ?? 0;
    left -= speed;
    const place = destination(door, 270, left);
    const fix: MovingFix = { ...place, at: second * 1_000 + 1, heading: 90, speed: measured(speed), accuracy: 6 };
    if (!decidePing(sent, fix, { watched: true, before }).send) continue;
    before = sent;
    sent = fix;
    const seen = observeRide(
      fences,
      { phase: "to-customer", isReady: true, isNextStop: true },
      {
        toRestaurantMeters: distanceMeters(fix, kitchen),
        toCustomerMeters: distanceMeters(fix, door),
        accuracyMeters: 6,
        at: fix.at,
      },
    );
    fences = seen.fences;
    if (seen.command === "arrived-at-customer") return second - way.length;
  }
  return null;
}

describe("an arrival, by no more than what a phone sends", () => {
  const stops = {
    abrupt: [8, 8],
    braking: [6, 4, 2, 1],
    "rolling out": [6, 4, 3, 2, 1.5, 1, 1, 0.9, 0.9],
    "creeping along": Array.from({ length: 20 }, () => 1.2),
  };

  it.each(Object.entries(stops))("is known within four seconds of the stop (%s)", (_, speeds) => {
    expect(secondsUntilKnown(speeds, (speed) => speed)).toBeLessThanOrEqual(4);
  });

  it.each(Object.entries(stops))("and, of a phone that measures no speed while it stands, soon (%s)", (_, speeds) => {
    const known = secondsUntilKnown(speeds, (speed) => (speed < 0.8 ? null : speed));
    expect(known).toBeLessThanOrEqual(PING_POLICY.horizonMs / 1_000);
  });
});
