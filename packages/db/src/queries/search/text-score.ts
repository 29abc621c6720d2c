import { sql, type SQL } from "drizzle-orm";

/**
 * How well the text fits, 0–1. What a restaurant is (its name, the cuisine it lists first) goes before what it cooks, too
 * (its other cuisines, its dishes), whole words before beginnings before slips, words that stand together (in one dish,
 * say) before those that are scattered over a menu; and of those that have it, the ones with many such dishes.
 *
 * `headScore` reads what lies in the row and tells names and cuisines; null where only dishes may fit. `fineScore` reads
 * the words of the whole document, which lie elsewhere, so it is for as few rows as can be.
 */
export function headScore(foldedQuery: string): SQL {
  return sql`case
    when d.head @@ q.fuzzy then case
      when d.name_text = ${foldedQuery} then 1.0
      when d.head @@ q.exact_main then 0.94
      when d.head @@ q.begun_main then 0.88
      when d.head @@ q.fuzzy_main then ${BY_SLIP_OF_MAIN}
      when d.head @@ q.exact then 0.78
      when d.head @@ q.begun then 0.73
      else 0.65
    end
  end::float8`;
}

const BY_SLIP_OF_MAIN = sql.raw("0.82");

/** So many dishes that fit are as good as any more. */
const MANY_DISHES = 4;
/** Cover density of words that stand together. */
const ENOUGH = sql.raw("0.2");

/** `head`: what {@link headScore} said; `fine.words`: the document's, see {@link wordsInHand}. */
export function fineScore(head: SQL): SQL {
  return sql`case
    when ${head} >= ${BY_SLIP_OF_MAIN} then ${head}
    else greatest(${head}, coalesce(
      ${together},
      case
        when d.head @@ q.partly then case when fine.words @@ cq.exact then 0.65 else 0.55 end
        when fine.words @@ cq.exact then 0.45
        else 0.35
      end))
  end::float8`;
}

/**
 * How well dishes fit in which the words stand together: from one of them to several; null where they do in none.
 *
 * That is where cover density reaches 0.2: with equal weights it is 1 for neighbours and 1/(1 + n) with n words between,
 * summed over the covers, so about the number of such dishes. Different texts lie {@link TEXT_GAP} positions apart, so
 * that covers across them add next to nothing. It is 0 where the query doesn't match.
 *
 * What is exact or begun is fuzzy, too, so where that stands together nowhere, which is most menus, one look tells.
 */
const together = sql`(
  select case when fuzzy.density >= ${ENOUGH} then coalesce(
    (select ${fromOneToMany(sql`exact.density`, 0.68, 0.84)} from ${densityOf(sql`cq.exact`)} exact where density >= ${ENOUGH}),
    (select ${fromOneToMany(sql`begun.density`, 0.64, 0.78)} from ${densityOf(sql`cq.begun`)} begun where density >= ${ENOUGH}),
    ${fromOneToMany(sql`fuzzy.density`, 0.58, 0.72)})
  end
  from ${densityOf(sql`cq.fuzzy`)} fuzzy)`;

/** Computed once, however often it is read. */
function densityOf(query: SQL): SQL {
  return sql`(select ts_rank_cd('{1,1,1,1}', fine.words, ${query}) as density offset 0)`;
}

function fromOneToMany(density: SQL, one: number, many: number): SQL {
  return sql`${one}::float8 + ${many - one}::float8 * least(1, ${density} / ${MANY_DISHES})`;
}

/** A join that fetches the words of a row once: as they lie in `d`, each function would fetch them anew. */
export const wordsInHand = sql`cross join lateral (select ts_filter(d.words, '{a,b,c,d}') as words offset 0) fine`;

/** Positions that the writer of a document's words leaves between one name and the next. */
export const TEXT_GAP = 60;
