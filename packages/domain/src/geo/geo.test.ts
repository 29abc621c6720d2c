import { describe, expect, it } from "vitest";
import { bearingDegrees, destination, distanceMeters, turnDegrees } from "./distance.ts";
import { geohash, geohashBounds, geohashCentre } from "./geohash.ts";
import { isPlausibleLocation } from "./location.ts";
import type { LngLat } from "./location.ts";
import { boundsOf, isInPolygon } from "./polygon.ts";
import { nearestOnLine, pointAlong, polylineMeters, sliceLine } from "./polyline.ts";

const delhi = { lat: 28.6139, lng: 77.209 };
const mumbai = { lat: 19.076, lng: 72.8777 };

describe("distance and bearing", () => {
  it("measures Delhi to Mumbai as about 1,148 km", () => {
    expect(distanceMeters(delhi, mumbai)).toBeCloseTo(1_148_000, -4);
    expect(distanceMeters(delhi, delhi)).toBe(0);
  });

  it("points north as 0 and east as 90", () => {
    expect(bearingDegrees({ lat: 0, lng: 0 }, { lat: 1, lng: 0 })).toBeCloseTo(0);
    expect(bearingDegrees({ lat: 0, lng: 0 }, { lat: 0, lng: 1 })).toBeCloseTo(90);
    expect(bearingDegrees({ lat: 0, lng: 0 }, { lat: 0, lng: -1 })).toBeCloseTo(270);
  });

  it("takes the smaller turn across north", () => {
    expect(turnDegrees(350, 10)).toBe(20);
    expect(turnDegrees(90, 270)).toBe(180);
  });

  it("arrives where it measures", () => {
    const there = destination(delhi, 137, 2_500);
    expect(distanceMeters(delhi, there)).toBeCloseTo(2_500, 3);
    expect(bearingDegrees(delhi, there)).toBeCloseTo(137, 1);
  });

  it("takes (0,0) and nonsense for no location at all", () => {
    expect(isPlausibleLocation({ lat: 0, lng: 0 })).toBe(false);
    expect(isPlausibleLocation({ lat: Number.NaN, lng: 77 })).toBe(false);
    expect(isPlausibleLocation({ lat: 91, lng: 77 })).toBe(false);
    expect(isPlausibleLocation({ lat: -85.06, lng: 77 })).toBe(false);
    expect(isPlausibleLocation({ lat: 85.04, lng: 77 })).toBe(true);
    expect(isPlausibleLocation(delhi)).toBe(true);
  });
});

describe("polylines", () => {
  // East for about 1,095 m, then north for about 1,112 m.
  const line: LngLat[] = [
    [77, 13],
    [77.0101, 13],
    [77.0101, 13.01],
  ];

  it("walks along the line and says which way it heads", () => {
    const early = pointAlong(line, 100);
    expect(early.bearing).toBeCloseTo(90, 0);
    expect(distanceMeters({ lat: 13, lng: 77 }, early.location)).toBeCloseTo(100, 0);
    const late = pointAlong(line, polylineMeters(line) - 10);
    expect(late).toMatchObject({ atEnd: false });
    expect(late.bearing).toBeCloseTo(0);
    expect(pointAlong(line, 1e9)).toMatchObject({ location: { lat: 13.01, lng: 77.0101 }, atEnd: true });
  });

  it("finds the nearest point and how far along it lies", () => {
    const near = nearestOnLine(line, { lat: 13.0009, lng: 77.005 });
    expect(near.segment).toBe(0);
    expect(near.distanceMeters).toBeCloseTo(100, -1);
    expect(near.alongMeters).toBeCloseTo(542, -1);
  });

  it("cuts a part out, keeping the corners between", () => {
    const part = sliceLine(line, 500, 1_500);
    expect(part).toHaveLength(3);
    expect(polylineMeters(part)).toBeCloseTo(1_000, 0);
  });
});

describe("geohash", () => {
  it("agrees with the published example", () => {
    expect(geohash({ lat: 57.64911, lng: 10.40744 }, 11)).toBe("u4pruydqqvj");
  });

  it("holds the place it was made from", () => {
    const cell = geohashBounds(geohash(delhi, 6));
    expect(delhi.lat).toBeGreaterThanOrEqual(cell.south);
    expect(delhi.lat).toBeLessThan(cell.north);
    expect(distanceMeters(geohashCentre(geohash(delhi, 8)), delhi)).toBeLessThan(40);
  });

  it("refuses a letter that is not in the alphabet", () => {
    expect(() => geohashBounds("abc")).toThrow(RangeError);
  });
});

describe("polygons", () => {
  const square: LngLat[] = [
    [0, 0],
    [10, 0],
    [10, 10],
    [0, 10],
  ];
  const hole: LngLat[] = [
    [4, 4],
    [6, 4],
    [6, 6],
    [4, 6],
  ];

  it("is inside the square and not inside its hole", () => {
    expect(isInPolygon({ lat: 2, lng: 2 }, [square, hole])).toBe(true);
    expect(isInPolygon({ lat: 5, lng: 5 }, [square, hole])).toBe(false);
    expect(isInPolygon({ lat: 12, lng: 5 }, [square, hole])).toBe(false);
  });

  it("bounds its points, and nothing has no bounds", () => {
    expect(boundsOf(square)).toEqual({ south: 0, west: 0, north: 10, east: 10 });
    expect(boundsOf([])).toBeUndefined();
  });
});
