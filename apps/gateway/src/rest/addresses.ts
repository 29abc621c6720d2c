import { createRoute, z } from "@hono/zod-openapi";
import { addressInputSchema, addressSchema } from "@tiffin/domain/wire/orders";
import { call } from "../http/api-context.ts";
import { requireRole } from "../http/authenticate.ts";
import type { Gateway } from "../http/types.ts";
import { idParams, json, jsonBody, knownId, problems, restApp, security } from "./route-parts.ts";

const tags = ["addresses"];
const middleware = requireRole("customer");

const list = createRoute({
  method: "get",
  path: "/addresses",
  tags,
  security,
  middleware,
  summary: "The caller's addresses",
  responses: { 200: json(z.object({ items: z.array(addressSchema) }), "Newest first"), ...problems(401, 403) },
});

const create = createRoute({
  method: "post",
  path: "/addresses",
  tags,
  security,
  middleware,
  summary: "Add an address",
  request: { body: jsonBody(addressInputSchema) },
  responses: { 201: json(addressSchema, "The new address"), ...problems(400, 401, 403, 415) },
});

const remove = createRoute({
  method: "delete",
  path: "/addresses/{id}",
  tags,
  security,
  middleware,
  summary: "Forget an address",
  request: { params: idParams },
  responses: { 204: { description: "Forgotten" }, ...problems(401, 403, 404) },
});

export function addressRoutes(gateway: Gateway) {
  return restApp()
    .openapi(list, async (c) => c.json({ items: await call.customer(gateway, c).addresses.list() }, 200))
    .openapi(create, async (c) => c.json(await call.customer(gateway, c).addresses.create(c.req.valid("json")), 201))
    .openapi(remove, async (c) => {
      await call.customer(gateway, c).addresses.delete({ id: knownId(c.req.valid("param").id, "address") });
      return c.body(null, 204);
    });
}
