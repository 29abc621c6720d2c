import { createRoute } from "@hono/zod-openapi";
import {
  assignSchema,
  candidatesSchema,
  opsCancelSchema,
  opsOrderDetailSchema,
  opsOrderPageSchema,
} from "@tiffin/domain/wire/ops";
import { call } from "../http/api-context.ts";
import { requireRole } from "../http/authenticate.ts";
import type { Gateway } from "../http/types.ts";
import { opsOrderQuery } from "./query.ts";
import { idParams, json, jsonBody, knownId, optionalKeyHeader, problems, restApp, security } from "./route-parts.ts";

const tags = ["ops"];
const middleware = requireRole("ops");

const list = createRoute({
  method: "get",
  path: "/ops/orders",
  tags,
  security,
  middleware,
  summary: "Orders of the operator's cities: all, or those that are stuck, wait for a rider, match a search",
  request: { query: opsOrderQuery },
  responses: { 200: json(opsOrderPageSchema, "Newest first, or as `sort` says"), ...problems(400, 401, 403, 404) },
});

const get = createRoute({
  method: "get",
  path: "/ops/orders/{id}",
  tags,
  security,
  middleware,
  summary: "An order with its audit, its charges and ledger, and who was asked to carry it and why",
  request: { params: idParams },
  responses: { 200: json(opsOrderDetailSchema, "The order"), ...problems(401, 403, 404) },
});

const candidates = createRoute({
  method: "get",
  path: "/ops/orders/{id}/candidates",
  tags,
  security,
  middleware,
  summary: "Riders on shift who could carry an order",
  request: { params: idParams },
  responses: { 200: json(candidatesSchema, "Free and near ones first"), ...problems(401, 403, 404) },
});

const assign = createRoute({
  method: "post",
  path: "/ops/orders/{id}/assign",
  tags,
  security,
  middleware,
  summary: "Give an order to a rider",
  request: { params: idParams, headers: optionalKeyHeader, body: jsonBody(assignSchema) },
  responses: { 200: json(opsOrderDetailSchema, "Assigned"), ...problems(400, 401, 403, 404, 409, 415, 422) },
});

const cancel = createRoute({
  method: "post",
  path: "/ops/orders/{id}/cancel",
  tags,
  security,
  middleware,
  summary: "Cancel an order and give the money back",
  request: { params: idParams, headers: optionalKeyHeader, body: jsonBody(opsCancelSchema) },
  responses: { 200: json(opsOrderDetailSchema, "Cancelled"), ...problems(400, 401, 403, 404, 409, 415, 422) },
});

export function opsRoutes(gateway: Gateway) {
  return restApp()
    .openapi(list, async (c) => c.json(await call.ops(gateway, c).orders.list(c.req.valid("query")), 200))
    .openapi(get, async (c) => {
      const id = knownId(c.req.valid("param").id, "order");
      return c.json(await call.ops(gateway, c).orders.get({ id }), 200);
    })
    .openapi(candidates, async (c) => {
      const id = knownId(c.req.valid("param").id, "order");
      return c.json(await call.ops(gateway, c).orders.candidates({ id }), 200);
    })
    .openapi(assign, async (c) => {
      const id = knownId(c.req.valid("param").id, "order");
      const idempotencyKey = c.req.valid("header")["idempotency-key"];
      return c.json(await call.ops(gateway, c).orders.assign({ id, idempotencyKey, ...c.req.valid("json") }), 200);
    })
    .openapi(cancel, async (c) => {
      const id = knownId(c.req.valid("param").id, "order");
      const idempotencyKey = c.req.valid("header")["idempotency-key"];
      return c.json(await call.ops(gateway, c).orders.cancel({ id, idempotencyKey, ...c.req.valid("json") }), 200);
    });
}
