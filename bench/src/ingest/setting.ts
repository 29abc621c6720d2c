import type { Progress } from "../harness/progress.ts";
import type { BenchStack } from "../harness/stack.ts";

/** What every part of the benchmark is given. */
export interface Setting {
  readonly stack: BenchStack;
  /** A token for each rider of the city, all on shift. */
  readonly tokens: readonly string[];
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** How long a measurement takes; the long one takes five times as long. */
  readonly seconds: number;
}
