import { createRoute, z } from "@hono/zod-openapi";
import {
  orderPageSchema,
  orderSchema,
  paymentOptionsSchema,
  placeOrderSchema,
  quoteRequestSchema,
  quoteSchema,
  trackSchema,
} from "@tiffin/domain/wire/orders";
import { call } from "../http/api-context.ts";
import { requireRole } from "../http/authenticate.ts";
import type { Gateway } from "../http/types.ts";
import { orderListQuery } from "./query.ts";
import { idParams, json, jsonBody, knownId, problems, restApp, security } from "./route-parts.ts";

const tags = ["orders"];
const middleware = requireRole("customer");

const quote = createRoute({
  method: "post",
  path: "/orders/quote",
  tags,
  security,
  middleware,
  summary: "What a cart would cost, or why it can't be delivered",
  request: { body: jsonBody(quoteRequestSchema) },
  responses: { 200: json(quoteSchema, "The price as it stands"), ...problems(400, 401, 403, 404, 415, 422) },
});

const payments = createRoute({
  method: "get",
  path: "/payments/options",
  tags,
  security,
  middleware,
  summary: "How one can pay here, and what a browser needs for it",
  responses: { 200: json(paymentOptionsSchema, "The methods, and the gateway's public key"), ...problems(401, 403) },
});

const replayed = {
  "Idempotency-Replayed": {
    description: "true when this is the answer to an earlier call",
    schema: { type: "string" as const },
  },
};
const place = createRoute({
  method: "post",
  path: "/orders",
  tags,
  security,
  middleware,
  summary: "Order",
  description:
    "One key is one order and one charge, whatever is repeated. 202 while the payment waits: for the customer " +
    "(`payment.nextAction`), or for the payment gateway.",
  request: {
    headers: z.object({
      "idempotency-key": z
        .string()
        .optional()
        .openapi({ description: "Required: a UUID made by the caller for each order", format: "uuid" }),
    }),
    body: jsonBody(placeOrderSchema),
  },
  responses: {
    201: { ...json(orderSchema, "Ordered"), headers: replayed },
    202: { ...json(orderSchema, "Written down; the payment is pending"), headers: replayed },
    ...problems(400, 401, 402, 403, 404, 409, 415, 422),
  },
});

const list = createRoute({
  method: "get",
  path: "/orders",
  tags,
  security,
  middleware,
  summary: "The caller's orders",
  request: { query: orderListQuery },
  responses: { 200: json(orderPageSchema, "Newest first"), ...problems(400, 401, 403) },
});

const get = createRoute({
  method: "get",
  path: "/orders/{id}",
  tags,
  security,
  summary: "An order",
  request: { params: idParams },
  responses: { 200: json(orderSchema, "The order"), ...problems(401, 404) },
});

const cancel = createRoute({
  method: "post",
  path: "/orders/{id}/cancel",
  tags,
  security,
  middleware,
  summary: "Cancel an order that its kitchen has not accepted yet",
  request: { params: idParams },
  responses: { 200: json(orderSchema, "Cancelled"), ...problems(401, 403, 404, 409) },
});

const track = createRoute({
  method: "get",
  path: "/orders/{id}/track",
  tags,
  security,
  summary: "An order on its way, and how to listen to it",
  request: { params: idParams },
  responses: { 200: json(trackSchema, "The order, its rider and the live channel"), ...problems(401, 404) },
});

export function orderRoutes(gateway: Gateway) {
  return restApp()
    .openapi(quote, async (c) => c.json(await call.customer(gateway, c).orders.quote(c.req.valid("json")), 200))
    .openapi(payments, async (c) => c.json(await call.customer(gateway, c).orders.paymentOptions(), 200))
    .openapi(place, async (c) => {
      const idempotencyKey = c.req.valid("header")["idempotency-key"];
      const input = { ...c.req.valid("json"), ...(idempotencyKey === undefined ? {} : { idempotencyKey }) };
      const { order, isPending, isReplay } = await call.customer(gateway, c).orders.place(input);
      if (isReplay) c.header("Idempotency-Replayed", "true");
      c.header("Location", `/v1/orders/${order.id}`);
      return isPending ? c.json(order, 202) : c.json(order, 201);
    })
    .openapi(list, async (c) => c.json(await call.customer(gateway, c).orders.list(c.req.valid("query")), 200))
    .openapi(get, async (c) => {
      const id = knownId(c.req.valid("param").id, "order");
      return c.json(await call.customer(gateway, c).orders.get({ id }), 200);
    })
    .openapi(cancel, async (c) => {
      const id = knownId(c.req.valid("param").id, "order");
      return c.json(await call.customer(gateway, c).orders.cancel({ id }), 200);
    })
    .openapi(track, async (c) => {
      const id = knownId(c.req.valid("param").id, "order");
      return c.json(await call.customer(gateway, c).orders.track({ id }), 200);
    });
}
