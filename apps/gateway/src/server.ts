import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { createAdaptorServer } from "@hono/node-server";
import { createServices } from "@tiffin/api/services";
import { createApp } from "./app.ts";
import type { GatewayConfig } from "./env.ts";
import type { Gateway } from "./http/types.ts";
import type { Logger } from "./logger.ts";
import { createMetrics, observersOf, watchGauges } from "./metrics.ts";
import { serveRiderStreams } from "./stream/rider-stream.ts";

const DRAIN_MS = 10_000;

export interface RunningGateway {
  readonly url: string;
  /** Takes nothing new, finishes what it has, tells open streams to connect elsewhere, and lets go of everything. */
  stop(): Promise<void>;
}

/** Starts to listen; resolves once it does. @throws when the port is taken. */
export async function startGateway(config: GatewayConfig, log: Logger): Promise<RunningGateway> {
  const metrics = createMetrics();
  const running = createServices(config.services, log, observersOf(metrics));
  let isDraining = false;
  const gateway: Gateway = {
    config,
    log,
    services: running.services,
    metrics,
    isDraining: () => isDraining,
  };
  const app = createApp(gateway);
  const server = createAdaptorServer({
    fetch: app.fetch,
    // A body or a header that trickles in can't hold a connection for ever.
    serverOptions: { requestTimeout: 30_000, headersTimeout: 15_000, keepAliveTimeout: 65_000 },
  }) as Server;
  const streams = serveRiderStreams(gateway, server);
  try {
    await listen(server, config);
  } catch (error) {
    await streams.close();
    await running.close();
    throw error;
  }
  watchGauges(metrics, running.services);
  const { port } = server.address() as AddressInfo;
  const shown = config.host === "0.0.0.0" || config.host === "::" ? "127.0.0.1" : config.host;
  return {
    url: `http://${shown}:${port}`,
    async stop() {
      isDraining = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      const sweeping = setInterval(() => server.closeIdleConnections(), 100);
      await Promise.race([Promise.all([closed, streams.close()]), sleep(DRAIN_MS, undefined, { ref: false })]);
      clearInterval(sweeping);
      server.closeAllConnections();
      await running.close();
    },
  };
}

function listen(server: Server, { host, port }: GatewayConfig): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(error.code === "EADDRINUSE" ? new Error(`Port ${port} is taken. Set PORT to another one.`) : error),
    );
    server.listen(port, host, () => {
      server.removeAllListeners("error");
      resolve();
    });
  });
}
