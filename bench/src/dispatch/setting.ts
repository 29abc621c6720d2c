import type postgres from "postgres";
import type { Progress } from "../harness/progress.ts";
import type { BenchStack } from "../harness/stack.ts";
import type { Baskets } from "../orders/baskets.ts";
import type { Courier } from "./couriers.ts";

/** What every part of the benchmark is given. */
export interface Setting {
  readonly stack: BenchStack;
  readonly sql: postgres.Sql;
  readonly baskets: Baskets;
  /** All riders of the city; nobody is on shift. */
  readonly couriers: readonly Courier[];
  /** A token of somebody of each kitchen's staff, by the kitchen's id. */
  readonly staffTokens: Readonly<Record<string, string>>;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** How long the steady rush takes. */
  readonly steadySeconds: number;
}
