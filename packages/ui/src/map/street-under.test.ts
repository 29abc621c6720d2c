import { destination } from "@tiffin/domain/geo/distance";
import { toLngLat } from "@tiffin/domain/geo/location";
import { describe, expect, it } from "vitest";
import { nearestStreet, streetUnder } from "./street-under.ts";
import type { MapLibreMap } from "./maplibre.ts";

const crossing = { lat: 12.97, lng: 77.6 };
/** 400 m through the crossing, in two directions. */
const line = (bearing: number) => [
  toLngLat(destination(crossing, bearing + 180, 200)),
  toLngLat(destination(crossing, bearing, 200)),
];
const church = { name: "Church Street", lines: [line(90)] };
const brigade = { name: "Brigade Road", lines: [line(0)] };

describe("the street that a rider is on", () => {
  it("is the nearest one that has a name", () => {
    const alongChurch = destination(destination(crossing, 90, 100), 0, 8);
    expect(nearestStreet([brigade, church], alongChurch)).toBe("Church Street");
    expect(nearestStreet([church, brigade], destination(crossing, 0, 100))).toBe("Brigade Road");
  });

  it("is none thirty meters off, or where no street is drawn", () => {
    const off = (meters: number) => destination(destination(crossing, 90, 150), 0, meters);
    expect(nearestStreet([church], off(29))).toBe("Church Street");
    expect(nearestStreet([church], off(31))).toBeNull();
    expect(nearestStreet([], crossing)).toBeNull();
    expect(nearestStreet([{ name: "A dot", lines: [[toLngLat(crossing)]] }], crossing)).toBeNull();
  });

  it("is read from what the map draws as streets, and from nothing else that has a name", () => {
    const drawn = (name: string, kind: string, coordinates: unknown, type = "LineString", layer = "any") => ({
      properties: { name, kind },
      geometry: { type, coordinates },
      layer: { id: layer },
    });
    const map = (features: object[]) =>
      ({
        project: () => ({ x: 0, y: 0 }),
        unproject: () => destination(crossing, 90, 100),
        queryRenderedFeatures: () => features,
      }) as unknown as MapLibreMap;
    const river = drawn("A river", "water", line(90));
    expect(streetUnder(map([river]), crossing)).toBeNull();
    expect(streetUnder(map([river, drawn("Church Street", "street", line(90))]), crossing)).toBe("Church Street");
    const online = drawn("Brigade Road", "", [line(0), line(10)], "MultiLineString", "road-primary");
    expect(streetUnder(map([river, online]), crossing)).toBe("Brigade Road");
  });
});
