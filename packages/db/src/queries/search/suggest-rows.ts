import { sql } from "drizzle-orm";
import type { DatabaseOrTransaction } from "../../client.ts";
import { chord, chordOf, here, metersOf, type SearchArea } from "./search-area.ts";
import { textQueries, type QueryWord } from "./text-match.ts";

export interface SuggestQuery {
  readonly area: SearchArea;
  /** Of the coarse grid, as they stand before the index's words. */
  readonly wordCells: readonly string[];
  readonly words: readonly QueryWord[];
  readonly limit: number;
}

export interface SuggestRow {
  readonly id: string;
  readonly name: string;
  readonly distance: number;
  readonly cuisines: readonly string[];
  readonly dishes: readonly string[];
  /** The words are all in its name. */
  readonly byName: boolean;
}

/** The nearest restaurants that fit, with what their names, cuisines and dishes say; at most `limit`. */
export async function suggestRows(db: DatabaseOrTransaction, query: SuggestQuery): Promise<SuggestRow[]> {
  if (query.words.length === 0) return [];
  const rows = await db.execute<SuggestRow & Record<string, unknown>>(sql`
    with ${here(query.area)}, ${textQueries(query.words, query.wordCells)},
    nearest as (
      select d.restaurant_id as id, d.head @@ q.fuzzy_name as by_name, ${chord} as chord
      from q cross join cq join search_documents d on d.words @@ cq.fuzzy
      where ${chord} <= ${chordOf(query.area.radiusMeters)}
      order by by_name desc, chord, id
      limit ${query.limit}
    )
    select
      n.id,
      d.document ->> 'name' as name,
      ${metersOf(sql`n.chord`)} as distance,
      n.by_name as "byName",
      d.cuisines,
      d.dish_names as dishes
    from nearest n join search_documents d on d.restaurant_id = n.id
    order by n.by_name desc, n.chord, n.id`);
  return [...rows];
}
