import postgres from "postgres";

/** One restaurant as the catalogue has it, for the judge: read from its tables, not from the search index. */
export interface CatalogueEntry {
  readonly id: string;
  readonly name: string;
  readonly localName: string | null;
  readonly cuisines: readonly string[];
  readonly dishes: readonly string[];
  readonly address: string;
  readonly location: { readonly lat: number; readonly lng: number };
  readonly rating: number | null;
  /** Whole units. */
  readonly costForTwo: number | null;
  readonly pureVeg: boolean;
}

/** The cities that are there, by slug. */
export async function readCatalogue(
  databaseUrl: string,
  slugs: readonly string[],
): Promise<ReadonlyMap<string, CatalogueEntry[]>> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {}, connection: { application_name: "relevance" } });
  try {
    const rows = await sql<(CatalogueEntry & { slug: string; lat: number; lng: number })[]>`
      select c.slug, r.id, r.name, r.local_name as "localName", r.cuisines, r.line1 as address, r.lat, r.lng,
        r.rating::float8 as rating, r.cost_for_two::float8 / 100 as "costForTwo", r.is_pure_veg as "pureVeg",
        coalesce((select array_agg(i.name) from menu_items i where i.restaurant_id = r.id and i.deleted_at is null), '{}') as dishes
      from restaurants r join cities c on c.id = r.city_id
      where c.slug in ${sql([...slugs])} and r.deleted_at is null`;
    const cities = new Map<string, CatalogueEntry[]>();
    for (const { slug, lat, lng, ...row } of rows) {
      const entries = cities.get(slug) ?? [];
      entries.push({ ...row, location: { lat, lng } });
      cities.set(slug, entries);
    }
    return cities;
  } finally {
    await sql.end({ timeout: 5 });
  }
}
