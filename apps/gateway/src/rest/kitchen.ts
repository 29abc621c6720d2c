import { createRoute } from "@hono/zod-openapi";
import {
  acceptTicketSchema,
  delayTicketSchema,
  kitchenSchema,
  rejectTicketSchema,
  ticketListSchema,
  ticketSchema,
  updateKitchenSchema,
  updateMenuItemSchema,
} from "@tiffin/domain/wire/kitchen";
import { menuItemSchema } from "@tiffin/domain/wire/restaurants";
import { call } from "../http/api-context.ts";
import { requireRole } from "../http/authenticate.ts";
import type { Gateway } from "../http/types.ts";
import { ticketQuery } from "./query.ts";
import { idParams, json, jsonBody, knownId, problems, restApp, security } from "./route-parts.ts";

const tags = ["kitchen"];
const middleware = requireRole("staff");

const list = createRoute({
  method: "get",
  path: "/kitchen/orders",
  tags,
  security,
  middleware,
  summary: "The tickets of the caller's restaurants",
  request: { query: ticketQuery },
  responses: { 200: json(ticketListSchema, "Tickets"), ...problems(400, 401, 403) },
});

const accept = createRoute({
  method: "post",
  path: "/kitchen/orders/{id}/accept",
  tags,
  security,
  middleware,
  summary: "Cook it",
  request: { params: idParams, body: jsonBody(acceptTicketSchema) },
  responses: { 200: json(ticketSchema, "Accepted"), ...problems(400, 401, 403, 404, 409, 415) },
});

const delay = createRoute({
  method: "post",
  path: "/kitchen/orders/{id}/delay",
  tags,
  security,
  middleware,
  summary: "It needs longer: so many minutes more than was said, or from now where that time is past",
  request: { params: idParams, body: jsonBody(delayTicketSchema) },
  responses: { 200: json(ticketSchema, "The ticket with its new time"), ...problems(400, 401, 403, 404, 409, 415) },
});

const reject = createRoute({
  method: "post",
  path: "/kitchen/orders/{id}/reject",
  tags,
  security,
  middleware,
  summary: "Don't cook it; the customer gets the money back",
  request: { params: idParams, body: jsonBody(rejectTicketSchema) },
  responses: { 200: json(ticketSchema, "Rejected"), ...problems(400, 401, 403, 404, 409, 415) },
});

const ready = createRoute({
  method: "post",
  path: "/kitchen/orders/{id}/ready",
  tags,
  security,
  middleware,
  summary: "It stands on the counter",
  request: { params: idParams },
  responses: { 200: json(ticketSchema, "Ready"), ...problems(401, 403, 404, 409) },
});

const updateItem = createRoute({
  method: "patch",
  path: "/kitchen/menu-items/{id}",
  tags,
  security,
  middleware,
  summary: "Sold out, back again, or another price",
  request: { params: idParams, body: jsonBody(updateMenuItemSchema) },
  responses: { 200: json(menuItemSchema, "The item as it is now"), ...problems(400, 401, 403, 404, 415) },
});

const updateKitchen = createRoute({
  method: "patch",
  path: "/kitchen/restaurant",
  tags,
  security,
  middleware,
  summary: "Pause orders, or say how long cooking takes",
  request: { body: jsonBody(updateKitchenSchema) },
  responses: { 200: json(kitchenSchema, "The restaurant as it is now"), ...problems(400, 401, 403, 404, 415) },
});

export function kitchenRoutes(gateway: Gateway) {
  return restApp()
    .openapi(list, async (c) => c.json(await call.restaurant(gateway, c).tickets.list(c.req.valid("query")), 200))
    .openapi(accept, async (c) => {
      const id = knownId(c.req.valid("param").id, "order");
      return c.json(await call.restaurant(gateway, c).tickets.accept({ id, ...c.req.valid("json") }), 200);
    })
    .openapi(delay, async (c) => {
      const id = knownId(c.req.valid("param").id, "order");
      return c.json(await call.restaurant(gateway, c).tickets.delay({ id, ...c.req.valid("json") }), 200);
    })
    .openapi(reject, async (c) => {
      const id = knownId(c.req.valid("param").id, "order");
      return c.json(await call.restaurant(gateway, c).tickets.reject({ id, ...c.req.valid("json") }), 200);
    })
    .openapi(ready, async (c) => {
      const id = knownId(c.req.valid("param").id, "order");
      return c.json(await call.restaurant(gateway, c).tickets.ready({ id }), 200);
    })
    .openapi(updateItem, async (c) => {
      const id = knownId(c.req.valid("param").id, "menu item");
      return c.json(await call.restaurant(gateway, c).menu.updateItem({ id, ...c.req.valid("json") }), 200);
    })
    .openapi(updateKitchen, async (c) =>
      c.json(await call.restaurant(gateway, c).kitchen.update(c.req.valid("json")), 200),
    );
}
