import type { Progress } from "../harness/progress.ts";
import type { BenchStack } from "../harness/stack.ts";
import type { WorldCity } from "./world/cities.ts";

/** What every part of the benchmark is given. */
export interface Setting {
  readonly stack: BenchStack;
  readonly cities: readonly WorldCity[];
  readonly restaurants: number;
  readonly tokens: readonly string[];
  /** How long one measurement takes. */
  readonly seconds: number;
  readonly progress: Progress;
}

/** A list's entries, round and round. */
export function inTurn<T>(items: readonly T[]): () => T {
  let next = 0;
  return () => items[next++ % items.length]!;
}
