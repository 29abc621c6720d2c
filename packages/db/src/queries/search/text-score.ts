import { sql, type SQL } from "drizzle-orm";

/**
 * How well the text fits, 0–1: the name before cuisines before dishes, whole words before beginnings before slips; and
 * words that stand together (in one dish, say) before those that are scattered over a menu.
 *
 * `headScore` reads what lies in the row and tells names and cuisines; null where only dishes may fit. `fineScore` reads
 * the words of the whole document, which lie elsewhere, so it is for as few rows as can be.
 */
export function headScore(foldedQuery: string): SQL {
  return sql`case
    when d.head @@ q.fuzzy then case
      when d.name_text = ${foldedQuery} then 1.0
      when d.head @@ q.exact_name then 0.95
      when d.head @@ q.exact_cuisine then 0.9
      when d.head @@ q.begun_name then 0.88
      when d.head @@ q.begun_cuisine then 0.86
      when d.head @@ q.fuzzy_name then ${BY_SLIP_OF_NAME}
    end
  end::float8`;
}

const BY_SLIP_OF_NAME = sql.raw("0.65");

/**
 * `head`: what {@link headScore} said; `fine.words`: the document's, see {@link wordsInHand}.
 *
 * Words stand together where cover density reaches 0.2: with equal weights it is 1 for neighbours and 1/(1 + n) with n
 * words between, summed over the covers. Different texts lie {@link TEXT_GAP} positions apart, so that covers across
 * them add next to nothing. It is 0 where the query doesn't match.
 */
export function fineScore(head: SQL, wordCount: number): SQL {
  const density = (query: SQL) => sql`ts_rank_cd('{1,1,1,1}', fine.words, ${query})`;
  const fits = (query: SQL) => (wordCount === 1 ? sql`fine.words @@ ${query}` : sql`${density(query)} >= 0.2`);
  return sql`case
    when ${head} > ${BY_SLIP_OF_NAME} then ${head}
    when ${fits(sql`cq.exact`)} then 0.85
    when ${fits(sql`cq.begun`)} then 0.75
    when ${head} is not null then ${head}
    ${
      wordCount === 1
        ? sql`else 0.55`
        : sql`when ${fits(sql`cq.fuzzy`)} then 0.55
    when fine.words @@ cq.exact then 0.5
    else 0.35`
    }
  end::float8`;
}

/** A join that fetches the words of a row once: as they lie in `d`, each function would fetch them anew. */
export const wordsInHand = sql`cross join lateral (select ts_filter(d.words, '{a,b,c}') as words offset 0) fine`;

/** Positions that the writer of a document's words leaves between one name and the next. */
export const TEXT_GAP = 60;
