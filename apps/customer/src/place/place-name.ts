import { distanceMeters } from "@tiffin/domain/geo/distance";
import { nearestOnLine } from "@tiffin/domain/geo/polyline";
import type { GeoJsonFeatureCollection } from "@tiffin/domain/geo/streets";
import type { Point } from "./point.ts";

const streetReachMeters = 120;
const neighbourhoodReachMeters = 1_500;

/** "Church Street, Kote Pete": the nearest street and neighbourhood of a drawn map; null where neither is near. */
export function describePlace(map: GeoJsonFeatureCollection, at: Point): string | null {
  const street = { name: "", meters: streetReachMeters };
  const area = { name: "", meters: neighbourhoodReachMeters };
  const consider = (best: { name: string; meters: number }, name: string, meters: number) => {
    if (meters >= best.meters) return;
    best.name = name;
    best.meters = meters;
  };
  for (const { properties, geometry } of map.features) {
    const { kind, name } = properties;
    if (typeof name !== "string" || name === "") continue;
    if (kind === "street" && geometry.type === "LineString") {
      consider(street, name, nearestOnLine(geometry.coordinates, at).distanceMeters);
    } else if (kind === "street" && geometry.type === "MultiLineString") {
      for (const line of geometry.coordinates) consider(street, name, nearestOnLine(line, at).distanceMeters);
    } else if (kind === "place" && properties["class"] === "neighbourhood" && geometry.type === "Point") {
      const [lng, lat] = geometry.coordinates;
      consider(area, name, distanceMeters({ lat, lng }, at));
    }
  }
  // "6th Main, Teachers' Colony" names its part of town already.
  const parts = street.name.includes(area.name) ? [street.name] : [street.name, area.name];
  const words = parts.filter(Boolean).join(", ");
  return words ? words.slice(0, 80) : null;
}

const maps = new Map<string, Promise<GeoJsonFeatureCollection>>();

async function fetchMap(citySlug: string): Promise<GeoJsonFeatureCollection> {
  const answer = await fetch(`/api/map/${encodeURIComponent(citySlug)}.geojson`);
  if (!answer.ok) throw new Error(`no map of ${citySlug}: ${answer.status}`);
  return (await answer.json()) as GeoJsonFeatureCollection;
}

/** The name of a place by its city's own map, which the browser keeps. Null beyond the cities and off the streets. */
export async function nameOfPlace(citySlug: string | null, at: Point): Promise<string | null> {
  if (citySlug === null) return null;
  let map = maps.get(citySlug);
  if (!map) {
    map = fetchMap(citySlug);
    maps.set(citySlug, map);
    map.catch(() => maps.delete(citySlug));
  }
  return describePlace(await map, at);
}
