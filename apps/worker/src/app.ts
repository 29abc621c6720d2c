import { Hono } from "hono";
import type { WorkerMetrics } from "./metrics.ts";
import type { WorkerServices } from "./services.ts";

export interface WorkerApp {
  readonly services: WorkerServices;
  readonly metrics: WorkerMetrics;
  readonly isRegistered: () => boolean;
  readonly isDraining: () => boolean;
}

const PATIENCE_MS = 1_500;

/** The worker's health, for whoever watches it. */
export function createApp({ services, metrics, isRegistered, isDraining }: WorkerApp): Hono {
  const app = new Hono();
  app.get("/healthz", (c) => c.json({ status: "ok" }));
  app.get("/readyz", async (c) => {
    const [postgres, redis] = await Promise.all([
      answers(() => services.db.$client`select 1`),
      answers(() => services.redis.ping()),
    ]);
    const dependencies = {
      postgres: { ok: postgres, required: true },
      redis: { ok: redis, required: true },
      workflows: { ok: isRegistered(), required: true },
    };
    const isReady = !isDraining() && postgres && redis && isRegistered();
    const status = isDraining() ? "draining" : isReady ? "ready" : "unavailable";
    return c.json({ status, dependencies }, isReady ? 200 : 503, {
      "cache-control": "no-store",
      ...(isReady ? {} : { "retry-after": "2" }),
    });
  });
  app.get("/metrics", async (c) =>
    c.body(await metrics.registry.metrics(), 200, { "content-type": metrics.registry.contentType }),
  );
  app.notFound((c) => c.json({ status: 404, code: "NOT_FOUND", title: "Not found" }, 404));
  return app;
}

async function answers(ask: () => PromiseLike<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  try {
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error("no answer")), PATIENCE_MS);
    });
    await Promise.race([ask(), late]);
    return true;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
