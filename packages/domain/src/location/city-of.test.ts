import fc from "fast-check";
import { expect, it } from "vitest";
import { destination } from "../geo/distance.ts";
import { CITY_BORDER_METERS, cityOf, type CityArea } from "./city-of.ts";

/** Two towns whose circles touch, the large one in the west. */
const west: CityArea = { id: "west", lat: 12.97, lng: 77.59, radiusMeters: 10_000 };
const east: CityArea = { id: "east", ...destination(west, 90, 15_000), radiusMeters: 5_000 };
const towns = [west, east];
const eastOfWest = (meters: number) => destination(west, 90, meters);

it("is the one in whose circle a rider is, however small its neighbour", () => {
  expect(cityOf(eastOfWest(2_000), "east", towns)).toBe("west");
  expect(cityOf(eastOfWest(9_000), "west", towns)).toBe("west");
  expect(cityOf(eastOfWest(14_000), "west", towns)).toBe("east");
});

it("stays the same at the border until the rider is well within the other", () => {
  expect(cityOf(eastOfWest(10_300), "west", towns)).toBe("west");
  expect(cityOf(eastOfWest(9_700), "east", towns)).toBe("east");
  expect(cityOf(eastOfWest(10_600), "west", towns)).toBe("east");
});

it("stays the same far from all cities, and where none is known", () => {
  expect(cityOf(eastOfWest(500_000), "west", towns)).toBe("west");
  expect(cityOf(west, "west", [])).toBe("west");
  expect(cityOf(west, "founded a moment ago", towns)).toBe("founded a moment ago");
});

it("does not change back without moving, wherever that is", () => {
  const place = fc.record({
    bearing: fc.double({ min: 0, max: 360, noNaN: true }),
    meters: fc.double({ min: 0, max: 40_000, noNaN: true }),
  });
  fc.assert(
    fc.property(place, fc.constantFrom("west", "east"), ({ bearing, meters }, before) => {
      const at = destination(west, bearing, meters);
      const now = cityOf(at, before, towns);
      expect(cityOf(at, now, towns)).toBe(now);
      // … nor by the jitter of a phone.
      const jittered = destination(at, bearing + 90, CITY_BORDER_METERS / 10);
      if (now !== before) expect(cityOf(jittered, now, towns)).toBe(now);
    }),
  );
});
