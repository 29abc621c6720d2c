import type { CityWire } from "@tiffin/domain/wire/restaurants";
import { describe, expect, it } from "vitest";
import { describePlace } from "./place-name.ts";
import { parseAsPoint } from "./point.ts";
import { citySlugNear, nearestCity } from "./served.ts";

describe("a point in the address bar", () => {
  it("is read and written", () => {
    expect(parseAsPoint.parse("13.862,76.781")).toEqual({ lat: 13.862, lng: 76.781 });
    expect(parseAsPoint.serialize({ lat: 13.862_44, lng: 76.781_6 })).toBe("13.862,76.782");
  });

  it("is nothing when it is no place on earth", () => {
    for (const text of ["", "13.8", "a,b", ",", "91,0", "0,181", "1,2,3"]) expect(parseAsPoint.parse(text)).toBeNull();
  });
});

describe("the city of a place", () => {
  const city = (slug: string, lat: number, lng: number) => ({ slug, location: { lat, lng } }) as CityWire;
  const cities = [city("south", 13, 77), city("north", 28, 77)];

  it("is the nearest one, as far as it reaches", () => {
    expect(citySlugNear(cities, { lat: 13.1, lng: 77 })).toBe("south");
    expect(citySlugNear(cities, { lat: 20, lng: 77 })).toBeNull();
    expect(nearestCity(cities, { lat: 22, lng: 77 })?.city.slug).toBe("north");
    expect(nearestCity([], { lat: 22, lng: 77 })).toBeNull();
  });
});

describe("what a place is called", () => {
  const street = (name: string, lat: number) => ({
    type: "Feature" as const,
    properties: { kind: "street", class: "residential", name },
    geometry: {
      type: "LineString" as const,
      coordinates: [
        [77, lat],
        [77.01, lat],
      ] as const,
    },
  });
  const area = {
    type: "Feature" as const,
    properties: { kind: "place", class: "neighbourhood", name: "Old Town" },
    geometry: { type: "Point" as const, coordinates: [77.005, 13.002] as const },
  };
  const map = {
    type: "FeatureCollection" as const,
    features: [street("Mill Road", 13), street("Far Road", 13.01), area],
  };

  it("names the street one stands on and the part of town", () => {
    expect(describePlace(map, { lat: 13.0002, lng: 77.005 })).toBe("Mill Road, Old Town");
  });

  it("names the part of town once", () => {
    const named = { ...map, features: [street("2nd Cross, Old Town", 13), area] };
    expect(describePlace(named, { lat: 13.0002, lng: 77.005 })).toBe("2nd Cross, Old Town");
  });

  it("names the part of town alone off the streets, and nothing beyond", () => {
    expect(describePlace(map, { lat: 13.005, lng: 77.005 })).toBe("Old Town");
    expect(describePlace(map, { lat: 14, lng: 77 })).toBeNull();
  });
});
