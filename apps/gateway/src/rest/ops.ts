import { createRoute } from "@hono/zod-openapi";
import { assignSchema, opsCancelSchema, opsOrderPageSchema, opsOrderSchema } from "@tiffin/domain/wire/ops";
import { call } from "../http/api-context.ts";
import { requireRole } from "../http/authenticate.ts";
import type { Gateway } from "../http/types.ts";
import { opsOrderQuery } from "./query.ts";
import { idParams, json, jsonBody, knownId, problems, restApp, security } from "./route-parts.ts";

const tags = ["ops"];
const middleware = requireRole("ops");

const list = createRoute({
  method: "get",
  path: "/ops/orders",
  tags,
  security,
  middleware,
  summary: "All orders, or those that are stuck",
  request: { query: opsOrderQuery },
  responses: { 200: json(opsOrderPageSchema, "Newest first"), ...problems(400, 401, 403) },
});

const assign = createRoute({
  method: "post",
  path: "/ops/orders/{id}/assign",
  tags,
  security,
  middleware,
  summary: "Give an order to a rider",
  request: { params: idParams, body: jsonBody(assignSchema) },
  responses: { 200: json(opsOrderSchema, "Assigned"), ...problems(400, 401, 403, 404, 409, 415) },
});

const cancel = createRoute({
  method: "post",
  path: "/ops/orders/{id}/cancel",
  tags,
  security,
  middleware,
  summary: "Cancel an order and give the money back",
  request: { params: idParams, body: jsonBody(opsCancelSchema) },
  responses: { 200: json(opsOrderSchema, "Cancelled"), ...problems(400, 401, 403, 404, 409, 415) },
});

export function opsRoutes(gateway: Gateway) {
  return restApp()
    .openapi(list, async (c) => c.json(await call.ops(gateway, c).orders.list(c.req.valid("query")), 200))
    .openapi(assign, async (c) => {
      const id = knownId(c.req.valid("param").id, "order");
      return c.json(await call.ops(gateway, c).orders.assign({ id, ...c.req.valid("json") }), 200);
    })
    .openapi(cancel, async (c) => {
      const id = knownId(c.req.valid("param").id, "order");
      return c.json(await call.ops(gateway, c).orders.cancel({ id, ...c.req.valid("json") }), 200);
    });
}
