import type { BenchOptions } from "./harness/options.ts";
import type { Progress } from "./harness/progress.ts";
import type { Part } from "./harness/report.ts";

/** One of the benchmarks that `npm run bench` knows. */
export interface Benchmark {
  readonly name: string;
  readonly about: string;
  /** For `--only`. */
  readonly parts: readonly string[];
  /**
   * Yields each part as soon as it is measured. Starts its own servers and stops them, also when it is broken off:
   * `signal` is looked at between the parts.
   */
  run(options: BenchOptions, progress: Progress, signal: AbortSignal): AsyncGenerator<Part>;
}
