import postgres from "postgres";
import { seededRandom } from "@tiffin/db/seed/random";
import { closedLoop, timed } from "../../harness/closed-loop.ts";
import { httpClient, okay } from "../../harness/http.ts";
import type { Figure, Part } from "../../harness/report.ts";
import { latencies, type Latencies } from "../../harness/statistics.ts";
import { engineQueries } from "../engine-queries.ts";
import { Questions, type Question } from "../queries.ts";
import { inTurn, type Setting } from "../setting.ts";

const WARM_UP = 300;
const ROUNDS = 3;
const AT_ONCE = 4;
const SLOWEST = 5;

interface Asked {
  readonly question: Question;
  readonly milliseconds: number;
}

/**
 * The engine behind the gateway, with caches that never have the answer. One question at a time says how long a person
 * waits; four at once how the two cores hold up. The bare database is measured between, in the same minutes.
 */
export async function measureUncached(setting: Setting): Promise<Part> {
  const { stack, cities, restaurants, progress, seconds } = setting;
  const name = `uncached, ${restaurants.toLocaleString("en")} restaurants`;
  const questions = new Questions(cities, seededRandom(restaurants).fork("questions"));
  const client = httpClient(stack.urls.gateway, AT_ONCE);
  const sql = postgres(stack.urls.postgres, { max: 1, onnotice: () => {} });
  const token = inTurn(setting.tokens);
  const asked = { search: [] as Asked[], browse: [] as Asked[], suggest: [] as Asked[] };
  const geo: number[] = [];
  const one: number[] = [];
  const ask = async (question: Question, into: Asked[]) => {
    const { milliseconds } = okay(await client.get(question.path, token()), question.path);
    into.push({ question, milliseconds });
    return milliseconds;
  };
  try {
    await layOutPlaces(sql);
    progress.say(`${name}: warming up`);
    for (let n = 0; n < WARM_UP; n++) await ask(n % 3 === 0 ? questions.suggest() : questions.search(), []);
    const before = await engineQueries([stack.urls.gateway], "search");
    for (let round = 1; round <= ROUNDS; round++) {
      progress.say(`${name}: round ${round} of ${ROUNDS}`);
      const share = seconds / ROUNDS;
      await closedLoop(1, share, () => ask(questions.search(), asked.search));
      await closedLoop(1, share / 2, () => ask(questions.browse(), asked.browse));
      await closedLoop(1, share / 2, () => ask(questions.suggest(), asked.suggest));
      geo.push(...(await closedLoop(1, share / 3, () => timed(() => bareGeoCount(sql, questions)))).durations);
      one.push(...(await closedLoop(1, share / 6, () => timed(() => sql`select 1`))).durations);
    }
    const engineAsked = (await engineQueries([stack.urls.gateway], "search")) - before;
    const sent = asked.search.length + asked.browse.length;
    const crowd = await measureCrowd(seconds, () => ask(questions.search(), []));
    return {
      part: name,
      parameters: {
        restaurants,
        cities: cities.length,
        questions: "text, place, 2 of 5 filters, all facets, 20 results; no two the same",
        clients: 1,
        secondsEach: seconds,
      },
      figures: figures(setting, { asked, geo, one, crowd, engineAsked, sent }),
      details: {
        searchMilliseconds: latencies(asked.search.map(({ milliseconds }) => milliseconds)),
        byKindP95: byKind(asked.search),
        slowest: slowest([...asked.search, ...asked.browse, ...asked.suggest]),
      },
    };
  } finally {
    client.close();
    await sql.end({ timeout: 5 });
  }
}

function figures(
  { restaurants }: Setting,
  {
    asked,
    geo,
    one,
    crowd,
    engineAsked,
    sent,
  }: {
    asked: Record<"search" | "browse" | "suggest", Asked[]>;
    geo: number[];
    one: number[];
    crowd: { rate: number; took: Latencies };
    engineAsked: number;
    sent: number;
  },
): Figure[] {
  const of = (list: readonly Asked[]) => latencies(list.map(({ milliseconds }) => milliseconds));
  const [search, browse, suggest] = [of(asked.search), of(asked.browse), of(asked.suggest)];
  const bare = latencies(geo);
  return [
    { name: "search P50", value: search.p50, unit: "ms" },
    {
      name: "search P95",
      value: search.p95,
      unit: "ms",
      aim: { atMost: restaurants <= 100_000 ? 80 : 150 },
      note: `${search.count} questions, P99 ${Math.round(search.p99)} ms`,
    },
    { name: "browse without text P95", value: browse.p95, unit: "ms", note: `P50 ${Math.round(browse.p50)} ms` },
    {
      name: "suggest P95",
      value: suggest.p95,
      unit: "ms",
      aim: { atMost: 30 },
      note: `${suggest.count} questions, P50 ${Math.round(suggest.p50)} ms`,
    },
    { name: `search P95, ${AT_ONCE} clients at once`, value: crowd.took.p95, unit: "ms" },
    { name: `searches, ${AT_ONCE} clients at once`, value: crowd.rate, unit: "/s" },
    {
      name: "asked of the engine",
      value: engineAsked / sent,
      unit: "each",
      aim: { atLeast: 1 },
      note: "no cache answered",
    },
    { name: "the same place as a bare count in SQL, P95", value: bare.p95, unit: "ms" },
    { name: "search : bare count, P50", value: search.p50 / bare.p50, unit: "×" },
    { name: "select 1, P50", value: latencies(one).p50, unit: "ms" },
  ];
}

/** What the place alone costs the database: how many restaurants lie within 5 km. */
async function bareGeoCount(sql: postgres.Sql, questions: Questions): Promise<void> {
  const { lat, lng } = questions.somewhere().place;
  await sql`select count(*) from bench_places where earth_box(ll_to_earth(${lat}, ${lng}), 5000) @> place`;
}

/** Places alone under an index over earth distance, whatever the search index is made of. */
async function layOutPlaces(sql: postgres.Sql): Promise<void> {
  const [there] = await sql`select 1 from pg_tables where tablename = 'bench_places'`;
  if (there !== undefined) return;
  await sql`create unlogged table bench_places as select ll_to_earth(lat, lng) as place from restaurants`;
  await sql`create index on bench_places using gist (place)`;
  await sql`vacuum analyze bench_places`;
}

async function measureCrowd(seconds: number, ask: () => Promise<number>): Promise<{ rate: number; took: Latencies }> {
  const crowd = await closedLoop(AT_ONCE, seconds, ask);
  return { rate: crowd.durations.length / crowd.seconds, took: latencies(crowd.durations) };
}

function byKind(asked: readonly Asked[]): Record<string, number> {
  const kinds = new Map<string, number[]>();
  for (const { question, milliseconds } of asked) {
    kinds.set(question.kind, [...(kinds.get(question.kind) ?? []), milliseconds]);
  }
  return Object.fromEntries([...kinds].map(([kind, durations]) => [kind, latencies(durations).p95]));
}

function slowest(asked: readonly Asked[]): { path: string; milliseconds: number }[] {
  return [...asked]
    .sort((a, b) => b.milliseconds - a.milliseconds)
    .slice(0, SLOWEST)
    .map(({ question, milliseconds }) => ({ path: question.path, milliseconds }));
}
