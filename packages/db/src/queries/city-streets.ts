import type { GeoJsonFeatureCollection, StreetGraph } from "@tiffin/domain/geo/streets";
import { eq, sql } from "drizzle-orm";
import type { DatabaseOrTransaction } from "../client.ts";
import { cityStreets } from "../schema/cities.ts";

/** Which streets a city has now; undefined when it has none. Cheap: asked again and again by every process. */
export async function findStreetsVersion(db: DatabaseOrTransaction, cityId: string): Promise<number | undefined> {
  const [row] = await db
    .select({ version: cityStreets.version })
    .from(cityStreets)
    .where(eq(cityStreets.cityId, cityId));
  return row?.version;
}

/** The routing graph: some hundred kilobytes, so read it once and keep it. */
export async function readStreetGraph(
  db: DatabaseOrTransaction,
  cityId: string,
): Promise<{ version: number; graph: StreetGraph } | undefined> {
  const [row] = await db
    .select({ version: cityStreets.version, graph: cityStreets.graph })
    .from(cityStreets)
    .where(eq(cityStreets.cityId, cityId));
  return row;
}

/** Puts a city's streets in the place of the ones it had, under the next version. */
export async function replaceStreets(
  db: DatabaseOrTransaction,
  streets: { cityId: string; graph: StreetGraph; map: GeoJsonFeatureCollection; attribution: string | null },
  now: Date,
): Promise<number> {
  const [row] = await db
    .insert(cityStreets)
    .values({ ...streets, updatedAt: now })
    .onConflictDoUpdate({
      target: cityStreets.cityId,
      set: {
        graph: streets.graph,
        map: streets.map,
        attribution: streets.attribution,
        version: sql`${cityStreets.version} + 1`,
        updatedAt: now,
      },
    })
    .returning({ version: cityStreets.version });
  return row!.version;
}
