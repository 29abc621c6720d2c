import path from "node:path";
import type { Benchmark } from "../benchmark.ts";
import type { BenchOptions } from "../harness/options.ts";
import type { Progress } from "../harness/progress.ts";
import { untilQuiet } from "../harness/processes.ts";
import type { Part } from "../harness/report.ts";
import { checkout, forgetStack, startStack, stopStack, type BenchStack } from "../harness/stack.ts";
import { customerTokens } from "../harness/tokens.ts";
import { measureCached } from "./parts/cached.ts";
import { measureMemory } from "./parts/memory.ts";
import { measureRelevance } from "./parts/relevance.ts";
import { measureUncached } from "./parts/uncached.ts";
import { measureViral } from "./parts/viral.ts";
import { measureWriteLag } from "./parts/write-lag.ts";
import type { Setting } from "./setting.ts";
import { worldCities } from "./world/cities.ts";
import { fillWorld, isFilled } from "./world/fill-world.ts";

type PartName = "relevance" | "uncached" | "memory" | "cached" | "viral" | "write-lag";

/** Over the demo city and New Delhi alone: whatever else is there would be found as well. */
const OF_THE_DEMO: readonly PartName[] = ["relevance"];
const OF_EACH_SIZE: readonly PartName[] = ["uncached"];
const OF_THE_SMALLEST: readonly PartName[] = ["memory"];
const OF_THE_LARGEST: readonly PartName[] = ["cached", "viral", "write-lag"];

/** Nobody is to meet the limit of calls a minute, in a million searches either. */
const USERS = 2_000;
const QUIET_MS = 120_000;

export const searchBenchmark: Benchmark = {
  name: "search",
  about: "the embedded index and what stands before it",
  parts: [...OF_THE_DEMO, ...OF_THE_SMALLEST, ...OF_EACH_SIZE, ...OF_THE_LARGEST],

  async *run(options, progress, signal) {
    const sizes = [...options.restaurants].sort((a, b) => a - b);
    const wanted = (parts: readonly PartName[]) => parts.filter((part) => options.only?.includes(part) ?? true);
    const ofTheDemo = wanted(OF_THE_DEMO);
    if (ofTheDemo.length > 0) yield* measureSize(0, ofTheDemo, options, progress, signal);
    for (const size of sizes) {
      const parts = [
        ...wanted(OF_EACH_SIZE),
        ...(size === sizes[0] ? wanted(OF_THE_SMALLEST) : []),
        ...(size === sizes.at(-1) ? wanted(OF_THE_LARGEST) : []),
      ];
      if (parts.length > 0) yield* measureSize(size, parts, options, progress, signal);
    }
  },
};

async function* measureSize(
  restaurants: number,
  parts: readonly PartName[],
  options: BenchOptions,
  progress: Progress,
  signal: AbortSignal,
): AsyncGenerator<Part> {
  const folder = folderFor(restaurants);
  const hasWorld = isFilled(folder);
  progress.say(
    `${restaurants === 0 ? "the demo city" : `${restaurants.toLocaleString("en")} restaurants`}: starting the servers`,
  );
  try {
    const stack = await startStack(folder, { fresh: !hasWorld });
    const cities = restaurants === 0 ? [] : worldCities(restaurants);
    if (cities.length > 0 && !hasWorld) await fillWorld(stack, cities, progress);
    for (const part of parts) {
      signal.throwIfAborted();
      if (!(await untilQuiet(serversOf(stack), QUIET_MS))) progress.say("the servers are still busy with something");
      const tokens = await customerTokens(stack, USERS);
      const setting = { stack, cities, restaurants, tokens, seconds: options.seconds, progress };
      yield await measure(part, setting, options);
    }
  } finally {
    await stopStack(folder);
    if (!options.keep) forgetStack(folder);
  }
}

function measure(part: PartName, setting: Setting, options: BenchOptions): Promise<Part> {
  switch (part) {
    case "relevance":
      return measureRelevance(setting, options.delhi);
    case "uncached":
      return measureUncached(setting);
    case "memory":
      return measureMemory(setting, options.million ? 1_000_000 : 200_000);
    case "cached":
      return measureCached(setting);
    case "viral":
      return measureViral(setting);
    case "write-lag":
      return measureWriteLag(setting);
    default:
      return part satisfies never;
  }
}

function serversOf({ pids }: BenchStack): number[] {
  return [pids.postgres, pids.worker, pids.gateway];
}

/** Beside the state of a stack that may run here, under the same `TIFFIN_VAR`. */
function folderFor(restaurants: number): string {
  const state = path.resolve(checkout, process.env["TIFFIN_VAR"] ?? "var");
  return path.join(state, "bench", `search-${restaurants}`);
}
