import { inArray, sql } from "drizzle-orm";
import type { SearchDocument } from "@tiffin/domain/search/document";
import type { DatabaseOrTransaction } from "../../client.ts";
import { searchDocuments } from "../../schema/search.ts";

/** Names are those of the columns: rows travel as one JSON text. */
export interface SearchDocumentRow {
  readonly restaurant_id: string;
  readonly city_id: string;
  readonly lat: number;
  readonly lng: number;
  readonly cell: number;
  readonly rating_count: number;
  readonly cost_for_two: number | null;
  readonly delivery_radius_meters: number;
  readonly prep_minutes: number;
  readonly is_pure_veg: boolean;
  readonly orderable: boolean;
  readonly accepting_orders: boolean;
  readonly paused_until: string | null;
  readonly rating: number | null;
  readonly time_zone: string;
  readonly open_same_day: string;
  readonly open_from_day_before: string;
  readonly closures: readonly string[];
  readonly cuisines: readonly string[];
  readonly cuisine_keys: readonly string[];
  readonly name_text: string;
  readonly head: string;
  readonly words: string;
  readonly dish_names: readonly string[];
  readonly document: SearchDocument;
}

/** Types as json_to_recordset wants them. `place` and `updated_at` are added here. */
const COLUMNS: Record<keyof SearchDocumentRow, string> = {
  restaurant_id: "uuid",
  city_id: "uuid",
  lat: "float8",
  lng: "float8",
  cell: "int",
  rating_count: "int",
  cost_for_two: "int",
  delivery_radius_meters: "int",
  prep_minutes: "smallint",
  is_pure_veg: "boolean",
  orderable: "boolean",
  accepting_orders: "boolean",
  paused_until: "timestamptz",
  rating: "numeric(2,1)",
  time_zone: "text",
  open_same_day: "int4multirange",
  open_from_day_before: "int4multirange",
  closures: "date[]",
  cuisines: "text[]",
  cuisine_keys: "text[]",
  name_text: "text",
  head: "tsvector",
  words: "tsvector",
  dish_names: "text[]",
  document: "text",
};
const names = Object.keys(COLUMNS);
const columns = sql.raw(names.join(", "));
const values = sql.raw(names.map((name) => (name === "document" ? "document::json" : name)).join(", "));
const typedColumns = sql.raw(
  Object.entries(COLUMNS)
    .map(([name, type]) => `${name} ${type}`)
    .join(", "),
);
/**
 * Words that stay the same stay where they are: a row whose indexed columns didn't change needs no new index entries,
 * and most changes are of a rating or a pause.
 */
const changes = sql.raw(
  [...names.filter((name) => name !== "restaurant_id" && name !== "words"), "place", "updated_at"]
    .map((name) => `${name} = excluded.${name}`)
    .join(", "),
);

/** Adds or replaces. One statement, one parameter. */
export async function upsertSearchDocuments(
  db: DatabaseOrTransaction,
  rows: readonly SearchDocumentRow[],
  now: Date,
): Promise<void> {
  if (rows.length === 0) return;
  // The document as a text within the text: Postgres takes eight times as long over one that is nested.
  const records = JSON.stringify(rows.map((row) => ({ ...row, document: JSON.stringify(row.document) })));
  await db.execute(sql`
    insert into search_documents as d (${columns}, place, updated_at)
    select ${values}, ll_to_earth(lat, lng), ${now.toISOString()}::timestamptz
    from json_to_recordset(${records}::text::json) as row(${typedColumns})
    on conflict (restaurant_id) do update set ${changes},
      words = case when d.words = excluded.words then d.words else excluded.words end`);
}

/** Terms are words: no spaces in them. */
export async function addSearchTerms(
  db: DatabaseOrTransaction,
  terms: readonly { term: string; letters: string }[],
): Promise<void> {
  if (terms.length === 0) return;
  const list = (values: string[]) => sql`string_to_array(${values.join(" ")}::text, ' ')`;
  // In one order everywhere, so that two writers never wait for each other in a circle.
  await db.execute(sql`
    insert into search_terms (term, letters)
    select term, letters
    from unnest(${list(terms.map(({ term }) => term))}, ${list(terms.map(({ letters }) => letters))}) as t(term, letters)
    where not exists (select from search_terms known where known.term = t.term)
    order by term collate "C"
    on conflict do nothing`);
}

export async function deleteSearchDocuments(db: DatabaseOrTransaction, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await db.delete(searchDocuments).where(inArray(searchDocuments.restaurantId, [...ids]));
}

export async function findSearchDocuments(
  db: DatabaseOrTransaction,
  ids: readonly string[],
): Promise<SearchDocument[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .select({ document: searchDocuments.document })
    .from(searchDocuments)
    .where(inArray(searchDocuments.restaurantId, [...ids]));
  return rows.map((row) => row.document);
}

export async function indexedRestaurantIds(db: DatabaseOrTransaction, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .select({ id: searchDocuments.restaurantId })
    .from(searchDocuments)
    .where(inArray(searchDocuments.restaurantId, [...ids]));
  return rows.map((row) => row.id);
}
