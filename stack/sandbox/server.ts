import { createAdaptorServer } from "@hono/node-server";
import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import type { AddressInfo } from "node:net";
import type { Server } from "node:http";
import type { Logger } from "pino";
import { limitBody } from "../src/http/limit-body.ts";
import { adminApi } from "./admin.ts";
import { paymentsApi, type SandboxHono } from "./api.ts";
import { challengeRoutes } from "./challenge.ts";
import { Engine } from "./engine.ts";
import type { SandboxEnv } from "./env.ts";
import { Faults } from "./faults.ts";
import { Idempotency } from "./idempotency.ts";
import { metricsText } from "./metrics.ts";
import { problem } from "./problem.ts";
import { Store } from "./store.ts";
import { Webhooks } from "./webhooks.ts";

const BODY_LIMIT = 64 * 1024;

export type Sandbox = { url: string; stop(): Promise<void> };

/** @throws when the store is corrupt or the port is taken. */
export async function startSandbox(env: SandboxEnv, log: Logger): Promise<Sandbox> {
  const store = new Store(env.SANDBOX_STORE);
  const faults = new Faults();
  const target = env.SANDBOX_WEBHOOK_URL ? { url: env.SANDBOX_WEBHOOK_URL, secret: env.SANDBOX_WEBHOOK_SECRET } : null;
  const webhooks = new Webhooks(store, faults, target, log);
  let url = "";
  const engine = new Engine(store, webhooks, () => env.SANDBOX_PUBLIC_URL?.replace(/\/$/, "") ?? url, log);
  const idempotency = new Idempotency(store);
  const requests = new Map<number, number>();

  const app = new Hono<SandboxHono>();
  app.use(async (c, next) => {
    await next();
    requests.set(c.res.status, (requests.get(c.res.status) ?? 0) + 1);
  });
  app.use(limitBody(BODY_LIMIT, () => problem(413, "body_too_large", `The limit is ${BODY_LIMIT} bytes.`)));
  app.get("/healthz", (c) => c.json({ status: "ok" }));
  app.get("/readyz", (c) => c.json({ status: "ready", store: "ok" }));
  app.get("/metrics", (c) =>
    c.text(metricsText(store, webhooks, requests), 200, { "content-type": "text/plain; version=0.0.4" }),
  );
  app.route("/v1", paymentsApi({ engine, store, faults, idempotency, apiKey: env.SANDBOX_API_KEY }));
  app.route("/admin", adminApi(store, faults));
  app.route("/3ds", challengeRoutes(engine));
  app.notFound(() => problem(404, "not_found", "There is nothing here."));
  app.onError((error) => {
    if (error instanceof HTTPException) return error.getResponse();
    log.error({ err: error }, "a call failed");
    return problem(500, "gateway_error", "The gateway failed.");
  });

  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  const port = await new Promise<number>((ready, refuse) => {
    server.once("error", refuse);
    server.listen(env.PORT, env.HOST, () => ready((server.address() as AddressInfo).port));
  });
  url = `http://${env.HOST.includes(":") ? `[${env.HOST}]` : env.HOST}:${port}`;
  engine.start();

  return {
    url,
    async stop() {
      engine.stop();
      const closed = new Promise<void>((done) => server.close(() => done()));
      server.closeIdleConnections();
      // Calls under way get a moment; those that we keep waiting on purpose would never end.
      const timer = setTimeout(() => server.closeAllConnections(), 2_000);
      await closed;
      clearTimeout(timer);
      store.close();
    },
  };
}
