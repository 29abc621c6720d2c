import { askThroughGateway } from "./ask.ts";
import { readCatalogue } from "./catalogue.ts";
import { evaluate, figuresOf, worstOf, type QueryResult, type RelevanceFigures } from "./evaluate.ts";
import { loadJudgedQueries } from "./judged-queries.ts";

export interface RelevanceOptions {
  readonly gatewayUrl: string;
  /** Where the judge reads the catalogue. */
  readonly databaseUrl: string;
  readonly onProgress?: (done: number, of: number) => void;
}

export interface RelevanceReport {
  readonly at: string;
  readonly formula: string;
  readonly aims: { readonly ndcg10: number; readonly misspeltSuccess5: number };
  readonly passed: boolean;
  readonly figures: RelevanceFigures;
  /** Cities that queries are about and that are not imported here, with how many queries were left out for it. */
  readonly leftOut: Readonly<Record<string, number>>;
  readonly worst: readonly QueryResult[];
  readonly results: readonly QueryResult[];
}

export const RELEVANCE_AIMS = { ndcg10: 0.85, misspeltSuccess5: 0.9 } as const;

/** Asks all judged queries through the gateway and says how good the answers are. */
export async function runRelevance(options: RelevanceOptions): Promise<RelevanceReport> {
  const judged = loadJudgedQueries();
  const cities = [...new Set(judged.queries.map((query) => query.place.city))];
  const catalogue = await readCatalogue(options.databaseUrl, cities);
  const there = judged.queries.filter((query) => catalogue.has(query.place.city));
  const ask = await askThroughGateway(options.gatewayUrl);
  let done = 0;
  const results = await evaluate(judged, catalogue, async (query) => {
    const ids = await ask(query);
    options.onProgress?.((done += 1), there.length);
    return ids;
  });
  const figures = figuresOf(results);
  return {
    at: new Date().toISOString(),
    formula: "nDCG@10, gain 2^grade − 1, discount 1/log2(place + 1); found: grade 2 or better",
    aims: RELEVANCE_AIMS,
    passed: figures.all.ndcg10 >= RELEVANCE_AIMS.ndcg10 && figures.misspelt.success5 >= RELEVANCE_AIMS.misspeltSuccess5,
    figures,
    leftOut: Object.fromEntries(
      cities
        .filter((city) => !catalogue.has(city))
        .map((city) => [city, judged.queries.filter((query) => query.place.city === city).length]),
    ),
    worst: worstOf(results),
    results,
  };
}
