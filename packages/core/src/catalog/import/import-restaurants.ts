import type { DatabaseOrTransaction } from "@tiffin/db/client";
import { findCityBySlug } from "@tiffin/db/queries/cities";
import { distanceMeters } from "@tiffin/domain/geo/distance";
import type { Location } from "@tiffin/domain/geo/location";
import { currencyOf } from "./city-profile.ts";
import type { ImportMap } from "./field-map.ts";
import { Gathering } from "./gather.ts";
import { buildReport } from "./import-report.ts";
import type { ImportReport } from "./import-report.ts";
import { planCity } from "./make-city.ts";
import type { NewCity } from "./make-city.ts";
import { hoursReader } from "./opening-hours.ts";
import { swapped } from "./read-place.ts";
import { readRow } from "./read-row.ts";
import type { ImportedRestaurant, RowContext } from "./read-row.ts";
import { Refusals } from "./refusals.ts";
import type { Refusal, RefusedRow } from "./refusal.ts";
import { CityRows, scanSource } from "./scan-source.ts";
import { slugOf } from "./slug.ts";
import type { Source } from "./source.ts";
import { CityWriter } from "./write-restaurants.ts";

export interface ImportRequest {
  /** For the report. */
  file: string;
  citySlug: string;
  source: Source;
  map: ImportMap;
  /** Does everything, and takes it back. */
  dryRun: boolean;
}

export interface ImportWatch {
  /** A share of the whole work, 0 to 1, and how many rows have been read for good. */
  readonly onProgress?: (share: number, rows: number) => void;
  readonly onRefused?: (row: RefusedRow) => void;
}

/** Thrown where nothing of the file can be imported; the message is for the person at the terminal. */
export class ImportError extends Error {
  override readonly name = "ImportError";
}

/** Rows farther out than this belong to another place, whatever their city column says. */
const farMeters = 60_000;

/**
 * Imports restaurants and menus into a city, which is made from the rows' own centre when it doesn't exist. Rows are
 * found again by their source's id: importing a file twice changes nothing, importing a newer one updates. Every batch is
 * a transaction of its own, so that an import that was cut short goes on where it was when it is run again.
 *
 * @throws ImportError when the file has nothing for that city.
 */
export async function importRestaurants(
  db: DatabaseOrTransaction,
  { file, citySlug, source, map, dryRun }: ImportRequest,
  now: Date,
  { onProgress, onRefused }: ImportWatch = {},
): Promise<ImportReport> {
  const warnings: string[] = [];
  const places = new Map(Object.entries(map.places));
  const existing = await findCityBySlug(db, citySlug);
  const isScanned = existing === undefined || source.namesCities;
  let work = 0;
  let read = 0;
  const total = Math.max(1, source.size * (isScanned ? 2 : 1));
  const onRead = (bytes: number): void => onProgress?.((work += bytes) / total, read);

  let only: string | undefined;
  let otherCities = 0;
  let planned: { city: NewCity; warnings: string[] } | undefined;
  if (isScanned) {
    const cities = await scanSource(source, places, { country: existing?.country, now }, { onRead });
    only = pickCity(cities, citySlug);
    const rows = (only === undefined ? [...cities.values()][0] : cities.get(only)) ?? new CityRows();
    if (existing === undefined) planned = planFrom(rows, citySlug, map);
  }
  const city = existing ?? planned!.city;
  warnings.push(...(planned?.warnings ?? []));

  const refusals = new Refusals(onRefused ?? (() => {}));
  const writer = new CityWriter(db, { city, isNew: existing === undefined, dryRun, now }, refusals);
  await writer.begin();
  const country = map.city.country ?? city.country;
  const context: RowContext = {
    prefix: source.prefix,
    places,
    country,
    state: map.city.state,
    readHours: hoursReader({ country, timeZone: city.timeZone, now }),
  };
  // A menu's dishes may lie anywhere in the file; restaurants alone are written as they come.
  const gathering = new Gathering(source.columns.item === undefined, (batch) => writer.write(batch), refusals);
  const watch = {
    onRead,
    onCutOff: (detail: string) => warnings.push(detail),
    onWarning: (text: string) => warnings.push(text),
  };
  for await (const entry of source.rows({ country, now }, watch)) {
    if ("row" in entry && only !== undefined && slugOf(entry.row.values.city ?? "") !== only) {
      otherCities++;
      continue;
    }
    read++;
    if ("refused" in entry) {
      refusals.add(entry.refused);
      if (entry.refused.code === "CLOSED_DOWN" && entry.refused.id !== undefined) {
        await gathering.close(`${source.prefix}:${entry.refused.id}`);
      }
      continue;
    }
    const { line, values } = entry.row;
    const reading = readRow(entry.row, context);
    const fault = reading.ok ? misplaced(reading.restaurant, city) : reading;
    if (fault !== undefined) refusals.add({ ...fault, line, name: values.name ?? "" });
    else if (reading.ok) {
      leaveOutForeignCost(reading.restaurant, city.currency);
      await gathering.add(reading.restaurant, reading.item, line);
    }
  }
  await gathering.end();
  const written = writer.end();
  return buildReport({
    file,
    source,
    dryRun,
    city,
    isNew: existing === undefined,
    warnings,
    read,
    otherCities,
    refusals,
    written,
    notes: gathering.notes,
  });
}

/** Which of the file's cities to take; undefined for all of it, as a file that names none, or one, is of the city that was asked for. */
function pickCity(cities: ReadonlyMap<string, CityRows>, citySlug: string): string | undefined {
  if (cities.has(citySlug)) return cities.size === 1 ? undefined : citySlug;
  if (cities.size <= 1) return undefined;
  const largest = [...cities].sort(([, a], [, b]) => b.count - a.count).slice(0, 8);
  const names = largest.map(([slug, { count }]) => `${slug || "(none)"} (${count})`).join(", ");
  throw new ImportError(`no row is of the city ${citySlug}; the file has ${names}${cities.size > 8 ? ", …" : ""}`);
}

function planFrom(rows: CityRows, citySlug: string, map: ImportMap): { city: NewCity; warnings: string[] } {
  const centre = rows.centre();
  if (centre === undefined) {
    throw new ImportError(
      rows.count === 0
        ? `nothing in the file can be taken, and the city ${citySlug} does not exist yet`
        : `no row has coordinates, and the city ${citySlug} does not exist yet`,
    );
  }
  const name = rows.name !== undefined && slugOf(rows.name) === citySlug ? rows.name : undefined;
  const facts = { slug: citySlug, centre, reachMeters: rows.reachMeters(centre), name, country: rows.country };
  return planCity(facts, map.city);
}

function misplaced({ location }: ImportedRestaurant, centre: Location): Refusal | undefined {
  if (location === undefined || distanceMeters(centre, location) <= farMeters) return undefined;
  const detail = `${location.lat},${location.lng}`;
  if (Math.abs(location.lng) <= 90 && distanceMeters(centre, swapped(location)) <= farMeters) {
    return { code: "LOCATION_SWAPPED", field: "lat", detail: `${detail}: the other way round it is in the city` };
  }
  const km = Math.round(distanceMeters(centre, location) / 1_000).toLocaleString("en");
  return { code: "FAR_FROM_CITY", field: "lat", detail: `${detail}: ${km} km away` };
}

function leaveOutForeignCost(restaurant: ImportedRestaurant, currency: string): void {
  const named = currencyOf(restaurant.currency);
  if (named === undefined || named === currency || restaurant.costForTwo === null) return;
  restaurant.costForTwo = null;
  restaurant.notes.push("CURRENCY_DIFFERS");
}

/** The slug of the city that most rows are of; undefined where rows name none. */
export async function largestCity(source: Source, now: Date): Promise<string | undefined> {
  if (!source.namesCities) return undefined;
  const cities = await scanSource(source, new Map(), { country: undefined, now });
  return [...cities].filter(([slug]) => slug !== "").sort(([, a], [, b]) => b.count - a.count)[0]?.[0];
}
