import { seededRandom } from "@tiffin/db/seed/random";
import { okay, httpClient } from "../../harness/http.ts";
import { cpuSeconds } from "../../harness/processes.ts";
import type { Part } from "../../harness/report.ts";
import { median } from "../../harness/statistics.ts";
import { tokenClaims } from "../../harness/tokens.ts";
import type { Outcome } from "../../load/plan.ts";
import { fire, serveScript } from "../../load/processes.ts";
import { engineQueries } from "../engine-queries.ts";
import { Questions, searchPath } from "../queries.ts";
import { inTurn, type Setting } from "../setting.ts";

/** So many that nobody meets the limit of calls a minute. */
const USERS = 500;
const QUESTIONS = 200;
const PLACES = 20;
const CONNECTIONS = 32;
const STEADY_RATE = 3_000;
const ROUNDS = 3;
const RAMP_SECONDS = 2;
/** Pairs of question and token in the generator's list. */
const REQUESTS = 4_000;

interface Run extends Outcome {
  /** Of the server. */
  readonly microsecondsPerRequest: number;
}

/**
 * What many ask, through one gateway process with token and rate limit checked, beside a Hono route that checks the token
 * and does nothing else. In turn, because a machine's speed drifts.
 */
export async function measureCached(setting: Setting): Promise<Part> {
  const { stack, progress, seconds } = setting;
  const questions = hotQuestions(setting);
  const tokens = setting.tokens.slice(0, USERS);
  const token = inTurn(tokens);
  const path = inTurn(questions);
  const client = httpClient(stack.urls.gateway, 8);
  // Every question was asked before, and everybody was here before: a first visit costs a look at one's past orders.
  await Promise.all(
    Array.from({ length: 8 }, async (_, first) => {
      for (let n = first; n < USERS; n += 8) okay(await client.get(path(), token()), "a question asked before");
    }),
  );
  client.close();

  const { d: _, ...publicJwk } = stack.privateJwk;
  const { issuer, audience, algorithm } = tokenClaims;
  const bare = await serveScript("bare-route.ts", [JSON.stringify(publicJwk), issuer, audience, algorithm]);
  const random = seededRandom(5);
  const requestsFor = (paths: readonly string[]) =>
    Array.from({ length: REQUESTS }, () => ({ path: random.pick(paths), token: token() }));
  const runs = { gateway: [] as Run[], verify: [] as Run[], known: [] as Run[] };
  const load = async (url: string, pid: number, paths: readonly string[], rate?: number, share = 1 / 2) => {
    const plan = { url, requests: requestsFor(paths), connections: CONNECTIONS, seconds: RAMP_SECONDS };
    // After a pause everything that ages has aged at once: a short run-up, not counted, for each of them.
    await fire(plan);
    const before = cpuSeconds(pid);
    const length = { seconds: Math.ceil(seconds * share) };
    const outcome = await fire({ ...plan, ...length, ...(rate === undefined ? {} : { rate }) });
    if (outcome.non2xx > 0 || outcome.errors > 0) {
      throw new Error(`${url}: ${outcome.non2xx} answers were refusals, ${outcome.errors} never came`);
    }
    return { ...outcome, microsecondsPerRequest: ((cpuSeconds(pid) - before) / outcome.requests) * 1e6 };
  };
  try {
    const askedBefore = await engineQueries([stack.urls.gateway], "search");
    for (let round = 1; round <= ROUNDS; round++) {
      progress.say(`cached: round ${round} of ${ROUNDS}`);
      runs.gateway.push(await load(stack.urls.gateway, stack.pids.gateway, questions));
      runs.verify.push(await load(bare.url, bare.pid, ["/verify"]));
      runs.known.push(await load(bare.url, bare.pid, ["/known"]));
    }
    progress.say(`cached: ${STEADY_RATE.toLocaleString("en")} requests a second`);
    const steady = await load(stack.urls.gateway, stack.pids.gateway, questions, STEADY_RATE, 1);
    const engineAsked = (await engineQueries([stack.urls.gateway], "search")) - askedBefore;
    return partOf(setting, runs, steady, engineAsked);
  } finally {
    await bare.stop();
  }
}

function partOf(
  { seconds }: Setting,
  runs: Record<"gateway" | "verify" | "known", Run[]>,
  steady: Run,
  engineAsked: number,
): Part {
  const rate = (list: readonly Run[]) => median(list.map((run) => run.perSecond));
  const [gateway, verify, known] = [rate(runs.gateway), rate(runs.verify), rate(runs.known)];
  return {
    part: "cached, one gateway process",
    parameters: {
      questions: QUESTIONS,
      places: PLACES,
      users: USERS,
      connections: CONNECTIONS,
      secondsEach: seconds / 2,
      rounds: ROUNDS,
      bytesPerAnswer: Math.round(steady.bytesPerRequest),
    },
    figures: [
      {
        name: "as many as go through",
        value: gateway,
        unit: "req/s",
        aim: { atLeast: STEADY_RATE },
        note: `P95 ${median(runs.gateway.map((run) => run.p95)).toFixed(1)} ms; median of ${ROUNDS} rounds`,
      },
      {
        name: `P95 at ${STEADY_RATE.toLocaleString("en")} req/s`,
        value: steady.p95,
        unit: "ms",
        aim: { atMost: 10 },
        note: `P97.5 with late sending counted ${steady.correctedP97} ms`,
      },
      { name: "  held while so", value: steady.perSecond, unit: "req/s", aim: { atLeast: STEADY_RATE * 0.98 } },
      {
        name: "share of a Hono route that verifies the token",
        value: (gateway / verify) * 100,
        unit: "%",
        aim: { atLeast: 50 },
        note: `which does ${Math.round(verify).toLocaleString("en")} req/s`,
      },
      {
        name: "share of a Hono route that knows the token",
        value: (gateway / known) * 100,
        unit: "%",
        note: `which does ${Math.round(known).toLocaleString("en")} req/s`,
      },
      {
        name: "gateway's processor time",
        value: median(runs.gateway.map((run) => run.microsecondsPerRequest)),
        unit: "µs/req",
        note: `bare route ${Math.round(median(runs.known.map((run) => run.microsecondsPerRequest)))} (known), ${Math.round(median(runs.verify.map((run) => run.microsecondsPerRequest)))} (verified)`,
      },
      {
        name: "engine queries meanwhile",
        value: engineAsked,
        unit: "",
        note: "answers are asked for anew as they age",
      },
    ],
    details: { runs, steady },
  };
}

/** 200 questions at 20 places, all of which somebody asked before. */
function hotQuestions({ cities }: Setting): string[] {
  const random = seededRandom(3).fork("hot");
  const questions = new Questions(cities, random);
  const places = Array.from({ length: PLACES }, () => questions.somewhere());
  return Array.from({ length: QUESTIONS }, (_, index) => {
    const { city, place } = places[index % PLACES]!;
    const at = { lat: place.lat.toFixed(4), lng: place.lng.toFixed(4) };
    const turn = Math.floor(index / PLACES);
    if (turn === 0) return searchPath(at);
    const q = questions.text(city, turn % 3 === 0 ? "cuisine" : "dish");
    return searchPath({ ...at, q, ...(turn % 4 === 0 ? { openNow: "true" } : {}) });
  });
}
