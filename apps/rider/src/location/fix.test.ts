import { describe, expect, it } from "vitest";
import { type Fix, fixFrom, stillHere, withMotion } from "./fix.ts";

const start = Date.parse("2026-03-01T12:00:00Z");
const fix = (seconds: number, overrides: Partial<Fix> = {}): Fix => ({
  lat: 12.97,
  lng: 77.59,
  accuracy: 8,
  recordedAt: new Date(start + seconds * 1_000).toISOString(),
  seq: seconds,
  ...overrides,
});

describe("a browser's position", () => {
  const position = {
    timestamp: start,
    coords: { latitude: 12.97, longitude: 77.59, accuracy: 9, heading: Number.NaN, speed: null },
  } as GeolocationPosition;

  it("leaves out what the phone does not know", () => {
    expect(fixFrom(position, 7)).toEqual({
      lat: 12.97,
      lng: 77.59,
      accuracy: 9,
      recordedAt: "2026-03-01T12:00:00.000Z",
      seq: 7,
    });
  });

  it("carries the right time from a phone whose clock is wrong", () => {
    expect(fixFrom(position, 7, -120_000).recordedAt).toBe("2026-03-01T11:58:00.000Z");
  });
});

describe("how the rider moves", () => {
  it("is told by the way since the fix before, where the phone leaves it out", () => {
    // 54 m to the east in six seconds.
    const moved = withMotion(fix(6, { lng: 77.5905 }), fix(0));
    expect(moved.heading).toBeCloseTo(90, 0);
    expect(moved.speed).toBeCloseTo(9, 0);
  });

  it("is what the phone says, where it says it", () => {
    expect(withMotion(fix(6, { lng: 77.5905, speed: 4, heading: 10 }), fix(0))).toMatchObject({
      speed: 4,
      heading: 10,
    });
  });

  it("is not made up of jitter, leaps or long silences", () => {
    expect(withMotion(fix(6, { lng: 77.59004 }), fix(0)).speed).toBeUndefined();
    expect(withMotion(fix(2, { lng: 77.5925 }), fix(0)).speed).toBeUndefined();
    expect(withMotion(fix(60, { lng: 77.5905 }), fix(0)).speed).toBeUndefined();
  });

  it("says nothing about now once the phone has fallen silent", () => {
    expect(stillHere(fix(0, { speed: 9, heading: 90 }), 8, start + 30_000)).toEqual({
      lat: 12.97,
      lng: 77.59,
      accuracy: 8,
      speed: 0,
      recordedAt: "2026-03-01T12:00:30.000Z",
      seq: 8,
    });
  });
});
