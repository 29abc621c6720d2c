import { createRoute } from "@hono/zod-openapi";
import { suspectsSchema, trailPageSchema } from "@tiffin/domain/wire/trail";
import { call } from "../http/api-context.ts";
import { requireRole } from "../http/authenticate.ts";
import type { Gateway } from "../http/types.ts";
import { suspectsQuery, trailQuery } from "./query.ts";
import { idParams, json, knownId, problems, restApp, security } from "./route-parts.ts";

const tags = ["ops"];
const middleware = requireRole("ops");

const trail = createRoute({
  method: "get",
  path: "/ops/riders/{id}/trail",
  tags,
  security,
  middleware,
  summary: "Where a rider was",
  request: { params: idParams, query: trailQuery },
  responses: { 200: json(trailPageSchema, "Oldest first"), ...problems(400, 401, 403, 404) },
});

const suspects = createRoute({
  method: "get",
  path: "/ops/suspects",
  tags,
  security,
  middleware,
  summary: "Riders of a city whose positions look made up",
  request: { query: suspectsQuery },
  responses: { 200: json(suspectsSchema, "Those with most odd points first"), ...problems(400, 401, 403, 404) },
});

export function trailRoutes(gateway: Gateway) {
  return restApp()
    .openapi(trail, async (c) => {
      const id = knownId(c.req.valid("param").id, "rider");
      return c.json(await call.ops(gateway, c).trail.ofRider({ id, ...c.req.valid("query") }), 200);
    })
    .openapi(suspects, async (c) => c.json(await call.ops(gateway, c).trail.suspects(c.req.valid("query")), 200));
}
