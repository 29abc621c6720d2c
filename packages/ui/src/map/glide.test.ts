import { distanceMeters } from "@tiffin/domain/geo/distance";
import type { Location, LngLat } from "@tiffin/domain/geo/location";
import { nearestOnLine } from "@tiffin/domain/geo/polyline";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Fix, type Shown, easeHeading, glideAt, glideMilliseconds, nextMove, shortestTurn } from "./glide.ts";

// East for about 1.1 km, then north for about 1.1 km.
const route: LngLat[] = [
  [77.6, 12.97],
  [77.61, 12.97],
  [77.61, 12.98],
];
const second = (n: number) => new Date(Date.parse("2026-01-01T00:00:00Z") + n * 1_000).toISOString();
const fix = (lat: number, lng: number, seconds: number, heading: number | null = null): Fix => ({
  location: { lat, lng },
  heading,
  recordedAt: second(seconds),
});
const shownAt = (lat: number, lng: number, alongMeters = 0): Shown => ({
  fix: fix(lat, lng, 0),
  at: { lat, lng },
  alongMeters,
});
const glideTo = (shown: Shown, next: Fix, along = route) => {
  const move = nextMove(shown, next, along);
  if (move.kind !== "glide") throw new Error(`not a glide: ${move.kind}`);
  return move;
};

describe("a fix that arrives", () => {
  it("moves the marker along the street and round its corner", () => {
    const { path } = glideTo(shownAt(12.97, 77.608, 860), fix(12.972, 77.61, 4));
    expect(path).toHaveLength(3);
    expect(path[1]).toEqual([77.61, 12.97]);
    expect(glideAt(path, 0.2).heading).toBeCloseTo(90, 0);
    expect(glideAt(path, 0.9).heading).toBeCloseTo(0, 0);
  });

  it("keeps the marker on the street, however the phone errs", () => {
    const { path } = glideTo(shownAt(12.97, 77.602, 217), fix(12.97018, 77.604, 4));
    expect(nearestOnLine(route, glideAt(path, 1).location).distanceMeters).toBeLessThan(0.5);
  });

  it("moves it straight where there is no route", () => {
    expect(glideTo(shownAt(12.97, 77.608), fix(12.974, 77.605, 4)).path).toEqual([
      [77.608, 12.97],
      [77.605, 12.974],
    ]);
    expect(glideTo(shownAt(12.97, 77.6), fix(12.97, 77.601, 4), []).path).toHaveLength(2);
  });

  it("is ignored when it is older than what is shown, or the same", () => {
    const shown = { ...shownAt(12.97, 77.604), fix: fix(12.97, 77.604, 10) };
    expect(nextMove(shown, fix(12.97, 77.603, 9), route)).toEqual({ kind: "ignore" });
    expect(nextMove(shown, fix(12.97, 77.605, 10), route)).toEqual({ kind: "ignore" });
  });

  it("is a jump when it is a teleport, comes after a long silence, or motion is not wanted", () => {
    const shown = shownAt(12.97, 77.602, 217);
    expect(nextMove(shown, fix(12.99, 77.63, 4), route)).toMatchObject({
      kind: "jump",
      to: { lat: 12.99, lng: 77.63 },
    });
    expect(nextMove(shown, fix(12.97, 77.605, 120), route).kind).toBe("jump");
    expect(nextMove(shown, fix(12.97, 77.605, 4), route, true)).toMatchObject({
      kind: "jump",
      heading: expect.closeTo(90, 0),
    });
  });

  it("leaves a rider who stands where they stand, back and forth", () => {
    const shown = shownAt(12.97, 77.605, 542);
    expect(nextMove(shown, fix(12.97001, 77.60502, 4, 200), route)).toEqual({ kind: "stay", heading: 200 });
    expect(nextMove(shown, fix(12.97, 77.60485, 4), route)).toEqual({ kind: "stay", heading: null });
  });

  it("brings a rider whose speed is known to where they are by the time the marker arrives", () => {
    const riding = { ...fix(12.97, 77.605, 4, 90), speed: 8 };
    const { path, milliseconds } = glideTo(shownAt(12.97, 77.6049, 531), riding);
    expect(milliseconds).toBe(1_000);
    expect(distanceMeters(glideAt(path, 1).location, riding.location)).toBeCloseTo(8, 0);
  });

  it("slows the marker down when it is a little ahead of the rider, instead of turning it round", () => {
    const riding = { ...fix(12.97, 77.605, 4, 90), speed: 5 };
    const { path } = glideTo(shownAt(12.97, 77.60515, 558), riding);
    expect(glideAt(path, 0.5).heading).toBeCloseTo(90, 0);
  });

  it("turns a rider who rides back", () => {
    const { path } = glideTo(shownAt(12.97, 77.605, 542), fix(12.97, 77.604, 4));
    expect(glideAt(path, 0.5).heading).toBeCloseTo(270, 0);
  });

  it("never makes the marker leap: a glide begins where it stands and its steps are small", () => {
    const place = fc.record({
      lat: fc.double({ min: 12.968, max: 12.982, noNaN: true }),
      lng: fc.double({ min: 77.598, max: 77.612, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(place, { minLength: 2, maxLength: 12 }), (places) => {
        let shown: Shown = shownAt(places[0]!.lat, places[0]!.lng);
        for (const [i, { lat, lng }] of places.slice(1).entries()) {
          const next = fix(lat, lng, (i + 1) * 4);
          const move = nextMove(shown, next, route);
          if (move.kind === "jump") shown = { fix: next, at: move.to, alongMeters: 0 };
          if (move.kind !== "glide") continue;
          let before: Location = shown.at;
          for (let share = 0; share <= 1; share += 0.02) {
            const { location } = glideAt(move.path, share);
            expect(distanceMeters(before, location)).toBeLessThan(60);
            before = location;
          }
          shown = { fix: next, at: glideAt(move.path, 1).location, alongMeters: 0 };
        }
      }),
    );
  });
});

describe("a glide", () => {
  it("takes about the time between the fixes, within bounds", () => {
    expect(glideMilliseconds(2_000)).toBeCloseTo(2_100);
    expect(glideMilliseconds(80_000)).toBe(6_000);
    expect(glideMilliseconds(0)).toBe(350);
  });
});

describe("a heading", () => {
  it("turns by the shorter way", () => {
    expect(shortestTurn(350, 10)).toBe(370);
    expect(shortestTurn(10, 350)).toBe(-10);
  });

  it("swings round without overshooting", () => {
    const halfway = easeHeading(350, 10, 60);
    expect(halfway).toBeGreaterThan(350);
    expect(halfway).toBeLessThan(370);
    expect(easeHeading(350, 10, 2_000)).toBeCloseTo(370);
  });
});
