import { sql, type SQL } from "drizzle-orm";

/** One word of a query. `typos`: how many slips it is forgiven. */
export interface QueryWord {
  readonly word: string;
  readonly canonical: string;
  /** What else it may stand for. */
  readonly others: readonly string[];
  readonly typos: number;
}

/** Words of the index that a misspelt word may mean, at most. */
const MAX_GUESSES = 16;

/**
 * CTEs that turn the query's words into tsqueries: `q` for heads (names and cuisines): exact (or another spelling), with
 * the last one begun, with slips. {@link cellQueries} goes on from there.
 */
export function textQueries(words: readonly QueryWord[]): SQL {
  const values = words.map(
    ({ word, canonical, others, typos }, index) =>
      sql`(${index}::int, ${word}::text, ${canonical}::text, ${typos}::int, ${index === words.length - 1}, string_to_array(${others.join(" ")}, ' '))`,
  );
  return sql`words(position, word, canonical, typos, is_last, others) as (values ${sql.join(values, sql`, `)}),
    guesses as (${guesses} union all select position, unnest(others) from words),
    alternatives as (
      select
        position,
        ${quoted(sql`word`)} || ' | ' || ${quoted(sql`canonical`)} as exact,
        ${quoted(sql`word`, ":A")} || ' | ' || ${quoted(sql`canonical`, ":A")} as exact_name,
        ${quoted(sql`word`, ":B")} || ' | ' || ${quoted(sql`canonical`, ":B")} as exact_cuisine,
        case when is_last then ' | ' || ${quoted(sql`word`, ":*")} else '' end as begun,
        case when is_last then ' | ' || ${quoted(sql`word`, ":*A")} else '' end as begun_name,
        case when is_last then ' | ' || ${quoted(sql`word`, ":*B")} else '' end as begun_cuisine,
        coalesce((select ' | ' || string_agg(${quoted(sql`term`)}, ' | ') from guesses g where g.position = w.position), '') as slips,
        coalesce((select ' | ' || string_agg(${quoted(sql`term`, ":A")}, ' | ') from guesses g where g.position = w.position), '') as slips_name
      from words w
    ),
    patterns as materialized (
      select
        string_agg('(' || exact_name || ')', ' & ') as exact_name,
        string_agg('(' || exact_cuisine || ')', ' & ') as exact_cuisine,
        string_agg('(' || exact || ')', ' & ') as exact,
        string_agg('(' || exact_name || begun_name || ')', ' & ') as begun_name,
        string_agg('(' || exact_cuisine || begun_cuisine || ')', ' & ') as begun_cuisine,
        string_agg('(' || exact || begun || ')', ' & ') as begun,
        string_agg('(' || exact_name || begun_name || slips_name || ')', ' & ') as fuzzy_name,
        string_agg('(' || exact || begun || slips || ')', ' & ') as fuzzy
      from alternatives
    ),
    q as materialized (
      select
        ${inHead(sql`exact_name`)} as exact_name,
        ${inHead(sql`exact_cuisine`)} as exact_cuisine,
        ${inHead(sql`begun_name`)} as begun_name,
        ${inHead(sql`begun_cuisine`)} as begun_cuisine,
        ${inHead(sql`fuzzy_name`)} as fuzzy_name,
        ${inHead(sql`fuzzy`)} as fuzzy
      from patterns
    )`;
}

/**
 * CTE `cq`: the same for `words`, one row for each cell, because every word of the index stands behind its cell.
 * `mark`: what else stands before the words that are meant.
 */
export function cellQueries(cells: readonly string[], mark = ""): SQL {
  return sql`cq as materialized (
    select n::int, ${inCell(sql`exact`)} as exact, ${inCell(sql`begun`)} as begun, ${inCell(sql`fuzzy`)} as fuzzy
    from patterns, unnest(${textArray(cells.map((cell) => `${cell}${mark}`))}) with ordinality as c(cell, n)
  )`;
}

/** Arrays travel as text: a driver would take a list for several parameters. */
export function textArray(values: readonly string[]): SQL {
  return sql`array(select json_array_elements_text(${JSON.stringify(values)}::text::json))`;
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
