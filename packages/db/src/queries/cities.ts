import { asc, eq, getTableColumns, sql } from "drizzle-orm";
import type { DatabaseOrTransaction } from "../client.ts";
import { cities, cityStreets } from "../schema/cities.ts";

export type CityRow = typeof cities.$inferSelect & {
  readonly hasStreets: boolean;
  readonly attribution: string | null;
};

const columns = {
  ...getTableColumns(cities),
  hasStreets: sql<boolean>`${cityStreets.cityId} is not null`,
  attribution: cityStreets.attribution,
};

export async function listCities(db: DatabaseOrTransaction): Promise<CityRow[]> {
  return db
    .select(columns)
    .from(cities)
    .leftJoin(cityStreets, eq(cityStreets.cityId, cities.id))
    .orderBy(asc(cities.name), asc(cities.id));
}

export async function findCityBySlug(db: DatabaseOrTransaction, slug: string): Promise<CityRow | undefined> {
  const [row] = await db
    .select(columns)
    .from(cities)
    .leftJoin(cityStreets, eq(cityStreets.cityId, cities.id))
    .where(eq(cities.slug, slug));
  return row;
}

/** Which map a city has now: changes whenever its streets are imported again. */
export async function findCityMapVersion(
  db: DatabaseOrTransaction,
  slug: string,
): Promise<{ cityId: string; version: number; updatedAt: Date } | undefined> {
  const [row] = await db
    .select({ cityId: cityStreets.cityId, version: cityStreets.version, updatedAt: cityStreets.updatedAt })
    .from(cityStreets)
    .innerJoin(cities, eq(cityStreets.cityId, cities.id))
    .where(eq(cities.slug, slug));
  return row;
}

/** The drawn map as the text that is stored: megabytes that nobody here needs parsed. */
export async function readCityMapText(db: DatabaseOrTransaction, cityId: string): Promise<string | undefined> {
  const [row] = await db
    .select({ map: sql<string>`${cityStreets.map}::text` })
    .from(cityStreets)
    .where(eq(cityStreets.cityId, cityId));
  return row?.map;
}
