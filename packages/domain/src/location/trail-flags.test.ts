import { expect, it } from "vitest";
import { destination } from "../geo/distance.ts";
import { flagNames, provesPlace, SUSPICIOUS_FLAGS, suspicionsOf, TRAIL_FLAGS } from "./trail-flags.ts";

const before = { lat: 12.97, lng: 77.59, at: 0 };
const after = (meters: number, seconds: number) => ({ ...destination(before, 90, meters), at: seconds * 1_000 });
const names = (...given: Parameters<typeof suspicionsOf>) => flagNames(suspicionsOf(...given));

it("finds nothing odd about a ride through the town, with or without a speed", () => {
  expect(names({ accuracy: 8, speed: 9 }, after(40, 4), before)).toEqual([]);
  expect(names({}, after(40, 4), null)).toEqual([]);
});

it("flags an accuracy that no phone has, and a speed that no scooter has", () => {
  expect(names({ accuracy: 0 }, after(0, 4), before)).toEqual(["impossibleAccuracy"]);
  expect(names({ accuracy: 5, speed: 40 }, after(160, 4), before)).toEqual(["speeding"]);
});

it("flags a phone that says it stands and is 200 m further on", () => {
  expect(names({ accuracy: 5, speed: 0 }, after(200, 5), before)).toEqual(["speedMismatch"]);
  // After a minute in a tunnel, or within the fix's own error, that says nothing.
  expect(names({ accuracy: 5, speed: 0 }, after(200, 60), before)).toEqual([]);
  expect(names({ accuracy: 150, speed: 0 }, after(200, 5), before)).toEqual([]);
});

it("flags a fix that is no place, which makes nobody a suspect", () => {
  const flags = suspicionsOf({ accuracy: 1_500 }, after(0, 4), before);
  expect(flagNames(flags)).toEqual(["vague"]);
  expect(flags & SUSPICIOUS_FLAGS).toBe(0);
  expect(names({ accuracy: 200 }, after(0, 4), before)).toEqual([]);
});

it("takes an exact point with nothing odd about it for a proof, and one that does not say how exact it is", () => {
  expect([{ accuracy: 100 }, {}, { accuracy: 101 }].map((point) => provesPlace(point, 0))).toEqual([true, true, false]);
  expect(provesPlace({ accuracy: 5 }, TRAIL_FLAGS.speedMismatch)).toBe(false);
});

it("keeps each flag in a bit of its own", () => {
  const bits = Object.values(TRAIL_FLAGS);
  expect(bits.reduce((sum, bit) => sum | bit, 0)).toBe(bits.reduce((sum, bit) => sum + bit, 0));
});
