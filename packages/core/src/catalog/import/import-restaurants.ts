import type { DatabaseOrTransaction } from "@tiffin/db/client";
import { findCityBySlug } from "@tiffin/db/queries/cities";
import { countOrderable, insertCity } from "@tiffin/db/queries/imports";
import { distanceMeters } from "@tiffin/domain/geo/distance";
import type { Location } from "@tiffin/domain/geo/location";
import { v7 as uuid } from "uuid";
import { currencyOf, pricingFor, profileOf } from "./city-profile.ts";
import { importMapSchema } from "./field-map.ts";
import type { ImportMap } from "./field-map.ts";
import type { ImportReport, RefusedRow } from "./import-report.ts";
import { itemKey } from "./item-key.ts";
import { readRow } from "./read-row.ts";
import type { ImportedItem, ImportedRestaurant } from "./read-row.ts";
import type { Source, SourceRow } from "./read-source.ts";
import { writeRestaurants } from "./write-restaurants.ts";

export interface ImportRequest {
  file: string;
  citySlug: string;
  source: Source;
  map: ImportMap;
  dryRun: boolean;
}

/** One restaurant with everything that its rows said. */
export interface Gathered {
  restaurant: ImportedRestaurant;
  items: Map<string, ImportedItem>;
  /** The rows that it was made from. */
  lines: number[];
}

/** Thrown where nothing of the file can be imported; the message is for the person at the terminal. */
export class ImportError extends Error {
  override readonly name = "ImportError";
}

/** Rows farther out than this belong to another place, whatever their city column says. */
const farMeters = 60_000;

/**
 * Imports restaurants and menus into a city, which is made from the rows' own centre when it doesn't exist. Rows are
 * found again by their source's id: importing a file twice changes nothing, importing a newer one updates.
 *
 * @throws ImportError when the file has nothing for that city.
 */
export async function importRestaurants(
  db: DatabaseOrTransaction,
  request: ImportRequest,
  now: Date,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<ImportReport> {
  const { source, map, citySlug } = request;
  const { rows, otherCities } = pickCity(source.rows, citySlug);
  const refused: RefusedRow[] = source.broken.map((row) => ({ ...row, code: "MALFORMED_ROW", name: "" }));
  const gathered = gather(rows, source.prefix, map, refused);

  const existing = await findCityBySlug(db, citySlug);
  const centre = existing ? { lat: existing.lat, lng: existing.lng } : centreOf(gathered.values());
  if (centre === undefined) throw new ImportError("no row has coordinates, and the city does not exist yet");
  for (const [key, { restaurant, lines, items }] of gathered) {
    if (restaurant.location === undefined || distanceMeters(centre, restaurant.location) <= farMeters) continue;
    gathered.delete(key);
    const { lat, lng } = restaurant.location;
    for (const line of lines) {
      refused.push({ line, code: "FAR_FROM_CITY", name: restaurant.name, detail: `${lat},${lng}` });
    }
    items.clear();
  }

  const { city, warnings } = existing
    ? { city: { ...existing, created: false }, warnings: [] }
    : await makeCity(db, request, gathered, centre);
  const notes: ImportReport["notes"] = {};
  for (const { restaurant } of gathered.values()) {
    const currency = currencyOf(restaurant.currency);
    if (currency !== undefined && currency !== city.currency && restaurant.costForTwo !== null) {
      restaurant.costForTwo = null;
      restaurant.notes.push("CURRENCY_DIFFERS");
    }
    for (const note of restaurant.notes) notes[note] = (notes[note] ?? 0) + 1;
  }

  const written = await writeRestaurants(db, city, [...gathered.values()], { dryRun: request.dryRun, now, onProgress });
  refused.push(...written.refused);
  const unplaced = refused.filter(({ code }) => code === "NO_LOCATION").length;
  if (unplaced > 0) {
    warnings.push(
      `${unplaced} rows have no coordinates: give them by name under "places" in the map (--map), see docs/data.md`,
    );
  }
  refused.sort((a, b) => a.line - b.line);
  const totals = request.dryRun ? undefined : await countOrderable(db, city.id);
  const refusedByReason: ImportReport["refusedByReason"] = {};
  for (const { code } of refused) refusedByReason[code] = (refusedByReason[code] ?? 0) + 1;
  const read = rows.length + source.broken.length;
  const withMenu = [...gathered.values()].filter(({ items }) => items.size > 0).length;
  return {
    file: request.file,
    encoding: source.encoding,
    columns: source.columns,
    dryRun: request.dryRun,
    city: {
      slug: city.slug,
      name: city.name,
      lat: city.lat,
      lng: city.lng,
      created: city.created,
      timeZone: city.timeZone,
      currency: city.currency,
    },
    warnings,
    rows: { read, taken: read - refused.length, refused: refused.length, otherCities },
    refusedByReason,
    notes,
    restaurants: {
      ...written.restaurants,
      withMenu: totals?.withMenu ?? withMenu,
      withoutMenu: totals ? totals.restaurants - totals.withMenu : gathered.size - withMenu,
    },
    items: written.items,
    refused,
  };
}

/** "New Delhi" → "new-delhi" */
export function slugOf(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/\p{Diacritic}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}

/** The slug of the city that most rows are of; undefined where rows name none. */
export function largestCity(source: Source): string | undefined {
  const counts = new Map<string, number>();
  for (const { values } of source.rows) {
    const slug = values.city === undefined ? "" : slugOf(values.city);
    if (slug !== "") counts.set(slug, (counts.get(slug) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}

/** A file of many cities gives the rows of the one that was asked for; a file that names none, or one, gives all. */
function pickCity(rows: readonly SourceRow[], citySlug: string): { rows: readonly SourceRow[]; otherCities: number } {
  const counts = new Map<string, number>();
  for (const { values } of rows) {
    const slug = values.city === undefined ? "" : slugOf(values.city);
    counts.set(slug, (counts.get(slug) ?? 0) + 1);
  }
  if (counts.has(citySlug)) {
    const mine = rows.filter(({ values }) => values.city !== undefined && slugOf(values.city) === citySlug);
    return { rows: mine, otherCities: rows.length - mine.length };
  }
  if (counts.size <= 1) return { rows, otherCities: 0 };
  const largest = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 8);
  const names = largest.map(([slug, count]) => `${slug || "(none)"} (${count})`).join(", ");
  throw new ImportError(`no row is of the city ${citySlug}; the file has ${names}${counts.size > 8 ? ", …" : ""}`);
}

function gather(
  rows: readonly SourceRow[],
  prefix: string,
  map: ImportMap,
  refused: RefusedRow[],
): Map<string, Gathered> {
  const gathered = new Map<string, Gathered>();
  for (const row of rows) {
    const name = row.values.name ?? "";
    const reading = readRow(row, prefix, map);
    if (!reading.ok) {
      refused.push({ line: row.line, code: reading.code, name, detail: reading.detail });
      continue;
    }
    const { restaurant, item } = reading;
    const known = gathered.get(restaurant.sourceId);
    if (known === undefined) {
      const items = new Map(item ? [[itemKey(item), item]] : []);
      gathered.set(restaurant.sourceId, { restaurant, items, lines: [row.line] });
    } else if (item === undefined || known.items.has(itemKey(item))) {
      const detail = item === undefined ? `first on line ${known.lines[0]}` : item.name;
      refused.push({ line: row.line, code: "DUPLICATE", name, detail });
    } else {
      known.items.set(itemKey(item), item);
      known.lines.push(row.line);
      known.restaurant.location ??= restaurant.location;
    }
  }
  return gathered;
}

/** The median of both coordinates: a few rows at the other end of the world don't move it. */
function centreOf(gathered: Iterable<Gathered>): Location | undefined {
  const places = [...gathered].flatMap(({ restaurant }) => (restaurant.location ? [restaurant.location] : []));
  if (places.length === 0) return undefined;
  const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
  const round = (value: number): number => Math.round(value * 1e6) / 1e6;
  return {
    lat: round(median(places.map(({ lat }) => lat))),
    lng: round(median(places.map(({ lng }) => lng))),
  };
}

async function makeCity(
  db: DatabaseOrTransaction,
  { citySlug, map, dryRun }: Pick<ImportRequest, "citySlug" | "map" | "dryRun">,
  gathered: ReadonlyMap<string, Gathered>,
  centre: Location,
) {
  const all = [...gathered.values()];
  const first = all[0]?.restaurant;
  const profile = profileOf(map.city.country ?? first?.country, centre);
  const currency = map.city.currency ?? profile.currency;
  const away = all
    .flatMap(({ restaurant }) => (restaurant.location ? [distanceMeters(centre, restaurant.location)] : []))
    .sort((a, b) => a - b);
  const fromRows = all.find(({ restaurant }) => restaurant.city !== undefined && slugOf(restaurant.city) === citySlug);
  const named = fromRows?.restaurant.city;
  const city = {
    id: uuid(),
    slug: citySlug,
    // Some files write the slug where the name should be.
    name: map.city.name ?? (named === citySlug ? undefined : named) ?? titleOf(citySlug),
    country: map.city.country ?? profile.country,
    timeZone: map.city.timeZone ?? profile.timeZone,
    currency,
    ...centre,
    radiusMeters: Math.max(5_000, Math.round((away[Math.floor(away.length * 0.98)] ?? 0) + 2_000)),
    pricing: pricingFor(currency),
  };
  // Throws on a zone that doesn't exist, before anything is written.
  try {
    Intl.DateTimeFormat("en", { timeZone: city.timeZone });
  } catch {
    throw new ImportError(`there is no time zone ${city.timeZone}`);
  }
  const warnings: string[] = [];
  if (profile.guessed && map.city.timeZone === undefined) {
    warnings.push(`the time zone ${city.timeZone} and the currency ${currency} are guessed from where the city lies`);
  }
  if (!dryRun) await insertCity(db, city);
  return { city: { ...city, created: true }, warnings };
}

const titleOf = (slug: string): string =>
  slug
    .split("-")
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join(" ");

/** The city of that slug; one is made around a place where there is none yet, as an import of restaurants would. */
export async function ensureCity(db: DatabaseOrTransaction, slug: string, centre: Location) {
  const existing = await findCityBySlug(db, slug);
  if (existing) return { city: { ...existing, created: false }, warnings: [] };
  const map = importMapSchema.parse({});
  return makeCity(db, { citySlug: slug, map, dryRun: false }, new Map(), centre);
}
