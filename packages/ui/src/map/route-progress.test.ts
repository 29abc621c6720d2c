import { distanceMeters } from "@tiffin/domain/geo/distance";
import type { LngLat } from "@tiffin/domain/geo/location";
import { polylineMeters } from "@tiffin/domain/geo/polyline";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { placeOnRoute, splitRoute } from "./route-progress.ts";

// East for about 1.1 km, then north for about 1.1 km.
const route: LngLat[] = [
  [77.6, 12.97],
  [77.61, 12.97],
  [77.61, 12.98],
];
/** Round a block and over its own beginning again. */
const loop: LngLat[] = [
  [77.6, 12.97],
  [77.604, 12.97],
  [77.604, 12.974],
  [77.602, 12.974],
  [77.602, 12.966],
];

describe("a route that is eaten up", () => {
  it("is cut where the rider is", () => {
    const { behind, ahead } = splitRoute(route, { lat: 12.9701, lng: 77.605 });
    expect(behind[0]).toEqual([77.6, 12.97]);
    expect(ahead.at(-1)).toEqual([77.61, 12.98]);
    const cut = ahead[0]!;
    expect(distanceMeters({ lat: cut[1], lng: cut[0] }, { lat: 12.97, lng: 77.605 })).toBeLessThan(2);
  });

  it("lies ahead as a whole for a rider beside it, and behind at its end", () => {
    expect(splitRoute(route, { lat: 13.2, lng: 77.2 })).toEqual({ behind: [], ahead: route, alongMeters: 0 });
    expect(splitRoute(route, { lat: 12.98, lng: 77.61 }, 2_000).ahead).toEqual([]);
    expect(splitRoute([], { lat: 12.97, lng: 77.6 })).toEqual({ behind: [], ahead: [], alongMeters: 0 });
  });

  it("that crosses itself is cut at the passage that comes next", () => {
    const crossing = { lat: 12.97, lng: 77.602 };
    expect(placeOnRoute(loop, crossing, 150)!.alongMeters).toBeCloseTo(217, -1);
    expect(placeOnRoute(loop, crossing, 1_300)!.alongMeters).toBeCloseTo(1_541, -1);
  });

  it("keeps its length, wherever it is cut", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: -20, max: 20, noNaN: true }),
        (share, off) => {
          const at = { lat: 12.97 + off / 111_000, lng: 77.6 + share * 0.01 };
          const { behind, ahead, alongMeters } = splitRoute(route, at);
          expect(polylineMeters(behind) + polylineMeters(ahead)).toBeGreaterThan(polylineMeters(route) - 2.1);
          expect(polylineMeters(behind) + polylineMeters(ahead)).toBeLessThan(polylineMeters(route) + 0.1);
          expect(alongMeters).toBeGreaterThanOrEqual(0);
        },
      ),
    );
  });
});
