import { createRoute } from "@hono/zod-openapi";
import { pushAppSchema, pushEndpointSchema, pushKeySchema, pushSubscriptionSchema } from "@tiffin/domain/wire/push";
import { call } from "../http/api-context.ts";
import type { Gateway } from "../http/types.ts";
import { json, jsonBody, problems, restApp, security } from "./route-parts.ts";

const tags = ["push"];
const path = "/push/subscriptions";

const key = createRoute({
  method: "get",
  path: "/push/key",
  tags,
  security,
  summary: "The VAPID key to subscribe with; null where no push is set up",
  responses: { 200: json(pushKeySchema, "The key"), ...problems(401) },
});

const subscribe = createRoute({
  method: "put",
  path,
  tags,
  security,
  summary: "Tell this browser by Web Push",
  description:
    "`app` says what it is told of, and needs the app's role. Say it again at each start: a browser that is not heard of " +
    "for 30 days is forgotten.",
  request: { body: jsonBody(pushSubscriptionSchema.extend(pushAppSchema.shape)) },
  responses: { 204: { description: "Subscribed" }, ...problems(400, 401, 403, 415) },
});

const unsubscribe = createRoute({
  method: "delete",
  path,
  tags,
  security,
  summary: "Tell this browser no more",
  request: { body: jsonBody(pushEndpointSchema.extend(pushAppSchema.shape)) },
  responses: { 204: { description: "Forgotten" }, ...problems(400, 401, 403, 415) },
});

export function pushRoutes(gateway: Gateway) {
  return restApp()
    .openapi(key, async (c) => c.json(await call.customer(gateway, c).push.key(), 200))
    .openapi(subscribe, async (c) => {
      const { app, ...subscription } = c.req.valid("json");
      await call[app](gateway, c).push.subscribe(subscription);
      return c.body(null, 204);
    })
    .openapi(unsubscribe, async (c) => {
      const { app, endpoint } = c.req.valid("json");
      await call[app](gateway, c).push.unsubscribe({ endpoint });
      return c.body(null, 204);
    });
}
