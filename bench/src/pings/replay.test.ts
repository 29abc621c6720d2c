import { seededRandom } from "@tiffin/db/seed/random";
import { destination, distanceMeters } from "@tiffin/domain/geo/distance";
import { toLngLat, type LngLat } from "@tiffin/domain/geo/location";
import { expect, test } from "vitest";
import { drive } from "./drive.ts";
import { replay } from "./replay.ts";

const home = { lat: 41.15, lng: -8.61 };
const perfect = { meters: 0, headingDegrees: 0, metersPerSecond: 0 };
/** Two minutes straight to the east at 8 m/s. */
const straightOn: LngLat[] = Array.from({ length: 9 }, (_, step) => toLngLat(destination(home, 90, step * 120)));

test("a way is driven through its points, a second at a time", () => {
  const seconds = [...drive(straightOn, "smooth", perfect, seededRandom(1))];
  expect(seconds).toHaveLength(121);
  expect(distanceMeters(seconds[60]!.truth, destination(home, 90, 480))).toBeLessThan(0.5);
  expect(seconds[60]!.fix.speed).toBeCloseTo(8, 1);
  expect(seconds[60]!.fix.heading).toBeCloseTo(90, 0);
});

test("who rides straight on is sent rarely, and the map is right", () => {
  const { pings, errors } = replay([straightOn], "straight", perfect);
  expect(pings.fixed).toBe(31);
  expect(pings.adaptive).toBeLessThan(12);
  expect(Math.max(...errors.adaptive)).toBeLessThan(1);
  expect(Math.max(...errors.held)).toBeGreaterThan(100);
});
