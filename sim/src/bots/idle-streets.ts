import { distanceMeters } from "@tiffin/domain/geo/distance";
import { toLocation } from "@tiffin/domain/geo/location";
import type { Location, LngLat } from "@tiffin/domain/geo/location";
import { nearestOnLine, polylineMeters } from "@tiffin/domain/geo/polyline";
import type { GeoJsonFeatureCollection } from "@tiffin/domain/geo/streets";

/** Streets to wait on: where riders stand about, and stroll along when nothing comes. */
export class IdleStreets {
  readonly #lines: LngLat[][];

  constructor(map: GeoJsonFeatureCollection) {
    this.#lines = map.features.flatMap(({ properties, geometry }) => {
      if (properties["kind"] !== "street" || properties["class"] === "highway") return [];
      const lines =
        geometry.type === "LineString"
          ? [geometry.coordinates]
          : geometry.type === "MultiLineString"
            ? geometry.coordinates
            : [];
      return lines.map((line) => [...line]).filter((line) => polylineMeters(line) > 150);
    });
  }

  /** A street near a place, starting from its point that is nearest to it; undefined where there is none. */
  near(place: Location): LngLat[] | undefined {
    let best: { line: LngLat[]; away: number } | undefined;
    for (const line of this.#lines) {
      if (distanceMeters(toLocation(line[0]!), place) > 2_500) continue;
      const away = nearestOnLine(line, place).distanceMeters;
      if (!best || away < best.away) best = { line, away };
    }
    return best?.line;
  }
}
