import { sql, type SQL } from "drizzle-orm";

/** One word of a query. `typos`: how many slips it is forgiven. */
export interface QueryWord {
  readonly word: string;
  readonly canonical: string;
  /** Canonical spellings of what it may stand for besides. */
  readonly others: readonly string[];
  readonly typos: number;
}

/** Words of the index that a misspelt word may mean, at most. */
const MAX_GUESSES = 16;

/**
 * Stands before words of addresses, which are found together with other words only: "ganesh" does not mean all who live
 * at Ganesh Nagar.
 */
export const ADDRESS_MARK = "@";

function ofAddress(term: SQL): SQL {
  return sql`${sql.raw(`'${ADDRESS_MARK}'`)} || ${term}`;
}

interface Field {
  readonly name: string;
  /** As a tsquery has them: `:AB`. */
  readonly weights: string;
}

/** Where words may have to stand: anywhere, in the name or the first cuisine, in the name. */
const FIELDS: readonly Field[] = [
  { name: "", weights: "" },
  { name: "_main", weights: ":AB" },
  { name: "_name", weights: ":A" },
];

/** `partly`: any of the words. */
const HEAD_QUERIES = ["exact", "begun", "fuzzy", "partly", "exact_main", "begun_main", "fuzzy_main", "begun_name"];

/**
 * CTEs that turn the query's words into tsqueries: `q` for heads (names and cuisines): exact (or another spelling), with
 * the last one begun, with slips. {@link cellQueries} goes on from there.
 */
export function textQueries(words: readonly QueryWord[]): SQL {
  const values = words.map(
    ({ word, canonical, others, typos }, index) =>
      sql`(${index}::int, ${word}::text, ${canonical}::text, ${others.map((other) => `'~${other}'`).join(" | ")}::text, ${typos}::int, ${index === words.length - 1})`,
  );
  const alternatives = ({ name, weights }: Field) => sql`
    ${quoted(sql`word`, weights)} || ' | ' || ${quoted(sql`canonical`, weights)} as exact${sql.raw(name)},
    case when is_last then ' | ' || ${quoted(sql`word`, `:*${weights.slice(1)}`)} else '' end as begun${sql.raw(name)},
    coalesce((select ' | ' || string_agg(${quoted(sql`term`, weights)}, ' | ') from guesses g where g.position = w.position), '')
    || coalesce((
      select string_agg(' | (' || ${quoted(sql`first`, weights)} || ' <-> ' || ${quoted(sql`second`, weights)} || ')', '')
      from joined j where j.position = w.position), '') as slips${sql.raw(name)}`;
  return sql`words(position, word, canonical, others, typos, is_last) as (values ${sql.join(values, sql`, `)}),
    guesses as (${guesses}),
    joined as (${joined}),
    alternatives as (
      select
        position,
        case when others = '' then '' else ' | ' || others end
          ${words.length === 1 ? sql`` : sql`|| ' | ' || ${quoted(ofAddress(sql`word`))} || ' | ' || ${quoted(ofAddress(sql`canonical`))}`} as others,
        ${sql.join(FIELDS.map(alternatives), sql`, `)}
      from words w
    ),
    patterns as materialized (
      select
        string_agg('(' || exact || others || ')', ' & ') as exact,
        string_agg('(' || exact || others || begun || ')', ' & ') as begun,
        string_agg('(' || exact || others || begun || slips || ')', ' & ') as fuzzy,
        string_agg('(' || exact || others || begun || slips || ')', ' | ') as partly,
        string_agg('(' || exact_main || ')', ' & ') as exact_main,
        string_agg('(' || exact_main || begun_main || ')', ' & ') as begun_main,
        string_agg('(' || exact_main || begun_main || slips_main || ')', ' & ') as fuzzy_main,
        string_agg('(' || exact_name || begun_name || ')', ' & ') as begun_name
      from alternatives
    ),
    q as materialized (
      select
        ${sql.join(
          HEAD_QUERIES.map((name) => sql`${inHead(sql.raw(name))} as ${sql.raw(name)}`),
          sql`, `,
        )}
      from patterns
    )`;
}

/** A cell of the coarse grid as it stands before the index's words, and those of the fine grid in it that are asked for. */
export interface WordCell {
  readonly prefix: string;
  readonly parts: readonly number[];
}

/**
 * CTE `cq`: the same for `words`, one row for each cell, because every word of the index stands behind its cell; and the
 * fine cells in it, as `parts`. `mark`: what else stands before the words that are meant.
 */
export function cellQueries(cells: readonly WordCell[], mark = ""): SQL {
  const prefixes = textArray(cells.map(({ prefix }) => `${prefix}${mark}`));
  const parts = textArray(cells.map((cell) => `{${cell.parts.join(",")}}`));
  return sql`cq as materialized (
    select n::int, parts::int[], ${inCell(sql`exact`)} as exact, ${inCell(sql`begun`)} as begun, ${inCell(sql`fuzzy`)} as fuzzy
    from patterns, unnest(${prefixes}, ${parts}) with ordinality as c(cell, parts, n)
  )`;
}

/** Arrays travel as text: a driver would take a list for several parameters. */
export function textArray(values: readonly string[]): SQL {
  return sql`array(select json_array_elements_text(${JSON.stringify(values)}::text::json))`;
}

export function intArray(values: readonly number[]): SQL {
  return sql`${`{${values.join(",")}}`}::int[]`;
}

/** Where the cell goes. No word holds it: words are letters, marks and digits. */
const CELL = sql.raw("'~'");

/** A word as a lexeme of a tsquery. */
function quoted(term: SQL, suffix = ""): SQL {
  return sql`('''~' || ${term} || ${sql.raw(`'''${suffix}'`)})`;
}

function inHead(pattern: SQL): SQL {
  return sql`replace(${pattern}, ${CELL}, '')::tsquery`;
}

function inCell(pattern: SQL): SQL {
  return sql`replace(${pattern}, ${CELL}, cell)::tsquery`;
}

/**
 * What a misspelt word may mean is looked up among the index's own words: those with the same first letter and about the
 * same length, and those that share trigrams (for a slip in the first letter).
 */
const guesses = sql`
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
          -- Said so that no index takes it: trigrams alone are narrow, lengths are not.
          and abs(char_length(s.term) - char_length(w.word)) <= w.typos
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
    limit ${sql.raw(String(MAX_GUESSES))}
  ) t
  where w.typos > 0`;

/**
 * Two words of the index that were typed as one: burgerking. Each part is looked up by itself (a LIMIT can't be made a
 * join, for which the whole vocabulary would be read).
 */
const joined = sql`
  select w.position, left(w.word, i) as first, substr(w.word, i + 1) as second
  from words w
  cross join generate_series(3, char_length(w.word) - 3) i
  where char_length(w.word) between 7 and 24
    and (select true from search_terms s where s.term = left(w.word, i) limit 1)
    and (select true from search_terms s where s.term = substr(w.word, i + 1) limit 1)`;
