import type { LngLat } from "@tiffin/domain/geo/streets";
import { first } from "./road-tags.ts";
import { areaOf, placeOf } from "./street-source.ts";
import type { StreetSource } from "./street-source.ts";

type Geometry = { type?: unknown; coordinates?: unknown };

/** OpenStreetMap ways as GeoJSON: lines with a `highway` tag meet where they share a point. @throws Error for anything else. */
export function readStreetGeoJson(text: string): StreetSource {
  const parsed = JSON.parse(text) as { type?: unknown; features?: unknown };
  if (parsed.type !== "FeatureCollection" || !Array.isArray(parsed.features)) {
    throw new Error("the file is no GeoJSON FeatureCollection");
  }
  const source: StreetSource = { roads: [], areas: [], places: [], skipped: {} };
  const skip = (why: string): void => {
    source.skipped[why] = (source.skipped[why] ?? 0) + 1;
  };
  for (const feature of parsed.features as { properties?: unknown; geometry?: Geometry | null }[]) {
    const tags = tagsOf(feature?.properties);
    const geometry = feature?.geometry;
    const name = first(tags["name:en"]) ?? first(tags["name"]);
    if (geometry === null || geometry === undefined) skip("features without a geometry");
    else if (tags["highway"] !== undefined && String(geometry.type).endsWith("LineString")) {
      for (const line of linesOf(geometry)) {
        const points = line.filter(isPoint).map((at) => ({ key: `${at[0].toFixed(7)},${at[1].toFixed(7)}`, at }));
        if (points.length > 1) source.roads.push({ points, tags });
        else skip("lines without two points");
      }
    } else if (String(geometry.type).endsWith("Polygon")) {
      const area = areaOf(tags);
      if (area === undefined) skip("areas that the map does not show");
      else
        for (const ring of ringsOf(geometry)) source.areas.push({ ...area, ring, ...(name !== undefined && { name }) });
    } else if (geometry.type === "Point" && name !== undefined && placeOf(tags) !== undefined) {
      const at = geometry.coordinates as LngLat;
      if (isPoint(at)) source.places.push({ class: placeOf(tags)!, name, at });
    } else skip("features of other kinds");
  }
  return source;
}

function tagsOf(properties: unknown): Record<string, string> {
  const own = (properties ?? {}) as Record<string, unknown>;
  // Some exports nest what OpenStreetMap says one level deeper.
  const nested = typeof own["tags"] === "object" && own["tags"] !== null ? own["tags"] : {};
  return Object.fromEntries(
    Object.entries({ ...own, ...nested }).flatMap(([key, value]) =>
      typeof value === "string" || typeof value === "number" || typeof value === "boolean"
        ? [[key, String(value)]]
        : [],
    ),
  );
}

const isPoint = (at: unknown): at is LngLat =>
  Array.isArray(at) && Number.isFinite(at[0]) && Number.isFinite(at[1]) && Math.abs(at[1] as number) <= 90;

const linesOf = ({ type, coordinates }: Geometry): LngLat[][] =>
  type === "LineString" ? [coordinates as LngLat[]] : (coordinates as LngLat[][]);

function ringsOf({ type, coordinates }: Geometry): LngLat[][] {
  const polygons = type === "Polygon" ? [coordinates as LngLat[][]] : (coordinates as LngLat[][][]);
  return polygons.flatMap((rings) => (rings[0] && rings[0].every(isPoint) ? [rings[0]] : []));
}
