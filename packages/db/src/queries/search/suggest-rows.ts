import { sql, type SQL } from "drizzle-orm";
import type { DatabaseOrTransaction } from "../../client.ts";
import { chord, chordOf, here, metersOf, type SearchArea } from "./search-area.ts";
import { cellQueries, textQueries, type QueryWord, type WordCell } from "./text-match.ts";

/** Stands before the words of names, so that those can be asked for alone. */
export const NAME_MARK = "!";

export interface SuggestQuery {
  readonly area: SearchArea;
  /** All that the circle touches. */
  readonly wordCells: readonly WordCell[];
  readonly words: readonly QueryWord[];
  readonly limit: number;
}

export interface NamedRow {
  readonly id: string;
  readonly name: string;
  readonly distance: number;
}

/** The restaurants that have all the words in their names: first those without a slip, then the nearest. */
export async function findByName(db: DatabaseOrTransaction, query: SuggestQuery): Promise<NamedRow[]> {
  const rows = await db.execute<NamedRow & Record<string, unknown>>(sql`
    with ${here(query.area)}, ${textQueries(query.words)}, ${cellQueries(query.wordCells, NAME_MARK)},
    nearest as (${nearest(query, sql`d.head @@ q.begun_name`, sql`true`)})
    select n.id, d.document ->> 'name' as name, ${metersOf(sql`n.chord`)} as distance
    from nearest n join search_documents d on d.restaurant_id = n.id
    order by n.preferred desc, n.chord, n.id`);
  return [...rows];
}

export interface OfferRow {
  readonly id: string;
  readonly cuisines: readonly string[];
  readonly dishes: readonly string[];
}

/**
 * What the nearest restaurants offer that have all the words in names, cuisines and dishes. Cut to the
 * fine cells before any row is read: close by, most of what a coarse cell has lies outside the circle.
 */
export async function findOffers(db: DatabaseOrTransaction, query: SuggestQuery): Promise<OfferRow[]> {
  const rows = await db.execute<{ id: string; cuisines: string[]; dishes: string }>(sql`
    with ${here(query.area)}, ${textQueries(query.words)}, ${cellQueries(query.wordCells)},
    nearest as (${nearest(query, sql`true`, sql`d.cell = any(cq.parts)`)})
    select n.id, d.cuisines, array_to_json(d.dish_names)::text as dishes
    from nearest n join search_documents d on d.restaurant_id = n.id
    order by n.chord, n.id`);
  // JSON.parse reads a list faster than a driver reads an array.
  return rows.map((row) => ({ ...row, dishes: JSON.parse(row.dishes) as string[] }));
}

function nearest({ area, limit }: SuggestQuery, preferred: SQL, condition: SQL): SQL {
  return sql`
    select d.restaurant_id as id, ${chord} as chord, ${preferred} as preferred
    from q cross join cq join search_documents d on d.words @@ cq.fuzzy
    where ${chord} <= ${chordOf(area.radiusMeters)} and ${condition}
    order by preferred desc, chord, id
    limit ${limit}`;
}
