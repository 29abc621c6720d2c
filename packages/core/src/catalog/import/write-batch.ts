import type { DatabaseOrTransaction } from "@tiffin/db/client";
import {
  countOrderable,
  insertRestaurants,
  restaurantsToCompare,
  retireRestaurants,
  updateImportedRestaurant,
} from "@tiffin/db/queries/imports";
import type { NewRestaurant } from "@tiffin/db/queries/imports";
import { currencyExponent } from "@tiffin/domain/money/money";
import { v7 as uuid } from "uuid";
import type { Batch, Gathered } from "./gather.ts";
import type { NewCity } from "./make-city.ts";
import type { RefusedRow } from "./refusal.ts";
import { writeHours } from "./write-hours.ts";
import { writeMenu } from "./write-menu.ts";

export interface BatchCounts {
  restaurants: { created: number; updated: number; unchanged: number; closed: number };
  items: { created: number; updated: number; unchanged: number; retired: number };
  refused: RefusedRow[];
  /** What the city has more, or less, by it. */
  change: { restaurants: number; withMenu: number };
}

export interface Target {
  id: string;
  gathered: Gathered;
  state: "created" | "updated" | "unchanged";
}

/** Makes the database say of these restaurants what the file says. In a transaction of the caller's. */
export async function writeBatch(
  db: DatabaseOrTransaction,
  city: NewCity,
  batch: Batch,
  now: Date,
): Promise<BatchCounts> {
  const existing = await restaurantsToCompare(
    db,
    city.id,
    [...batch.restaurants.map(({ restaurant }) => restaurant.sourceId), ...batch.closed],
    batch.restaurants.flatMap(({ restaurant }) => (restaurant.location === undefined ? [restaurant.name] : [])),
  );
  const before = await countOrderable(
    db,
    city.id,
    existing.map(({ id }) => id),
  );
  const { targets, fresh, refused } = await compare(db, city, batch.restaurants, existing, now);
  await insertRestaurants(db, fresh);
  const hoursChanged = await writeHours(db, targets, city.timeZone, now);
  const items = { created: 0, updated: 0, unchanged: 0, retired: 0 };
  const exponent = currencyExponent(city.currency);
  for (const { id, gathered, state } of targets) {
    if (gathered.items.size === 0) continue;
    const isNew = state === "created";
    const menu = await writeMenu(db, id, [...gathered.items.values()], { exponent, isNew, now });
    for (const key of ["created", "updated", "unchanged", "retired"] as const) items[key] += menu[key];
  }
  const restaurants = { created: 0, updated: 0, unchanged: 0, closed: 0 };
  for (const { id, state } of targets) {
    restaurants[state === "unchanged" && hoursChanged.has(id) ? "updated" : state]++;
  }
  restaurants.closed = await retireRestaurants(db, city.id, batch.closed, now);
  const after = await countOrderable(db, city.id, [...existing.map(({ id }) => id), ...fresh.map(({ id }) => id)]);
  const change = {
    restaurants: after.restaurants - before.restaurants,
    withMenu: after.withMenu - before.withMenu,
  };
  return { restaurants, items, refused, change };
}

type Existing = Awaited<ReturnType<typeof restaurantsToCompare>>;
type Fresh = NewRestaurant & { id: string };

/** Finds each one again, or plans to make it; what changed about those that are there is written. */
async function compare(
  db: DatabaseOrTransaction,
  city: NewCity,
  all: readonly Gathered[],
  existing: Existing,
  now: Date,
): Promise<{ targets: Target[]; fresh: Fresh[]; refused: RefusedRow[] }> {
  const bySource = new Map(existing.flatMap((row) => (row.sourceId === null ? [] : [[row.sourceId, row] as const])));
  const byName = new Map(existing.filter((row) => row.deletedAt === null).map((row) => [row.name, row]));
  const targets: Target[] = [];
  const fresh: Fresh[] = [];
  const refused: RefusedRow[] = [];
  for (const gathered of all) {
    const { restaurant } = gathered;
    const { location, name, sourceId } = restaurant;
    const known = bySource.get(sourceId) ?? (location === undefined ? byName.get(name) : undefined);
    if (known === undefined && location === undefined) {
      const detail = "no coordinates, and no restaurant of that name in the city";
      for (const line of gathered.lines) refused.push({ line, code: "NO_LOCATION", field: "lat", name, detail });
    } else if (known === undefined) {
      const id = uuid();
      const { acceptsOrders } = restaurant;
      fresh.push({ id, cityId: city.id, ...valuesOf(gathered, city), ...location!, acceptingOrders: acceptsOrders });
      targets.push({ id, gathered, state: "created" });
    } else {
      // A menu's own words about a restaurant that came from elsewhere don't overrule what is known of it.
      const values = known.sourceId === sourceId ? { ...valuesOf(gathered, city), ...location } : {};
      const changed = Object.entries(values).some(([key, value]) => !isSame(known[key as keyof typeof known], value));
      const isUpdate = changed || known.deletedAt !== null;
      if (isUpdate) await updateImportedRestaurant(db, known.id, values, now);
      targets.push({ id: known.id, gathered, state: isUpdate ? "updated" : "unchanged" });
    }
  }
  return { targets, fresh, refused };
}

function valuesOf({ restaurant }: Gathered, city: NewCity) {
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

function isSame(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
