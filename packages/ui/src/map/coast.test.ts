import { distanceMeters } from "@tiffin/domain/geo/distance";
import type { LngLat } from "@tiffin/domain/geo/location";
import { nearestOnLine } from "@tiffin/domain/geo/polyline";
import { describe, expect, it } from "vitest";
import { type Fix, coast, isMoving } from "./coast.ts";

// East for about 1.1 km, then north for about 1.1 km.
const route: LngLat[] = [
  [77.6, 12.97],
  [77.61, 12.97],
  [77.61, 12.98],
];
const riding: Fix = {
  location: { lat: 12.97, lng: 77.605 },
  heading: 90,
  speed: 8,
  recordedAt: "2026-01-01T00:00:00Z",
};

describe("between two fixes the marker", () => {
  it("goes on along the street at the rider's speed", () => {
    const { at, done } = coast(riding, 5_000, route, 542);
    expect(distanceMeters(riding.location, at)).toBeCloseTo(40, 0);
    expect(done).toBe(false);
  });

  it("keeps to the street when the heading is a little wrong, and leaves it without a leap when it is very wrong", () => {
    const awry = { ...riding, heading: 100 };
    expect(nearestOnLine(route, coast(awry, 5_000, route, 542).at).distanceMeters).toBeLessThan(0.5);
    const away = { ...riding, heading: 180 };
    let before = away.location;
    for (let ms = 0; ms <= 16_000; ms += 100) {
      const { at } = coast(away, ms, route, 542);
      expect(distanceMeters(before, at)).toBeLessThan(3.5);
      before = at;
    }
    expect(nearestOnLine(route, before).distanceMeters).toBeGreaterThan(100);
  });

  it("waits at the route's end, and for news after a while", () => {
    const nearly = { ...riding, location: { lat: 12.9798, lng: 77.61 }, heading: 0 };
    expect(coast(nearly, 4_000, route, 2_150).done).toBe(true);
    expect(coast(riding, 16_000, [], 0).done).toBe(true);
  });

  it("stands for a rider who stands, or whose phone does not say how fast they are", () => {
    expect(isMoving({ ...riding, speed: 0.2 })).toBe(false);
    expect(isMoving({ ...riding, speed: null })).toBe(false);
    expect(isMoving({ ...riding, heading: null })).toBe(false);
    expect(coast({ ...riding, speed: 0 }, 5_000, [], 0).at).toMatchObject(riding.location);
  });
});
