import { createRoute, z } from "@hono/zod-openapi";
import { MAX_PINGS_PER_BATCH, pingAnswerSchema, pingSchema } from "@tiffin/domain/wire/riders";
import { callerIn } from "../http/authenticate.ts";
import { readJsonValue } from "../http/json-body.ts";
import type { Gateway } from "../http/types.ts";
import { pointsOf, requireRider } from "../stream/points.ts";
import { json, jsonBody, problems, restApp, security } from "./route-parts.ts";

const pingsSchema = z.union([pingSchema, z.object({ points: z.array(pingSchema).max(MAX_PINGS_PER_BATCH) })]);

const route = createRoute({
  method: "post",
  path: "/riders/location",
  tags: ["riders"],
  summary: "Where the rider is",
  description:
    `One point, or up to ${MAX_PINGS_PER_BATCH} oldest first. The points of a list are judged one by one: ` +
    "a bad one is named in `rejected` and the others count.",
  security,
  request: { body: jsonBody(pingsSchema) },
  responses: { 200: json(pingAnswerSchema, "What was taken"), ...problems(400, 401, 403, 413, 415) },
});

/** No tRPC and no Postgres on this path: points go straight to Redis. */
export function locationRoutes(gateway: Gateway) {
  const app = restApp();
  app.openAPIRegistry.registerPath(route);
  app.post("/riders/location", async (c) => {
    const caller = callerIn(c);
    requireRider(caller);
    const points = pointsOf(await readJsonValue(c));
    return c.json(await gateway.services.location.ingest(caller.userId, points, c.get("now")));
  });
  return app;
}
