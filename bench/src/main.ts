import type { Benchmark } from "./benchmark.ts";
import { dispatchBenchmark } from "./dispatch/dispatch-benchmark.ts";
import { describeMachine } from "./harness/machine.ts";
import { readOptions, usage, type BenchOptions } from "./harness/options.ts";
import { createProgress, type Progress } from "./harness/progress.ts";
import { allMet, table, writeReport, type Part } from "./harness/report.ts";
import { fanoutBenchmark } from "./fanout/fanout-benchmark.ts";
import { ingestBenchmark } from "./ingest/ingest-benchmark.ts";
import { killChildren } from "./load/processes.ts";
import { mapBenchmark } from "./map/map-benchmark.ts";
import { pingsBenchmark } from "./pings/pings-benchmark.ts";
import { ordersBenchmark } from "./orders/orders-benchmark.ts";
import { searchBenchmark } from "./search/search-benchmark.ts";
import { trailBenchmark } from "./trail/trail-benchmark.ts";

const benchmarks: readonly Benchmark[] = [
  searchBenchmark,
  ordersBenchmark,
  dispatchBenchmark,
  ingestBenchmark,
  fanoutBenchmark,
  pingsBenchmark,
  trailBenchmark,
  mapBenchmark,
];

/** `npm run bench`. Resolves with the exit code: 0 when every figure that has an aim met it. */
async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (options.help) {
    console.log(usage);
    return 0;
  }
  const chosen = choose(options);
  if (options.list) {
    for (const { name, about, parts } of chosen)
      console.log(`${name.padEnd(12)}${about}\n            parts: ${parts.join(", ")}`);
    return 0;
  }
  const stopping = new AbortController();
  const progress = createProgress(stopping.signal);
  const interrupt = () => {
    if (stopping.signal.aborted) return;
    console.error("\nstopping what was started");
    stopping.abort(new Error("broken off"));
    killChildren();
  };
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, interrupt);
  let isMet = true;
  for (const benchmark of chosen) isMet = (await runOne(benchmark, options, progress, stopping.signal)) && isMet;
  return isMet ? 0 : 1;
}

async function runOne(
  benchmark: Benchmark,
  options: BenchOptions,
  progress: Progress,
  signal: AbortSignal,
): Promise<boolean> {
  const machine = describeMachine();
  const startedAt = Date.now();
  const parts: Part[] = [];
  progress.say(`${benchmark.name}: ${machine.cores} cores, load ${machine.loadBefore.join(" ")} before`);
  const { names: _, help: _help, list: _list, ...parameters } = options;
  try {
    for await (const part of benchmark.run(options, progress, signal)) {
      parts.push(part);
      console.log(table([part]));
    }
  } finally {
    const report = {
      benchmark: benchmark.name,
      at: new Date(startedAt).toISOString(),
      machine,
      parameters,
      parts,
      seconds: Math.round((Date.now() - startedAt) / 1_000),
      met: allMet(parts),
    };
    // What was measured before it was broken off is kept as well, but is no reference.
    if (parts.length > 0) {
      const files = writeReport(report, options.reference && !signal.aborted);
      console.log(`\n${benchmark.name} in ${report.seconds} s: ${files.join(", ")}`);
    }
  }
  return allMet(parts);
}

function choose({ names, only }: BenchOptions): Benchmark[] {
  const chosen = names.length === 0 ? [...benchmarks] : names.map(benchmarkNamed);
  const known = new Set(chosen.flatMap(({ parts }) => parts));
  const unknown = only?.find((part) => !known.has(part));
  if (unknown !== undefined) throw new Error(`--only: there is no part ${unknown}: ${[...known].join(", ")}`);
  return chosen;
}

function benchmarkNamed(name: string): Benchmark {
  const found = benchmarks.find((benchmark) => benchmark.name === name);
  if (found === undefined) {
    throw new Error(`there is no benchmark ${name}: ${benchmarks.map((benchmark) => benchmark.name).join(", ")}`);
  }
  return found;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  killChildren();
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
