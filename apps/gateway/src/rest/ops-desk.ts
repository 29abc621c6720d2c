import { createRoute } from "@hono/zod-openapi";
import { deskKitchenSchema, offShiftSchema, pauseKitchenSchema, takenOffShiftSchema } from "@tiffin/domain/wire/ops";
import { call } from "../http/api-context.ts";
import { requireRole } from "../http/authenticate.ts";
import type { Gateway } from "../http/types.ts";
import { idParams, json, jsonBody, knownId, optionalKeyHeader, problems, restApp, security } from "./route-parts.ts";

const tags = ["ops"];
const middleware = requireRole("ops");

const pause = createRoute({
  method: "post",
  path: "/ops/restaurants/{id}/pause",
  tags,
  security,
  middleware,
  summary: "Keep a restaurant from getting orders, for some minutes or until it is resumed",
  request: { params: idParams, headers: optionalKeyHeader, body: jsonBody(pauseKitchenSchema) },
  responses: { 200: json(deskKitchenSchema, "Paused"), ...problems(400, 401, 403, 404, 415, 422) },
});

const resume = createRoute({
  method: "post",
  path: "/ops/restaurants/{id}/resume",
  tags,
  security,
  middleware,
  summary: "Let a restaurant take orders again",
  request: { params: idParams, headers: optionalKeyHeader },
  responses: { 200: json(deskKitchenSchema, "Takes orders"), ...problems(400, 401, 403, 404, 422) },
});

const offShift = createRoute({
  method: "post",
  path: "/ops/riders/{id}/off-shift",
  tags,
  security,
  middleware,
  summary: "End a rider's shift; what they have not picked up goes to others",
  request: { params: idParams, headers: optionalKeyHeader, body: jsonBody(offShiftSchema) },
  responses: { 200: json(takenOffShiftSchema, "Off shift"), ...problems(400, 401, 403, 404, 409, 415, 422) },
});

/** What operators do to restaurants and riders. */
export function opsDeskRoutes(gateway: Gateway) {
  return restApp()
    .openapi(pause, async (c) => {
      const id = knownId(c.req.valid("param").id, "restaurant");
      const idempotencyKey = c.req.valid("header")["idempotency-key"];
      return c.json(await call.ops(gateway, c).kitchens.pause({ id, idempotencyKey, ...c.req.valid("json") }), 200);
    })
    .openapi(resume, async (c) => {
      const id = knownId(c.req.valid("param").id, "restaurant");
      const idempotencyKey = c.req.valid("header")["idempotency-key"];
      return c.json(await call.ops(gateway, c).kitchens.resume({ id, idempotencyKey }), 200);
    })
    .openapi(offShift, async (c) => {
      const id = knownId(c.req.valid("param").id, "rider");
      const idempotencyKey = c.req.valid("header")["idempotency-key"];
      return c.json(
        await call.ops(gateway, c).riders.takeOffShift({ id, idempotencyKey, ...c.req.valid("json") }),
        200,
      );
    });
}
