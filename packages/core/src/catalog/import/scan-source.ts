import { isPlausibleLocation } from "@tiffin/domain/geo/location";
import type { Location } from "@tiffin/domain/geo/location";
import { distanceMeters } from "@tiffin/domain/geo/distance";
import { readPlace } from "./read-place.ts";
import { slugOf } from "./slug.ts";
import type { ReadContext, Source, SourceWatch } from "./source.ts";

/** What a file says of one city, found out before any of it is written. */
export class CityRows {
  count = 0;
  name: string | undefined;
  country: string | undefined;
  readonly #lats: number[] = [];
  readonly #lngs: number[] = [];

  add(location: Location | undefined): void {
    this.count++;
    if (location === undefined || !isPlausibleLocation(location)) return;
    this.#lats.push(location.lat);
    this.#lngs.push(location.lng);
  }

  /** The median of both coordinates: a few rows at the other end of the world don't move it. */
  centre(): Location | undefined {
    if (this.#lats.length === 0) return undefined;
    const median = (values: readonly number[]): number => {
      const middle = values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
      return Math.round(middle * 1e6) / 1e6;
    };
    return { lat: median(this.#lats), lng: median(this.#lngs) };
  }

  /** How far from a place 98 of 100 of the rows lie. */
  reachMeters(centre: Location): number {
    const away = this.#lats.map((lat, i) => distanceMeters(centre, { lat, lng: this.#lngs[i]! })).sort((a, b) => a - b);
    return away[Math.floor(away.length * 0.98)] ?? 0;
  }
}

/** Reads a file once for the cities that it is about, by slug; rows that name none are under "". */
export async function scanSource(
  source: Source,
  places: ReadonlyMap<string, Location>,
  context: ReadContext,
  watch: SourceWatch = {},
): Promise<Map<string, CityRows>> {
  const cities = new Map<string, CityRows>();
  for await (const entry of source.rows(context, watch)) {
    if ("refused" in entry) continue;
    const { values } = entry.row;
    const slug = values.city === undefined ? "" : slugOf(values.city);
    let city = cities.get(slug);
    if (city === undefined) cities.set(slug, (city = new CityRows()));
    const place = readPlace(values, places.get(values.name ?? ""));
    city.add("code" in place ? undefined : place.location);
    city.name ??= values.city;
    city.country ??= values.country;
  }
  return cities;
}
