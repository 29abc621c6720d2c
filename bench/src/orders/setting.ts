import type postgres from "postgres";
import type { Progress } from "../harness/progress.ts";
import type { BenchStack } from "../harness/stack.ts";
import type { Baskets } from "./baskets.ts";

/** What every part of the benchmark is given. */
export interface Setting {
  readonly stack: BenchStack;
  readonly sql: postgres.Sql;
  readonly baskets: Baskets;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** How long the steady rush takes. */
  readonly steadySeconds: number;
}
