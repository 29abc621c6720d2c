import { setTimeout as pause } from "node:timers/promises";
import type { Part } from "../../harness/report.ts";
import { latencies, type Latencies } from "../../harness/statistics.ts";
import { arrive } from "../../load/processes.ts";
import { errorsOf } from "../errors-of.ts";
import { rawStatementRate } from "../raw-statement.ts";
import type { Setting } from "../setting.ts";

/** From a rate that also processes hold that have just begun; in small steps where one small machine comes to its end. */
const RATES = [50, 75, 100, 125, 150, 175, 190, 200, 210, 220, 230, 240, 250, 275, 300, 350, 400, 450, 500];
const STEP_SECONDS = 20;
const BETWEEN_MS = 5_000;
const WITHIN_MS = 1_000;
/** A backlog shows in how long it takes to answer them all. */
const MOST_OVERRUN = 1.1;

interface Step {
  readonly perSecond: number;
  readonly took: Latencies;
  readonly answeredPerSecond: number;
  readonly errors: number;
  readonly lateP99: number;
  readonly isHeld: boolean;
  readonly refusals: readonly string[];
}

/** Ever more orders a second until they are no longer answered within a second. */
export async function measureHighest(setting: Setting): Promise<Part> {
  const steps: Step[] = [];
  for (const perSecond of RATES) {
    setting.progress.say(`highest: ${perSecond} orders a second for ${STEP_SECONDS} s`);
    const step = await tryRate(setting, perSecond);
    steps.push(step);
    if (!step.isHeld) break;
    await pause(BETWEEN_MS);
  }
  const best = steps.findLast(({ isHeld }) => isHeld);
  const raw = await rawStatementRate(setting);
  const highest = best?.answeredPerSecond ?? 0;
  return {
    part: "as many orders as are answered within a second",
    parameters: { secondsEach: STEP_SECONDS, arrivals: "Poisson", rates: steps.map(({ perSecond }) => perSecond) },
    figures: [
      {
        name: "highest rate",
        value: highest,
        unit: "/s",
        aim: { atLeast: 200 },
        note: best === undefined ? "" : `P95 ${Math.round(best.took.p95)} ms`,
      },
      { name: "the same rows by the bare statement", value: raw, unit: "/s", note: "in the same run" },
      { name: "share of the bare statement", value: (100 * highest) / raw, unit: "%" },
    ],
    details: { steps },
  };
}

async function tryRate({ stack, baskets }: Setting, perSecond: number): Promise<Step> {
  const count = perSecond * STEP_SECONDS;
  const requests = baskets.orders(count);
  const outcome = await arrive({ urls: [stack.urls.gateway], requests, perSecond, seed: perSecond });
  const took = latencies(outcome.durations);
  const errors = errorsOf(outcome);
  const isHeld = errors === 0 && took.p95 < WITHIN_MS && outcome.seconds < STEP_SECONDS * MOST_OVERRUN;
  const { lateP99, refusals } = outcome;
  return { perSecond, took, answeredPerSecond: count / outcome.seconds, errors, lateP99, isHeld, refusals };
}
