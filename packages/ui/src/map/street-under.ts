import { distanceMeters } from "@tiffin/domain/geo/distance";
import type { Location, LngLat } from "@tiffin/domain/geo/location";
import { nearestOnLine } from "@tiffin/domain/geo/polyline";
import type { Geometry } from "geojson";
import type { MapLibreMap } from "./maplibre.ts";

/** Farther than this from its middle, nobody would say that somebody is on a street. */
const onStreetMeters = 30;

export type NamedLine = { name: string; lines: readonly (readonly LngLat[])[] };

/** The name of the street that a place lies on: the nearest one that has a name, or null when none is near enough. */
export function nearestStreet(streets: readonly NamedLine[], at: Location): string | null {
  let nearest: { name: string; meters: number } | null = null;
  for (const { name, lines } of streets) {
    for (const line of lines) {
      const meters = line.length > 1 ? nearestOnLine(line, at).distanceMeters : Number.POSITIVE_INFINITY;
      if (meters <= onStreetMeters && (nearest === null || meters < nearest.meters)) nearest = { name, meters };
    }
  }
  return nearest?.name ?? null;
}

/** The street under a place, as the map that is drawn there says it; null where it shows none. */
export function streetUnder(map: MapLibreMap, at: Location): string | null {
  const { x, y } = map.project([at.lng, at.lat]);
  const metersPerPixel = distanceMeters(at, map.unproject([x + 100, y])) / 100;
  const reach = Math.min(80, Math.max(6, onStreetMeters / metersPerPixel));
  const features = map.queryRenderedFeatures([
    [x - reach, y - reach],
    [x + reach, y + reach],
  ]);
  const streets = features.flatMap(({ properties, geometry, sourceLayer, layer }) => {
    const { name } = properties;
    const isStreet =
      properties["kind"] === "street" || /transportation|road|street/.test(`${sourceLayer ?? ""} ${layer.id}`);
    return isStreet && typeof name === "string" && name !== "" ? [{ name, lines: linesOf(geometry) }] : [];
  });
  return nearestStreet(streets, at);
}

function linesOf(geometry: Geometry): LngLat[][] {
  const line = (points: number[][]) => points.map(([lng = 0, lat = 0]): LngLat => [lng, lat]);
  if (geometry.type === "LineString") return [line(geometry.coordinates)];
  if (geometry.type === "MultiLineString") return geometry.coordinates.map(line);
  return [];
}
