import fc from "fast-check";
import { expect, it } from "vitest";
import { destination, distanceMeters } from "../geo/distance.ts";
import { riddenMeters, type RiddenPoint } from "./ridden-meters.ts";
import { TRAIL_FLAGS } from "./trail-flags.ts";

const home = { lat: 12.97, lng: 77.59 };
const point = (meters: number, seconds: number, change: Partial<RiddenPoint> = {}): RiddenPoint => ({
  ...destination(home, 90, meters),
  at: seconds * 1_000,
  accuracy: 8,
  flags: 0,
  ...change,
});

it("adds up the way along the fixes, there and back", () => {
  expect(riddenMeters([point(0, 0), point(100, 12), point(260, 30), point(100, 50)])).toBe(420);
});

it("does not ride while the phone only jitters", () => {
  const standing = Array.from({ length: 500 }, (_, second) => point((second % 3) * 8, second * 4));
  expect(riddenMeters(standing)).toBeNull();
});

it("leaves out vague fixes, teleports and what no scooter rides", () => {
  const honest = [point(0, 0), point(200, 25), point(400, 50)];
  const odd = [point(5_000, 10, { flags: TRAIL_FLAGS.teleport }), point(900, 26, { accuracy: 300 }), point(8_000, 27)];
  const all = [...honest, ...odd].toSorted((a, b) => a.at - b.at);
  expect(riddenMeters(all)).toBe(riddenMeters(honest));
});

it("says nothing where there is nothing to say", () => {
  expect(riddenMeters([])).toBeNull();
  expect(riddenMeters([point(0, 0)])).toBeNull();
});

it("is never less than the way from the first fix to the last, nor faster than a scooter", () => {
  const way = fc.array(fc.integer({ min: 25, max: 60 }), { minLength: 1, maxLength: 50 });
  fc.assert(
    fc.property(way, fc.double({ min: -40, max: 40, noNaN: true }), (steps, turn) => {
      let at: RiddenPoint = point(0, 0);
      const points = [at];
      for (const [index, meters] of steps.entries()) {
        at = { ...at, ...destination(at, index * turn, meters), at: at.at + 4_000 };
        points.push(at);
      }
      const ridden = riddenMeters(points) ?? 0;
      expect(ridden).toBeGreaterThanOrEqual(Math.floor(distanceMeters(points[0]!, at)) - 40);
      expect(ridden).toBeLessThanOrEqual(33 * 4 * steps.length);
    }),
  );
});
