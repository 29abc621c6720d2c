import fc from "fast-check";
import { expect, it } from "vitest";
import { destination } from "../geo/distance.ts";
import type { Location } from "../geo/location.ts";
import { CITY_BORDER_METERS, cityOf, type CityArea } from "./city-of.ts";

/** Two towns whose circles touch, the large one in the west. */
const west: CityArea = { id: "west", lat: 12.97, lng: 77.59, radiusMeters: 10_000 };
const east: CityArea = { id: "east", ...destination(west, 90, 15_000), radiusMeters: 5_000 };
const towns = [west, east];
const eastOfWest = (meters: number) => destination(west, 90, meters);
/** Somebody who works in neither. */
const visitor = (place: Location, current: string, cities: readonly CityArea[]) =>
  cityOf(place, { home: "north", current }, cities);

it("is the one in whose circle a rider is, however small its neighbour", () => {
  expect(visitor(eastOfWest(2_000), "east", towns)).toBe("west");
  expect(visitor(eastOfWest(9_000), "west", towns)).toBe("west");
  expect(visitor(eastOfWest(14_000), "west", towns)).toBe("east");
});

it("stays the same at the border until the rider is well within the other", () => {
  expect(visitor(eastOfWest(10_300), "west", towns)).toBe("west");
  expect(visitor(eastOfWest(9_700), "east", towns)).toBe("east");
  expect(visitor(eastOfWest(10_600), "west", towns)).toBe("east");
});

it("stays the same far from all cities, and where none is known", () => {
  expect(visitor(eastOfWest(500_000), "west", towns)).toBe("west");
  expect(visitor(west, "west", [])).toBe("west");
  expect(visitor(west, "founded a moment ago", towns)).toBe("founded a moment ago");
});

it("is the one that the rider works in anywhere within its circle, however deep that lies in another's", () => {
  const near: CityArea = { id: "near", ...destination(west, 90, 9_000), radiusMeters: 4_000 };
  const both = [west, near];
  const from = (meters: number, current: string) => cityOf(eastOfWest(meters), { home: "west", current }, both);
  expect(visitor(eastOfWest(9_000), "west", both)).toBe("near");
  expect(from(9_000, "west")).toBe("west");
  expect(from(10_900, "west")).toBe("west");
  expect(from(11_100, "west")).toBe("near");
  expect(from(10_500, "near")).toBe("near");
  expect(from(9_900, "near")).toBe("west");
});

it("does not change back without moving, wherever that is", () => {
  const place = fc.record({
    bearing: fc.double({ min: 0, max: 360, noNaN: true }),
    meters: fc.double({ min: 0, max: 40_000, noNaN: true }),
  });
  const town = fc.constantFrom("west", "east");
  fc.assert(
    fc.property(place, town, fc.constantFrom("west", "east", "north"), ({ bearing, meters }, before, home) => {
      const at = destination(west, bearing, meters);
      const now = cityOf(at, { home, current: before }, towns);
      expect(cityOf(at, { home, current: now }, towns)).toBe(now);
      // … nor by the jitter of a phone.
      const jittered = destination(at, bearing + 90, CITY_BORDER_METERS / 10);
      if (now !== before) expect(cityOf(jittered, { home, current: now }, towns)).toBe(now);
    }),
  );
});
