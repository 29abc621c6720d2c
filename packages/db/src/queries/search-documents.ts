import { inArray, sql, type SQL } from "drizzle-orm";
import type { SearchDocument } from "@tiffin/domain/search/document";
import type { DatabaseOrTransaction } from "../client.ts";
import { searchDocuments, searchTerms } from "../schema/search.ts";

export type NewSearchDocument = Omit<typeof searchDocuments.$inferInsert, "updatedAt">;

export async function upsertSearchDocuments(
  db: DatabaseOrTransaction,
  rows: readonly NewSearchDocument[],
  now: Date,
): Promise<void> {
  if (rows.length === 0) return;
  const excluded = (column: string) => sql.raw(`excluded."${column}"`);
  await db
    .insert(searchDocuments)
    .values(rows.map((row) => ({ ...row, updatedAt: now })))
    .onConflictDoUpdate({
      target: searchDocuments.restaurantId,
      set: {
        cityId: excluded("city_id"),
        nameText: excluded("name_text"),
        fullText: excluded("full_text"),
        tsv: excluded("tsv"),
        cuisines: excluded("cuisines"),
        lat: excluded("lat"),
        lng: excluded("lng"),
        rating: excluded("rating"),
        ratingCount: excluded("rating_count"),
        costForTwo: excluded("cost_for_two"),
        isPureVeg: excluded("is_pure_veg"),
        prepMinutes: excluded("prep_minutes"),
        deliveryRadiusMeters: excluded("delivery_radius_meters"),
        orderable: excluded("orderable"),
        acceptingOrders: excluded("accepting_orders"),
        pausedUntil: excluded("paused_until"),
        timeZone: excluded("time_zone"),
        openSameDay: excluded("open_same_day"),
        openFromDayBefore: excluded("open_from_day_before"),
        closures: excluded("closures"),
        document: excluded("document"),
        updatedAt: excluded("updated_at"),
      },
    });
}

export async function addSearchTerms(
  db: DatabaseOrTransaction,
  terms: readonly { term: string; letters: string }[],
): Promise<void> {
  for (let from = 0; from < terms.length; from += 2_000) {
    // In one order everywhere, so that two writers never wait for each other in a circle.
    const batch = terms.slice(from, from + 2_000);
    await db.insert(searchTerms).values(batch).onConflictDoNothing();
  }
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

/** One word of a query. `typos`: how many slips it is forgiven. */
export interface QueryWord {
  readonly word: string;
  readonly canonical: string;
  readonly typos: number;
}

export interface SearchArea {
  readonly lat: number;
  readonly lng: number;
  readonly radiusMeters: number;
}

export interface SearchRowsQuery {
  readonly area: SearchArea;
  /** All matches up to so much farther are given, too, if they are no more than `limit`. */
  readonly reachMeters: number;
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
  readonly location: { readonly lat: number; readonly lng: number };
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

export interface SearchRows {
  readonly total: number;
  /** `hits` are all the matches within radius and reach. */
  readonly reachesBeyond: boolean;
  readonly hits: readonly SearchHitRow[];
  readonly cuisines: Readonly<Record<string, number>>;
  readonly rating: Readonly<Record<string, number>>;
  readonly cost: Readonly<Record<string, number>>;
  readonly veg: number;
  readonly open: number;
}

/** earthdistance takes Earth for a little larger than the rest of our code does. */
const EARTH_SCALE = sql.raw("(6371008.8 / earth())");

/** Great-circle meters, as domain/geo/distance has them; earthdistance's own take ten times as long. */
function haversine({ lat, lng }: SearchArea): SQL {
  return sql`12742017.6 * asin(least(1, sqrt(
    sin(radians(d.lat - ${lat}::float8) / 2) ^ 2
    + cos(radians(${lat}::float8)) * cos(radians(d.lat)) * sin(radians(d.lng - ${lng}::float8) / 2) ^ 2)))`;
}

/** Hits and all counts in one round trip. */
export async function searchRows(db: DatabaseOrTransaction, query: SearchRowsQuery): Promise<SearchRows> {
  const orderBy = {
    relevance: sql`text desc, distance, id`,
    distance: sql`distance, id`,
    rating: sql`rating desc nulls last, rating_count desc, distance, id`,
    cost: sql`cost asc nulls last, distance, id`,
  }[query.sort];
  const counts = (column: SQL, steps: readonly number[], comparison: SQL) =>
    sql`jsonb_build_object(${sql.join(
      steps.map((step) => sql`${String(step)}::text, count(*) filter (where ${column} ${comparison} ${step})`),
      sql`, `,
    )})`;
  const [row] = await db.execute<{ result: SearchRows }>(sql`
    with ${textQueries(query.words)},
    -- What the clocks of all our time zones show.
    clock as materialized (
      select
        time_zone,
        ${query.now.toISOString()}::timestamptz as now,
        local::date as today,
        ((extract(isodow from local) - 1) * 1440 + extract(hour from local) * 60 + extract(minute from local))::int as minute
      from (select distinct time_zone, ${query.now.toISOString()}::timestamptz at time zone time_zone as local from cities) zone
    ),
    near as materialized (
      select
        d.restaurant_id as id,
        d.city_id,
        d.lat,
        d.lng,
        d.cuisines,
        d.rating,
        d.rating_count,
        d.cost_for_two as cost,
        d.is_pure_veg,
        d.prep_minutes,
        d.delivery_radius_meters,
        d.orderable,
        ${haversine(query.area)} as distance,
        ${textScore(query)} as text,
        coalesce(d.accepting_orders
          and (d.paused_until is null or d.paused_until <= clock.now)
          and (
            (d.open_same_day @> clock.minute and not clock.today = any(d.closures))
            or (d.open_from_day_before @> clock.minute and not (clock.today - 1) = any(d.closures))
          ), false) as open
      from search_documents d
      cross join q
      left join clock on clock.time_zone = d.time_zone
      where ${inArea({ ...query.area, radiusMeters: query.area.radiusMeters + query.reachMeters })}
        ${query.words.length === 0 ? sql`` : sql`and d.tsv @@ q.fuzzy`}
        ${query.pureVeg ? sql`and d.is_pure_veg` : sql``}
        ${query.minRating === null ? sql`` : sql`and d.rating >= ${query.minRating}`}
        ${query.maxCostForTwo === null ? sql`` : sql`and d.cost_for_two <= ${query.maxCostForTwo}`}
        ${
          query.cuisines === null
            ? sql``
            : sql`and exists (select 1 from unnest(d.cuisines) cuisine where lower(cuisine) in ${[...query.cuisines]})`
        }
    ),
    reached as (
      select * from near
      where distance <= ${query.area.radiusMeters + query.reachMeters} ${query.openNow ? sql`and open` : sql``}
    ),
    matched as (select * from reached where distance <= ${query.area.radiusMeters}),
    reach as (select ${query.reachMeters > 0} and count(*) <= ${query.limit} as fits from reached),
    page as (
      select reached.* from reached cross join reach
      where reach.fits or distance <= ${query.area.radiusMeters}
      order by ${orderBy} limit ${query.limit} offset ${query.offset}
    )
    select jsonb_build_object(
      'total', (select count(*) from matched),
      'reachesBeyond', (select fits from reach),
      'hits', coalesce((
        select jsonb_agg(jsonb_build_object(
          'id', id, 'cityId', city_id, 'location', jsonb_build_object('lat', lat, 'lng', lng),
          'distance', distance, 'text', text, 'cuisines', cuisines, 'rating', rating, 'ratingCount', rating_count,
          'costForTwo', cost, 'isPureVeg', is_pure_veg,
          'prepMinutes', prep_minutes, 'deliveryRadiusMeters', delivery_radius_meters,
          'orderable', orderable, 'open', open) order by ${orderBy})
        from page), '[]'::jsonb),
      'cuisines', coalesce((
        select jsonb_object_agg(cuisine, restaurants) from (
          select cuisine, count(*) as restaurants from matched, unnest(cuisines) cuisine
          group by cuisine order by count(*) desc, cuisine limit ${query.maxCuisines}) counted), '{}'::jsonb),
      'rating', (select ${counts(sql`rating`, query.ratingSteps, sql`>=`)} from matched),
      'cost', (select ${counts(sql`cost`, query.costSteps, sql`<=`)} from matched),
      'veg', (select count(*) filter (where is_pure_veg) from matched),
      'open', (select count(*) filter (where open) from matched)
    ) as result`);
  return row!.result;
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
export async function suggestRows(
  db: DatabaseOrTransaction,
  query: { readonly area: SearchArea; readonly words: readonly QueryWord[]; readonly limit: number },
): Promise<SuggestRow[]> {
  if (query.words.length === 0) return [];
  const rows = await db.execute<{ result: SuggestRow }>(sql`
    with ${textQueries(query.words)},
    near as (
      select d.restaurant_id as id, d.tsv @@ q.fuzzy_name as by_name,
        ${haversine(query.area)} as distance
      from search_documents d cross join q
      where ${inArea(query.area)} and d.tsv @@ q.fuzzy
    ),
    nearest as (
      select * from near where distance <= ${query.area.radiusMeters}
      order by by_name desc, distance, id limit ${query.limit}
    )
    select jsonb_build_object(
      'id', n.id, 'name', d.document -> 'name', 'distance', n.distance, 'byName', n.by_name,
      'cuisines', to_jsonb(d.cuisines),
      'dishes', jsonb_path_query_array(d.document, '$.dishes[*].name')) as result
    from nearest n join search_documents d on d.restaurant_id = n.id
    order by n.by_name desc, n.distance, n.id`);
  return rows.map((row) => row.result);
}

/** Uses the index over earth distance; its box reaches a little beyond the circle, which the caller cuts. */
function inArea({ lat, lng, radiusMeters }: SearchArea): SQL {
  return sql`earth_box(ll_to_earth(${lat}, ${lng}), ${radiusMeters}::float8 / ${EARTH_SCALE}) @> ll_to_earth(d.lat, d.lng)`;
}

/**
 * The query's words as tsqueries: exact (or another spelling), with the last one begun, and with slips; for the whole
 * text, for names and for cuisines. What a misspelt word may mean is looked up among the index's own words: those with
 * the same first letter and about the same length, and those that share trigrams (for a slip in the first letter).
 */
function textQueries(words: readonly QueryWord[]): SQL {
  if (words.length === 0) {
    return sql`q as (select null::tsquery as exact_name, null::tsquery as exact_cuisine, null::tsquery as exact,
      null::tsquery as begun_name, null::tsquery as begun_cuisine, null::tsquery as begun, null::tsquery as fuzzy_name, null::tsquery as fuzzy)`;
  }
  const values = words.map(
    ({ word, canonical, typos }, index) =>
      sql`(${index}::int, ${word}::text, ${canonical}::text, ${typos}::int, ${index === words.length - 1})`,
  );
  const lexeme = (term: SQL, suffix: string) => sql`('''' || ${term} || ''''${sql.raw(`|| '${suffix}'`)})`;
  return sql`words(position, word, canonical, typos, is_last) as (values ${sql.join(values, sql`, `)}),
    guesses as (
      select w.position, t.term
      from words w
      cross join lateral (
        select term, min(edits) as edits from (
          select c.term, c.edits from (
            select s.term, levenshtein_less_equal(s.term, w.word, 2) as edits, s.letters
            from search_terms s
            where left(s.term, 1) = left(w.word, 1)
              and char_length(s.term) between char_length(w.word) - w.typos and char_length(w.word) + w.typos
            union all
            select s.term, levenshtein_less_equal(s.term, w.word, 2), s.letters
            from search_terms s
            where s.term % w.word
              and char_length(s.term) between char_length(w.word) - w.typos and char_length(w.word) + w.typos
          ) c
          where c.edits <= w.typos
            or (c.edits = 2 and c.letters = (
              select string_agg(letter, '' order by letter collate "C") from regexp_split_to_table(w.word, '') letter))
          union all
          select s.term, 3
          from search_terms s
          where w.is_last
            and left(s.term, 1) = left(w.word, 1)
            and char_length(s.term) > char_length(w.word)
            -- A letter too few or too many shifts what was typed against the word's beginning.
            and (
              levenshtein_less_equal(left(s.term, char_length(w.word)), w.word, 1) <= 1
              or levenshtein_less_equal(left(s.term, char_length(w.word) + 1), w.word, 1) <= 1
            )
        ) near_terms
        group by term
        order by min(edits), term
        limit 16
      ) t
      where w.typos > 0
    ),
    alternatives as (
      select
        w.position,
        ${lexeme(sql`w.word`, "")} || ' | ' || ${lexeme(sql`w.canonical`, "")} as exact,
        ${lexeme(sql`w.word`, ":A")} || ' | ' || ${lexeme(sql`w.canonical`, ":A")} as exact_name,
        ${lexeme(sql`w.word`, ":B")} || ' | ' || ${lexeme(sql`w.canonical`, ":B")} as exact_cuisine,
        case when w.is_last then ' | ' || ${lexeme(sql`w.word`, ":*")} else '' end as begun,
        case when w.is_last then ' | ' || ${lexeme(sql`w.word`, ":*A")} else '' end as begun_name,
        case when w.is_last then ' | ' || ${lexeme(sql`w.word`, ":*B")} else '' end as begun_cuisine,
        coalesce((select ' | ' || string_agg(${lexeme(sql`g.term`, "")}, ' | ') from guesses g where g.position = w.position), '') as slips,
        coalesce((select ' | ' || string_agg(${lexeme(sql`g.term`, ":A")}, ' | ') from guesses g where g.position = w.position), '') as slips_name
      from words w
    ),
    q as materialized (
      select
        string_agg('(' || exact_name || ')', ' & ')::tsquery as exact_name,
        string_agg('(' || exact_cuisine || ')', ' & ')::tsquery as exact_cuisine,
        string_agg('(' || exact || ')', ' & ')::tsquery as exact,
        string_agg('(' || exact_name || begun_name || ')', ' & ')::tsquery as begun_name,
        string_agg('(' || exact_cuisine || begun_cuisine || ')', ' & ')::tsquery as begun_cuisine,
        string_agg('(' || exact || begun || ')', ' & ')::tsquery as begun,
        string_agg('(' || exact_name || begun_name || slips_name || ')', ' & ')::tsquery as fuzzy_name,
        string_agg('(' || exact || begun || slips || ')', ' & ')::tsquery as fuzzy
      from alternatives
    )`;
}

/**
 * How well the text fits, 0–1: the name before cuisines before dishes, whole words before beginnings before slips; and
 * words that stand together (in one dish, say) before those that are scattered over a menu.
 */
function textScore({ words, foldedQuery }: SearchRowsQuery): SQL {
  if (words.length === 0) return sql`1.0`;
  const together = (query: SQL) => (words.length === 1 ? sql`true` : standTogether(query));
  return sql`case
    when d.name_text = ${foldedQuery} then 1.0
    when d.tsv @@ q.exact_name then 0.95
    when d.tsv @@ q.exact_cuisine then 0.9
    when d.tsv @@ q.begun_name then 0.88
    when d.tsv @@ q.begun_cuisine then 0.86
    when d.tsv @@ q.exact and ${together(sql`q.exact`)} then 0.85
    when d.tsv @@ q.begun and ${together(sql`q.begun`)} then 0.75
    when d.tsv @@ q.fuzzy_name then 0.65
    when d.tsv @@ q.fuzzy and ${together(sql`q.fuzzy`)} then 0.55
    when d.tsv @@ q.exact then 0.5
    else 0.35 end`;
}

/**
 * Cover density with equal weights is 1 for neighbours and 1/(1 + n) with n words between, summed over the covers.
 * Different texts lie {@link TEXT_GAP} positions apart, so that covers across them add next to nothing.
 */
function standTogether(query: SQL): SQL {
  return sql`ts_rank_cd('{1,1,1,1}', d.tsv, ${query}) >= 0.2`;
}

/** Positions that the writer of a document's `tsv` leaves between one name and the next. */
export const TEXT_GAP = 60;
