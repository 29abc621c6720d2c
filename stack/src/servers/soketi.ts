import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { baseEnvironment } from "../process/base-environment.ts";
import { anyFreePort } from "../process/ports.ts";
import type { ProcessSpec } from "../process/run-process.ts";
import { nodeForSoketi } from "./node-for-soketi.ts";

export type SoketiApp = { id: string; key: string; secret: string };

export type SoketiOptions = {
  folder: string;
  host: string;
  port: number;
  metricsPort: number;
  app: SoketiApp;
  /** Several nodes share their events through this Redis. */
  redis?: { host: string; port: number; password: string; prefix: string };
  /** Tells what takes time before the start. */
  say?: (line: string) => void;
};

const launcher = fileURLToPath(new URL("./soketi-launcher.cjs", import.meta.url));
const nodeCache = fileURLToPath(new URL("../../../node_modules/.cache/tiffin", import.meta.url));

/** Writes Soketi's configuration and answers how to run it. */
export async function prepareSoketi(options: SoketiOptions): Promise<ProcessSpec> {
  mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  const config = join(options.folder, "soketi.json");
  // Holds the app's secret, hence a file and not a command line.
  writeFileSync(config, JSON.stringify(settings(options)), { mode: 0o600 });
  return {
    name: "soketi",
    command: await nodeForSoketi(nodeCache, options.say ?? (() => {})),
    args: [launcher, "start", `--config=${config}`],
    cwd: options.folder,
    env: { ...baseEnvironment(), NODE_ENV: "production" },
    graceMs: 6000,
    isReady: async () => (await fetch(`http://127.0.0.1:${options.port}/readyz`)).ok,
  };
}

function settings({ host, port, metricsPort, app, redis }: SoketiOptions): Record<string, unknown> {
  return {
    host,
    port,
    "metrics.enabled": true,
    "metrics.host": "127.0.0.1",
    "metrics.port": metricsPort,
    "eventLimits.maxBatchSize": 500,
    "eventLimits.maxChannelsAtOnce": 100,
    "httpApi.requestLimitInMb": 10,
    // Long enough to tell clients to come back elsewhere.
    shutdownGracePeriod: 300,
    "appManager.array.apps": [
      {
        ...app,
        enabled: true,
        // Only our own services publish: positions and offers are never a client's word.
        enableClientMessages: false,
        maxConnections: -1,
        maxBackendEventsPerSecond: -1,
        maxClientEventsPerSecond: -1,
        maxReadRequestsPerSecond: -1,
        maxEventBatchSize: 500,
        webhooks: [],
      },
    ],
    ...(redis === undefined
      ? {}
      : {
          "adapter.driver": "redis",
          "adapter.redis.prefix": redis.prefix,
          "database.redis.host": redis.host,
          "database.redis.port": redis.port,
          "database.redis.password": redis.password,
        }),
  };
}

/** Two ports that are free now, for a Soketi that only tests use. */
export async function freeSoketiPorts(): Promise<{ port: number; metricsPort: number }> {
  return { port: await anyFreePort(), metricsPort: await anyFreePort() };
}
