import type { AppClient } from "./call-app.ts";
import type { Sql } from "./database.ts";
import type { EngineConfig } from "./env.ts";
import type { Log } from "./log.ts";
import type { Metrics } from "./metrics.ts";
import type { Registry } from "./registry.ts";

/** What every part of one engine shares. */
export interface Context {
  readonly sql: Sql;
  readonly registry: Registry;
  readonly client: AppClient;
  readonly config: EngineConfig;
  readonly metrics: Metrics;
  readonly log: Log;
  /** Jobs may be due now: look. */
  readonly poke: () => void;
  /** An app did not answer, or answered again. */
  readonly appSeen: (appId: string, reachable: boolean, reason: string) => void;
}
