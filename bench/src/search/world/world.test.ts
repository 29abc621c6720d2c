import { describe, expect, it } from "vitest";
import { distanceMeters } from "@tiffin/domain/geo/distance";
import { worldCities } from "./cities.ts";
import { cuisines } from "./cuisines.ts";
import { restaurantsOf } from "./restaurants.ts";

const LARGEST_INTEGER = 2 ** 31 - 1;

describe("the world of the search benchmark", () => {
  it("shares half a million restaurants out over 140 cities, and fewer over fewer", () => {
    const cities = worldCities(500_000);
    expect(cities).toHaveLength(140);
    expect(cities.reduce((sum, city) => sum + city.restaurants, 0)).toBe(500_000);
    expect(worldCities(100_000)).toHaveLength(28);
    expect(cities[0]!.restaurants).toBeGreaterThan(5 * cities.at(-1)!.restaurants);
  });

  it("knows what every city cooks, and its clock", () => {
    for (const { region, timeZone } of worldCities(500_000)) {
      expect(region.cuisines.filter(([name]) => !cuisines.has(name))).toEqual([]);
      expect(() => new Intl.DateTimeFormat("en", { timeZone })).not.toThrow();
    }
  });

  it("has thousands of dishes", () => {
    const names = new Set([...cuisines.values()].flatMap(({ dishes }) => dishes.map(({ name }) => name)));
    expect(names.size).toBeGreaterThan(3_500);
  });

  it("is the same in every run, stands around its cities, and fits its columns", () => {
    for (const city of worldCities(140_000)) {
      const few = { ...city, restaurants: 20 };
      const restaurants = [...restaurantsOf(few, 7)];
      expect([...restaurantsOf(few, 7)]).toEqual(restaurants);
      for (const { location, costForTwo, dishes } of restaurants) {
        expect(distanceMeters(location, city.location)).toBeLessThan(5 * city.spreadMeters);
        expect(costForTwo ?? 1).toBeLessThan(LARGEST_INTEGER / 4);
        expect(dishes.length).toBeGreaterThanOrEqual(5);
      }
    }
  });
});
