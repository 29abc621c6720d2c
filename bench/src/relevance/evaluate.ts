import type { CatalogueEntry } from "./catalogue.ts";
import { gradesFor } from "./judge.ts";
import type { JudgedQueries, JudgedQuery } from "./judged-queries.ts";
import { mean, ndcg, reciprocalRank, success } from "./metrics.ts";

const SHOWN = 10;

export interface QueryResult {
  readonly id: string;
  readonly text: string;
  readonly class: string;
  readonly misspelt: boolean;
  readonly heldOut: boolean;
  readonly intent: string;
  readonly ndcg: number;
  readonly success: boolean;
  readonly reciprocalRank: number;
  /** The first ten, as `3 Name`. */
  readonly returned: readonly string[];
  /** The best of what was judged and is not among them, as `3 Name`; at most five. */
  readonly missed: readonly string[];
}

export interface Figures {
  readonly queries: number;
  readonly ndcg10: number;
  readonly success5: number;
  readonly mrr: number;
}

export interface RelevanceFigures {
  readonly all: Figures;
  readonly correct: Figures;
  readonly misspelt: Figures;
  /** Those that search was improved by, and those that nobody looked at meanwhile. */
  readonly developed: Figures;
  readonly heldOut: Figures;
  readonly classes: Readonly<Record<string, Figures>>;
}

/** Asks every query whose city is there, one after the other; `ask` answers with the ids of restaurants, best first. */
export async function evaluate(
  { feel, queries }: JudgedQueries,
  catalogue: ReadonlyMap<string, readonly CatalogueEntry[]>,
  ask: (query: JudgedQuery) => Promise<readonly string[]>,
): Promise<QueryResult[]> {
  const results: QueryResult[] = [];
  for (const query of queries) {
    const entries = catalogue.get(query.place.city);
    if (entries === undefined) continue;
    const grades = gradesFor(query, feel, entries);
    const judged = [...grades.values()];
    if (judged.length === 0) throw new Error(`${query.id}: nothing in ${query.place.city} is what it wants`);
    const ids = (await ask(query)).slice(0, SHOWN);
    const names = new Map(entries.map((entry) => [entry.id, entry.name]));
    const told = (id: string) => `${grades.get(id) ?? 0} ${names.get(id) ?? "(of another city)"}`;
    const shown = ids.map((id) => grades.get(id) ?? 0);
    results.push({
      id: query.id,
      text: query.text,
      class: query.class,
      misspelt: query.misspelt,
      heldOut: query.heldOut,
      intent: query.need.intent,
      ndcg: ndcg(shown, judged, SHOWN),
      success: success(shown, judged),
      reciprocalRank: reciprocalRank(shown, judged, SHOWN),
      returned: ids.map(told),
      missed: [...grades.keys()]
        .filter((id) => !ids.includes(id))
        .sort((a, b) => grades.get(b)! - grades.get(a)!)
        .slice(0, 5)
        .map(told),
    });
  }
  return results;
}

export function figuresOf(results: readonly QueryResult[]): RelevanceFigures {
  const over = (keep: (result: QueryResult) => boolean) => figures(results.filter(keep));
  const classes = [...new Set(results.map((result) => result.class))];
  return {
    all: over(() => true),
    correct: over((result) => !result.misspelt),
    misspelt: over((result) => result.misspelt),
    developed: over((result) => !result.heldOut),
    heldOut: over((result) => result.heldOut),
    classes: Object.fromEntries(classes.map((name) => [name, over((result) => result.class === name)])),
  };
}

function figures(results: readonly QueryResult[]): Figures {
  return {
    queries: results.length,
    ndcg10: mean(results.map((result) => result.ndcg)),
    success5: mean(results.map((result) => (result.success ? 1 : 0))),
    mrr: mean(results.map((result) => result.reciprocalRank)),
  };
}

export function worstOf(results: readonly QueryResult[], count = 10): QueryResult[] {
  return [...results].sort((a, b) => a.ndcg - b.ndcg).slice(0, count);
}
