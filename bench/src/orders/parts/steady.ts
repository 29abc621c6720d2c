import { cpuSecondsOfTree } from "../../harness/processes.ts";
import type { Part } from "../../harness/report.ts";
import { latencies } from "../../harness/statistics.ts";
import { arrive } from "../../load/processes.ts";
import { errorsOf } from "../errors-of.ts";
import type { Setting } from "../setting.ts";

/** 100,000 orders an hour. */
const PER_SECOND = 28;
const WARM_UP_SECONDS = 5;

/** A metro's dinner rush, as people order: at random times, whoever was before them. */
export async function measureSteady({ stack, baskets, progress, steadySeconds }: Setting): Promise<Part> {
  const rush = (seconds: number, seed: number) =>
    arrive({
      urls: [stack.urls.gateway],
      requests: baskets.orders(Math.round(PER_SECOND * seconds)),
      perSecond: PER_SECOND,
      seed,
    });
  await rush(WARM_UP_SECONDS, 1);
  progress.say(`steady: ${PER_SECOND} orders a second for ${steadySeconds} s`);
  const used = () =>
    Object.fromEntries(Object.entries(stack.pids).map(([name, pid]) => [name, cpuSecondsOfTree(pid)] as const));
  const before = used();
  const outcome = await rush(steadySeconds, 2);
  const after = used();
  const took = latencies(outcome.durations);
  return {
    part: "a steady dinner rush",
    parameters: {
      ordersPerSecond: PER_SECOND,
      seconds: outcome.seconds,
      arrivals: "Poisson",
      gatewayAuthorisesInMs: 50,
    },
    figures: [
      { name: "POST /v1/orders, P50", value: took.p50, unit: "ms" },
      { name: "POST /v1/orders, P95", value: took.p95, unit: "ms", aim: { atMost: 150 }, note: `${took.count} orders` },
      { name: "POST /v1/orders, P99", value: took.p99, unit: "ms", aim: { atMost: 400 } },
      { name: "slowest", value: took.max, unit: "ms" },
      { name: "errors", value: errorsOf(outcome), unit: "", aim: { atMost: 0 } },
    ],
    details: {
      statuses: outcome.statuses,
      refusals: outcome.refusals,
      generatorLateP99: outcome.lateP99,
      processorShare: Object.fromEntries(
        Object.keys(after).map((name) => [name, (after[name]! - before[name]!) / outcome.seconds]),
      ),
    },
  };
}
