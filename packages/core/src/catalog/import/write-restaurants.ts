import type { DatabaseOrTransaction } from "@tiffin/db/client";
import {
  hoursOfRestaurants,
  insertRestaurants,
  replaceOpeningHours,
  restaurantsToCompare,
  updateImportedRestaurant,
} from "@tiffin/db/queries/imports";
import type { NewOpeningRange, NewRestaurant } from "@tiffin/db/queries/imports";
import { currencyExponent } from "@tiffin/domain/money/money";
import type { OpeningRange } from "@tiffin/domain/opening-hours/opening-hours";
import { v7 as uuid } from "uuid";
import type { ImportReport, RefusedRow } from "./import-report.ts";
import type { Gathered } from "./import-restaurants.ts";
import { writeMenu } from "./write-menu.ts";

export interface TargetCity {
  id: string;
  currency: string;
}

export interface Written {
  restaurants: Pick<ImportReport["restaurants"], "created" | "updated" | "unchanged">;
  items: ImportReport["items"];
  refused: RefusedRow[];
}

const batchSize = 200;

/** Where a menu came without hours: until the kitchen sets its own. */
const usualHours: readonly OpeningRange[] = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
  weekday,
  opensMinute: 10 * 60,
  closesMinute: 23 * 60,
}));

/** Writes in batches. A row that the database refuses is set aside with its reason, and its batch is written without it. */
export async function writeRestaurants(
  db: DatabaseOrTransaction,
  city: TargetCity,
  all: readonly Gathered[],
  options: { dryRun: boolean; now: Date; onProgress: (done: number, total: number) => void },
): Promise<Written> {
  const written: Written = {
    restaurants: { created: 0, updated: 0, unchanged: 0 },
    items: { created: 0, updated: 0, unchanged: 0, retired: 0 },
    refused: [],
  };
  for (let from = 0; from < all.length; from += batchSize) {
    const batch = all.slice(from, from + batchSize);
    try {
      add(written, await attempt(db, city, batch, options));
    } catch (error) {
      if (batch.length > 1 && !isRowFault(error)) throw error;
      for (const one of batch) await writeAlone(db, city, one, options, written);
    }
    options.onProgress(Math.min(from + batchSize, all.length), all.length);
  }
  return written;
}

async function writeAlone(
  db: DatabaseOrTransaction,
  city: TargetCity,
  one: Gathered,
  options: { dryRun: boolean; now: Date },
  written: Written,
): Promise<void> {
  try {
    add(written, await attempt(db, city, [one], options));
  } catch (error) {
    if (!isRowFault(error)) throw error;
    const detail = error instanceof Error ? (error.cause instanceof Error ? error.cause.message : error.message) : "";
    for (const line of one.lines) {
      written.refused.push({ line, code: "MALFORMED_ROW", name: one.restaurant.name, detail });
    }
  }
}

/** Bad data (22…) or a broken constraint (23…), rather than a database that is away. */
function isRowFault(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const code = (at as { code?: unknown }).code;
    if (typeof code === "string" && /^(22|23)/.test(code)) return true;
  }
  return false;
}

function attempt(
  db: DatabaseOrTransaction,
  city: TargetCity,
  batch: readonly Gathered[],
  options: { dryRun: boolean; now: Date },
): Promise<Written> {
  return db.transaction((tx) => writeBatch(tx, city, batch, options));
}

async function writeBatch(
  db: DatabaseOrTransaction,
  city: TargetCity,
  batch: readonly Gathered[],
  { dryRun, now }: { dryRun: boolean; now: Date },
): Promise<Written> {
  const written: Written = {
    restaurants: { created: 0, updated: 0, unchanged: 0 },
    items: { created: 0, updated: 0, unchanged: 0, retired: 0 },
    refused: [],
  };
  const existing = await restaurantsToCompare(
    db,
    city.id,
    batch.map(({ restaurant }) => restaurant.sourceId),
    batch.flatMap(({ restaurant }) => (restaurant.location === undefined ? [restaurant.name] : [])),
  );
  const bySource = new Map(existing.flatMap((row) => (row.sourceId === null ? [] : [[row.sourceId, row] as const])));
  const byName = new Map(existing.map((row) => [row.name, row]));
  const fresh: NewRestaurant[] = [];
  const targets: { id: string; gathered: Gathered; isNew: boolean }[] = [];
  for (const gathered of batch) {
    const { restaurant } = gathered;
    const known =
      bySource.get(restaurant.sourceId) ??
      (restaurant.location === undefined ? byName.get(restaurant.name) : undefined);
    if (known === undefined) {
      if (restaurant.location === undefined) {
        const detail = "no coordinates, and no restaurant of that name in the city";
        for (const line of gathered.lines) {
          written.refused.push({ line, code: "NO_LOCATION", name: restaurant.name, detail });
        }
        continue;
      }
      const id = uuid();
      fresh.push({ id, cityId: city.id, ...valuesOf(gathered, city), ...restaurant.location });
      targets.push({ id, gathered, isNew: true });
      written.restaurants.created++;
      continue;
    }
    targets.push({ id: known.id, gathered, isNew: false });
    // A menu's own words about a restaurant that came from elsewhere don't overrule what is known of it.
    const isOwn = known.sourceId === restaurant.sourceId;
    const values = isOwn ? { ...valuesOf(gathered, city), ...restaurant.location } : {};
    const changed = Object.entries(values).some(([key, value]) => !same(known[key as keyof typeof known], value));
    if (!changed && known.deletedAt === null) written.restaurants.unchanged++;
    else {
      written.restaurants.updated++;
      if (!dryRun) await updateImportedRestaurant(db, known.id, values, now);
    }
  }
  if (dryRun) {
    for (const { gathered } of targets) written.items.created += gathered.items.size;
    return written;
  }
  await insertRestaurants(db, fresh);
  await writeHours(db, targets);
  const exponent = currencyExponent(city.currency);
  for (const { id, gathered, isNew } of targets) {
    if (gathered.items.size === 0) continue;
    const items = await writeMenu(db, id, [...gathered.items.values()], { exponent, isNew, now });
    for (const key of ["created", "updated", "unchanged", "retired"] as const) written.items[key] += items[key];
  }
  return written;
}

function valuesOf({ restaurant }: Gathered, city: TargetCity) {
  const minor = 10 ** currencyExponent(city.currency);
  return {
    name: restaurant.name,
    localName: restaurant.localName,
    cuisines: restaurant.cuisines,
    line1: restaurant.line1,
    phone: restaurant.phone,
    rating: restaurant.rating,
    ratingCount: restaurant.ratingCount,
    costForTwo: restaurant.costForTwo === null ? null : Math.max(1, Math.round(restaurant.costForTwo * minor)),
    isPureVeg: restaurant.isPureVeg,
    ...(restaurant.prepMinutes !== undefined && { prepMinutes: restaurant.prepMinutes }),
    sourceId: restaurant.sourceId,
    imageKey: imageKeyOf(restaurant.cuisines),
  };
}

/** The apps draw art by cuisine. */
function imageKeyOf(cuisines: readonly string[]): string | null {
  return (
    cuisines[0]
      ?.toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-|-$/g, "") || null
  );
}

async function writeHours(
  db: DatabaseOrTransaction,
  targets: readonly { id: string; gathered: Gathered; isNew: boolean }[],
): Promise<void> {
  const held = new Map<string, string[]>();
  for (const row of await hoursOfRestaurants(
    db,
    targets.map(({ id }) => id),
  )) {
    held.set(row.restaurantId, [...(held.get(row.restaurantId) ?? []), rangeKey(row)]);
  }
  const changed: string[] = [];
  const rows: NewOpeningRange[] = [];
  for (const { id, gathered } of targets) {
    const has = held.get(id) ?? [];
    const wanted = gathered.restaurant.hours ?? (gathered.items.size > 0 && has.length === 0 ? usualHours : undefined);
    if (wanted === undefined || same(has.sort(), wanted.map(rangeKey).sort())) continue;
    changed.push(id);
    for (const range of wanted) rows.push({ id: uuid(), restaurantId: id, ...range });
  }
  await replaceOpeningHours(db, changed, rows);
}

const rangeKey = (range: OpeningRange): string => `${range.weekday}/${range.opensMinute}/${range.closesMinute}`;

function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

function add(total: Written, part: Written): void {
  for (const key of ["created", "updated", "unchanged"] as const) total.restaurants[key] += part.restaurants[key];
  for (const key of ["created", "updated", "unchanged", "retired"] as const) total.items[key] += part.items[key];
  total.refused.push(...part.refused);
}
