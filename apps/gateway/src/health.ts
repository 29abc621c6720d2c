import { Hono } from "hono";
import { checkDependencies } from "@tiffin/api/readiness";
import type { Gateway, GatewayEnv } from "./http/types.ts";

/** Whether the process lives, whether it can do its work, and what it has done. */
export function healthRoutes(gateway: Gateway): Hono<GatewayEnv> {
  const app = new Hono<GatewayEnv>();
  app.get("/healthz", (c) => c.json({ status: "ok" }));
  app.get("/readyz", async (c) => {
    const dependencies = await checkDependencies(gateway.services);
    const isReady = !gateway.isDraining() && Object.values(dependencies).every(({ ok, required }) => ok || !required);
    const status = gateway.isDraining() ? "draining" : isReady ? "ready" : "unavailable";
    return c.json({ status, dependencies }, isReady ? 200 : 503, {
      "cache-control": "no-store",
      ...(isReady ? {} : { "retry-after": "2" }),
    });
  });
  app.get("/metrics", async (c) =>
    c.body(await gateway.metrics.registry.metrics(), 200, { "content-type": gateway.metrics.registry.contentType }),
  );
  app.get("/.well-known/jwks.json", (c) =>
    c.json(gateway.services.accessTokens.jwks, 200, { "cache-control": "public, max-age=300" }),
  );
  return app;
}
