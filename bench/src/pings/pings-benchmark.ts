import { existsSync } from "node:fs";
import type { Benchmark } from "../benchmark.ts";
import type { Figure, Part } from "../harness/report.ts";
import { latencies } from "../harness/statistics.ts";
import type { Filling, Noise } from "./drive.ts";
import { readTraces, TRACES_FILE } from "./read-traces.ts";
import { FIXED_SECONDS, replay } from "./replay.ts";

/** A phone in a street canyon, and one that knows everything. */
const PHONE: Noise = { meters: 4, headingDegrees: 4, metersPerSecond: 0.3 };
const PERFECT: Noise = { meters: 0, headingDegrees: 0, metersPerSecond: 0 };

/** What the aims are for, then how much of it is owed to how the traces are filled in. */
const PARTS: readonly {
  readonly name: string;
  readonly filling: Filling;
  readonly noise: Noise;
  readonly aims: boolean;
}[] = [
  { name: "smooth", filling: "smooth", noise: PHONE, aims: true },
  { name: "noiseless", filling: "smooth", noise: PERFECT, aims: false },
  { name: "straight", filling: "straight", noise: PHONE, aims: false },
];

export const pingsBenchmark: Benchmark = {
  name: "pings",
  about: "how often a phone sends by the policy of the rider's app, over real traces, and how wrong the map then is",
  parts: PARTS.map(({ name }) => name),

  async *run(options, progress, signal) {
    if (!existsSync(TRACES_FILE)) return progress.say(`pings: no traces at ${TRACES_FILE}, nothing is measured`);
    const lines = readTraces(TRACES_FILE);
    for (const { name, filling, noise, aims } of PARTS) {
      if (options.only?.includes(name) === false) continue;
      signal.throwIfAborted();
      progress.say(`pings: ${lines.length} traces, ${name}`);
      yield measure(name, lines, filling, noise, aims);
    }
  },
};

function measure(
  name: string,
  lines: ReturnType<typeof readTraces>,
  filling: Filling,
  noise: Noise,
  aims: boolean,
): Part {
  const { seconds, pings, errors } = replay(lines, filling, noise);
  const p95 = (meters: readonly number[]) => latencies(meters).p95;
  const fewer: Figure = {
    name: `fewer pings than every ${FIXED_SECONDS} s`,
    value: 100 * (1 - pings.adaptive / pings.fixed),
    unit: "%",
    note: `${pings.adaptive} for ${pings.fixed}`,
  };
  const wrong: Figure = {
    name: "position error, P95",
    value: p95(errors.adaptive),
    unit: "m",
    note: "the map reckons on",
  };
  return {
    part: `pings, ${name}`,
    parameters: { traces: lines.length, seconds, filling, noise },
    figures: [
      aims ? { ...fewer, aim: { atLeast: 60 } } : fewer,
      aims ? { ...wrong, aim: { atMost: 25 } } : wrong,
      { name: "P50", value: latencies(errors.adaptive).p50, unit: "m" },
      { name: "P99", value: latencies(errors.adaptive).p99, unit: "m" },
      { name: "P95 with a marker that waits", value: p95(errors.held), unit: "m", note: "the same pings" },
      { name: `P95 every ${FIXED_SECONDS} s`, value: p95(errors.fixed), unit: "m", note: "the marker waits" },
    ],
  };
}
