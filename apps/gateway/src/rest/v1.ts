import type { OpenAPIHono } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import { cors } from "hono/cors";
import { readBearer, requireCaller } from "../http/authenticate.ts";
import { emptyBodyIsEmptyObject, limitBody, MAX_BODY_BYTES, MAX_PING_BYTES } from "../http/bodies.ts";
import { limitCalls, limitRefusedCalls } from "../http/limit-calls.ts";
import type { Gateway, GatewayEnv } from "../http/types.ts";
import { addressRoutes } from "./addresses.ts";
import { authRoutes } from "./auth.ts";
import { kitchenRoutes } from "./kitchen.ts";
import { liveRoutes } from "./live.ts";
import { locationRoutes } from "./location.ts";
import { describeApi } from "./openapi.ts";
import { moneyRoutes } from "./money.ts";
import { opsDeskRoutes } from "./ops-desk.ts";
import { opsRoutes } from "./ops.ts";
import { orderRoutes } from "./orders.ts";
import { pushRoutes } from "./push.ts";
import { restaurantRoutes } from "./restaurants.ts";
import { riderRoutes } from "./riders.ts";
import { restApp } from "./route-parts.ts";
import { trailRoutes } from "./trail.ts";
import { webhookRoutes } from "./webhooks.ts";

const LOCATION = "/riders/location";
/** Doors that look at credentials themselves, or need none. */
const isOpen = (path: string) => /^\/v1\/(auth|webhooks)\/|^\/v1\/(openapi\.json|live\/auth)$/.test(path);

/** What one caller may see is nothing for a cache on the way. */
const keepOutOfCaches: MiddlewareHandler<GatewayEnv> = (context, next) => {
  // Beforehand: touching the headers of an answer that stands makes Hono build it a second time.
  context.header("cache-control", "no-store");
  return next();
};

/** CORS costs an answer built twice, and means nothing to callers that are no browsers. */
function crossOrigin(gateway: Gateway): MiddlewareHandler<GatewayEnv> {
  const answer = cors({
    origin: [...gateway.config.corsOrigins],
    allowHeaders: ["authorization", "content-type", "idempotency-key", "traceparent"],
    exposeHeaders: ["idempotency-replayed", "retry-after", "x-trace-id"],
    maxAge: 600,
  });
  return (context, next) => (context.req.header("origin") === undefined ? next() : answer(context, next));
}

/** REST under `/v1`: a file for each noun. */
export function v1Routes(gateway: Gateway): OpenAPIHono<GatewayEnv> {
  const app = restApp();
  const limit = limitCalls(gateway);

  app.use(crossOrigin(gateway));
  app.use(keepOutOfCaches);
  app.use(LOCATION, limitRefusedCalls(gateway));
  app.use(LOCATION, limitBody(MAX_PING_BYTES));
  app.use(limitBody(MAX_BODY_BYTES));
  app.use(emptyBodyIsEmptyObject);
  app.use(readBearer(gateway));
  // Points have a limit of their own (what is refused there counts as here), and payment gateways send their webhooks in bursts.
  app.use((c, next) => (/^\/v1\/(riders\/location$|webhooks\/)/.test(c.req.path) ? next() : limit(c, next)));
  app.use((c, next) => (isOpen(c.req.path) ? next() : requireCaller(c, next)));

  app.route("/", authRoutes(gateway));
  app.route("/", restaurantRoutes(gateway));
  app.route("/", addressRoutes(gateway));
  app.route("/", orderRoutes(gateway));
  app.route("/", kitchenRoutes(gateway));
  app.route("/", riderRoutes(gateway));
  app.route("/", opsRoutes(gateway));
  app.route("/", opsDeskRoutes(gateway));
  app.route("/", trailRoutes(gateway));
  app.route("/", moneyRoutes(gateway));
  app.route("/", liveRoutes(gateway));
  app.route("/", pushRoutes(gateway));
  app.route("/", locationRoutes(gateway));
  app.route("/", webhookRoutes(gateway));

  describeApi(app);
  return app;
}
