import { distanceMeters } from "@tiffin/domain/geo/distance";
import type { LngLat } from "@tiffin/domain/geo/location";
import { describe, expect, it } from "vitest";
import { glideAt, glideMilliseconds, glidePath, shortestTurn, splitRoute } from "./glide.ts";

// East for about 1.1 km, then north for about 1.1 km.
const route: LngLat[] = [
  [77.6, 12.97],
  [77.61, 12.97],
  [77.61, 12.98],
];
const fix = (recordedAt: string) => ({ location: { lat: 0, lng: 0 }, heading: null, recordedAt });

describe("a marker that glides", () => {
  it("turns the corner with the street when both fixes lie on the route", () => {
    const path = glidePath({ lat: 12.9701, lng: 77.608 }, { lat: 12.972, lng: 77.6101 }, route);
    expect(path).toContainEqual([77.61, 12.97]);
  });

  it("goes straight when the rider left the route, or rides back", () => {
    expect(glidePath({ lat: 12.97, lng: 77.608 }, { lat: 12.975, lng: 77.605 }, route)).toHaveLength(2);
    expect(glidePath({ lat: 12.97, lng: 77.608 }, { lat: 12.97, lng: 77.604 }, route)).toHaveLength(2);
    expect(glidePath({ lat: 12.97, lng: 77.6 }, { lat: 12.97, lng: 77.601 }, null)).toHaveLength(2);
  });

  it("starts at the old fix, ends at the new one, and looks where it goes", () => {
    const path = glidePath({ lat: 12.97, lng: 77.606 }, { lat: 12.974, lng: 77.61 }, route);
    expect(glideAt(path, 0, null).location.lng).toBeCloseTo(77.606);
    expect(glideAt(path, 0.2, null).heading).toBeCloseTo(90, 0);
    expect(glideAt(path, 0.9, null).heading).toBeCloseTo(0, 0);
    expect(glideAt(path, 1, null).location).toEqual({ lat: 12.974, lng: 77.61 });
    expect(glideAt(path, 1, 42).heading).toBe(42);
  });

  it("takes about the time between the fixes, within bounds", () => {
    expect(glideMilliseconds(fix("2026-01-01T00:00:00Z"), fix("2026-01-01T00:00:02Z"))).toBeCloseTo(2_100);
    expect(glideMilliseconds(fix("2026-01-01T00:00:00Z"), fix("2026-01-01T00:10:00Z"))).toBe(5_000);
    expect(glideMilliseconds(fix("2026-01-01T00:00:00Z"), fix("2026-01-01T00:00:00Z"))).toBe(350);
  });

  it("eats the route up as it is travelled", () => {
    const { behind, ahead } = splitRoute(route, { lat: 12.9701, lng: 77.605 });
    expect(behind[0]).toEqual([77.6, 12.97]);
    expect(ahead.at(-1)).toEqual([77.61, 12.98]);
    const cut = ahead[0]!;
    expect(distanceMeters({ lat: cut[1], lng: cut[0] }, { lat: 12.97, lng: 77.605 })).toBeLessThan(2);
    expect(splitRoute(route, { lat: 13.2, lng: 77.2 })).toEqual({ behind: [], ahead: route });
  });

  it("turns by the shorter way", () => {
    expect(shortestTurn(350, 10)).toBe(370);
    expect(shortestTurn(10, 350)).toBe(-10);
  });
});
