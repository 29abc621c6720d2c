import { sql, type SQL } from "drizzle-orm";
import type { DatabaseOrTransaction } from "../../client.ts";
import { chord, chordOf, here, metersOf, type SearchArea } from "./search-area.ts";
import { cellQueries, intArray, textArray, textQueries, type QueryWord, type WordCell } from "./text-match.ts";
import { fineScore, headScore, wordsInHand } from "./text-score.ts";

export interface SearchRowsQuery {
  readonly area: SearchArea;
  /** All matches up to so much farther are given, too, if they are no more than `limit`. */
  readonly reachMeters: number;
  /** All that the circle touches. */
  readonly wordCells: readonly WordCell[];
  /** Folded; the last word may be only begun. Empty: everything matches. */
  readonly words: readonly QueryWord[];
  readonly foldedQuery: string;
  /** Lower case. */
  readonly cuisines: readonly string[] | null;
  readonly pureVeg: boolean;
  readonly minRating: number | null;
  readonly maxCostForTwo: number | null;
  readonly openNow: boolean;
  readonly sort: "relevance" | "distance" | "rating" | "cost";
  readonly offset: number;
  readonly limit: number;
  readonly now: Date;
  readonly ratingSteps: readonly number[];
  readonly costSteps: readonly number[];
  readonly maxCuisines: number;
}

export interface SearchHitRow {
  readonly id: string;
  readonly cityId: string;
  readonly lat: number;
  readonly lng: number;
  readonly distance: number;
  readonly text: number;
  readonly cuisines: readonly string[];
  readonly rating: number | null;
  readonly ratingCount: number;
  readonly costForTwo: number | null;
  readonly isPureVeg: boolean;
  readonly prepMinutes: number;
  readonly deliveryRadiusMeters: number;
  readonly orderable: boolean;
  readonly open: boolean;
}

export interface SearchCounts {
  readonly total: number;
  /** The hits are all the matches within radius and reach. */
  readonly reachesBeyond: boolean;
  readonly cuisines: Readonly<Record<string, number>>;
  readonly rating: Readonly<Record<string, number>>;
  readonly cost: Readonly<Record<string, number>>;
  readonly veg: number;
  readonly open: number;
}

/**
 * By relevance, matches are put in order by what their rows tell (name, cuisine, then distance), cut into windows of so
 * many, and within each window by the fine score. A page reads the words of its windows alone, however many match.
 */
const FINE_WINDOW = 1_000;

type Row = SearchHitRow & { readonly counts: SearchCounts | null; readonly place: number | null };

/** Hits and all counts in one round trip. */
export async function searchRows(
  db: DatabaseOrTransaction,
  query: SearchRowsQuery,
): Promise<SearchCounts & { readonly hits: readonly SearchHitRow[] }> {
  const rows = await db.execute<Row & Record<string, unknown>>(searchStatement(query));
  const counts = rows[0]!.counts!;
  const hits = rows.flatMap(({ counts: _counts, place, ...hit }) => (place === null ? [] : [hit]));
  return { ...counts, hits };
}

export function searchStatement(query: SearchRowsQuery): SQL {
  const { area, reachMeters, words } = query;
  const hasText = words.length > 0;
  return sql`
    with recursive ${here(area)},
    ${clock(query.now)}
    ${hasText ? sql`, ${textQueries(words)}, ${cellQueries(query.wordCells)}` : sql``},
    reached as materialized (
      select
        d.restaurant_id as id,
        ${chord} as chord,
        d.cuisines,
        d.rating,
        d.rating_count,
        d.cost_for_two as cost,
        d.is_pure_veg,
        ${query.openNow ? sql`true` : isOpen} as open,
        ${hasText ? sql`cq.n, ${headScore(query.foldedQuery)}` : sql`0 as n, 1.0::float8`} as head
      from ${hasText ? sql`q cross join cq join search_documents d on d.words @@ cq.fuzzy` : sql`search_documents d`}
      left join clock on clock.time_zone = d.time_zone
      where ${chord} <= ${chordOf(area.radiusMeters + reachMeters)}
        ${hasText ? sql`` : sql`and d.cell = any(${intArray(query.wordCells.flatMap(({ parts }) => parts))})`}
        ${query.pureVeg ? sql`and d.is_pure_veg` : sql``}
        ${query.minRating === null ? sql`` : sql`and d.rating >= ${query.minRating}`}
        ${query.maxCostForTwo === null ? sql`` : sql`and d.cost_for_two <= ${query.maxCostForTwo}`}
        ${query.cuisines === null ? sql`` : sql`and d.cuisine_keys && ${textArray(query.cuisines)}`}
        ${query.openNow ? sql`and ${isOpen}` : sql``}
    ),
    ${within(query)},
    page as (${page(query)}),
    counted as (${counts(query)})
    select
      case when p.place is null or p.place = 1 then counted.counts end as counts,
      p.place::int,
      d.restaurant_id as "id",
      d.city_id as "cityId",
      d.lat,
      d.lng,
      ${metersOf(sql`p.chord`)} as "distance",
      p.text,
      d.cuisines,
      d.rating::float8,
      d.rating_count as "ratingCount",
      d.cost_for_two as "costForTwo",
      d.is_pure_veg as "isPureVeg",
      d.prep_minutes as "prepMinutes",
      d.delivery_radius_meters as "deliveryRadiusMeters",
      d.orderable,
      p.open
    from counted left join (page p join search_documents d on d.restaurant_id = p.id) on true
    order by p.place`;
}

/**
 * CTEs: `matched` is what lies within the radius, `wanted` what a page is made from, `reach` says whether that is all
 * within reach. Not materialized: `reached` is kept once, however often it is read.
 */
function within({ area, reachMeters, limit }: SearchRowsQuery): SQL {
  if (reachMeters === 0) {
    return sql`matched as not materialized (select * from reached),
    wanted as not materialized (select * from reached),
    reach as (select false as fits)`;
  }
  const radius = chordOf(area.radiusMeters);
  return sql`matched as not materialized (select * from reached where chord <= ${radius}),
    reach as materialized (select count(*) <= ${limit} as fits from reached),
    wanted as not materialized (
      select * from reached where chord <= ${radius} or (select fits from reach)
    )`;
}

/** CTE: what the clocks show in all the time zones of the index, which are read from an index one by one. */
function clock(now: Date): SQL {
  return sql`zones(time_zone) as (
    (select time_zone from search_documents order by time_zone limit 1)
    union all
    select (select d.time_zone from search_documents d where d.time_zone > zones.time_zone order by d.time_zone limit 1)
    from zones where zones.time_zone is not null
  ),
  clock as materialized (
    select
      time_zone,
      ${now.toISOString()}::timestamptz as now,
      local::date as today,
      ((extract(isodow from local) - 1) * 1440 + extract(hour from local) * 60 + extract(minute from local))::int as minute
    from (select time_zone, ${now.toISOString()}::timestamptz at time zone time_zone as local from zones) zone
  )`;
}

const isOpen = sql`coalesce(d.accepting_orders
  and (d.paused_until is null or d.paused_until <= clock.now)
  and (
    (d.open_same_day @> clock.minute and not clock.today = any(d.closures))
    or (d.open_from_day_before @> clock.minute and not (clock.today - 1) = any(d.closures))
  ), false)`;

/** `place`: 1 for the first of the page. */
function page(query: SearchRowsQuery): SQL {
  const { words, offset, limit } = query;
  const slice = sql`limit ${limit} offset ${offset}`;
  if (query.sort !== "relevance" || words.length === 0) {
    const order = {
      relevance: sql`chord, id`,
      distance: sql`chord, id`,
      rating: sql`rating desc nulls last, rating_count desc, chord, id`,
      cost: sql`cost asc nulls last, chord, id`,
    }[query.sort];
    const sliced = sql`select *, row_number() over (order by ${order}) as place from wanted order by ${order} ${slice}`;
    if (words.length === 0)
      return sql`select id, chord, open, head as text, place - ${offset} as place from (${sliced}) s`;
    return sql`select s.id, s.chord, s.open, ${fineScore(sql`s.head`)} as text, s.place - ${offset} as place
      from (${sliced}) s join cq using (n) cross join q join search_documents d on d.restaurant_id = s.id ${wordsInHand}`;
  }
  const first = Math.floor(offset / FINE_WINDOW);
  const end = Math.ceil((offset + limit) / FINE_WINDOW);
  const skipped = offset - first * FINE_WINDOW;
  return sql`
    select id, chord, open, text, row_number() over (order by part, text desc, chord, id) - ${skipped} as place
    from (
      select s.id, s.chord, s.open, s.part, ${fineScore(sql`s.head`)} as text
      from (
        select *, (row_number() over (order by head desc nulls last, chord, id) - 1) / ${FINE_WINDOW} as part
        from (
          select * from wanted order by head desc nulls last, chord, id
          limit ${(end - first) * FINE_WINDOW} offset ${first * FINE_WINDOW}) windows
      ) s
      join cq using (n)
      cross join q
      join search_documents d on d.restaurant_id = s.id
      ${wordsInHand}
    ) scored
    order by part, text desc, chord, id
    limit ${limit} offset ${skipped}`;
}

function counts({ ratingSteps, costSteps, maxCuisines }: SearchRowsQuery): SQL {
  const steps = (column: SQL, values: readonly number[], comparison: SQL) =>
    sql`json_build_object(${sql.join(
      values.map((step) => sql`${String(step)}::text, count(*) filter (where ${column} ${comparison} ${step})`),
      sql`, `,
    )})`;
  return sql`
    select json_build_object(
      'total', count(*),
      'reachesBeyond', (select fits from reach),
      'veg', count(*) filter (where is_pure_veg),
      'open', count(*) filter (where open),
      'rating', ${steps(sql`rating`, ratingSteps, sql`>=`)},
      'cost', ${steps(sql`cost`, costSteps, sql`<=`)},
      'cuisines', coalesce((
        select json_object_agg(cuisine, restaurants) from (
          select cuisine, count(*) as restaurants from (select unnest(cuisines) as cuisine from matched) u
          group by cuisine order by count(*) desc, cuisine collate "C" limit ${maxCuisines}) c), '{}'::json)
    ) as counts
    from matched`;
}
