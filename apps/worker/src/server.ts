import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { assertReplicationPossible } from "@tiffin/core/relay";
import { createWorkflowClient, workflowHandler } from "@tiffin/core/workflows";
import { createApp } from "./app.ts";
import type { WorkerConfig } from "./env.ts";
import { startJobs } from "./jobs.ts";
import type { Logger } from "./logger.ts";
import { createMetrics } from "./metrics.ts";
import { keepRegistered } from "./register.ts";
import { createServices } from "./services.ts";

const ENGINE_PATH = "/api/inngest";
/** Steps that the engine waits for are short; whatever takes longer is repeated by it. */
const DRAIN_MS = 10_000;

export interface RunningWorker {
  readonly url: string;
  /** Rejects when a job can't go on at all. */
  readonly failed: Promise<never>;
  stop(): Promise<void>;
}

/**
 * Starts everything that the worker does.
 * @throws ReplicationNotPossibleError, what the port or Postgres refuses, or Error where the dispatch model can't be used
 */
export async function startWorker(config: WorkerConfig, log: Logger): Promise<RunningWorker> {
  const { services, close } = await createServices(config, log);
  try {
    await assertReplicationPossible(services.db);
  } catch (error) {
    await close();
    throw error;
  }
  const client = createWorkflowClient(config.workflows, log);
  const metrics = createMetrics();
  const stopping = new AbortController();
  let registered = false;

  let workflows: RequestListener = (_, response) => response.writeHead(503).end();
  const app = createApp({
    services,
    metrics,
    isRegistered: () => registered,
    isDraining: () => stopping.signal.aborted,
  });
  const answer = getRequestListener(app.fetch);
  const server = createServer((request, response) => {
    if (isForEngine(request.url)) workflows(request, response);
    else void answer(request, response);
  });
  try {
    await listen(server, config);
  } catch (error) {
    await close();
    throw error;
  }
  const { port } = server.address() as AddressInfo;
  const url = config.publicUrl ?? `http://127.0.0.1:${port}`;
  workflows = workflowHandler(client, services, { origin: url, path: ENGINE_PATH });

  const jobs = await startJobs(services, client, config.databaseUrl, metrics, log);
  metrics.watch(jobs.relay);
  // Our own door, wherever the engine reaches it from outside.
  const ownDoor = `http://${config.host === "0.0.0.0" || config.host === "::" ? "127.0.0.1" : config.host}:${port}${ENGINE_PATH}`;
  const registration = keepRegistered(ownDoor, log, stopping.signal, () => {
    registered = true;
  });

  return {
    url,
    failed: jobs.failed,
    async stop() {
      stopping.abort();
      await Promise.all([registration, drain(server), jobs.stop()]);
      await close();
    },
  };
}

const isForEngine = (url = "") => url === ENGINE_PATH || url.startsWith(`${ENGINE_PATH}?`);

function listen(server: Server, { host, port }: WorkerConfig): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

/** Takes no more calls, and lets those under way finish. */
async function drain(server: Server): Promise<void> {
  const timer = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
  clearTimeout(timer);
}
