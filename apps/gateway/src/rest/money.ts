import { createRoute, z } from "@hono/zod-openapi";
import {
  cashDepositSchema,
  cashFloatSchema,
  paymentReviewListSchema,
  refundRequestSchema,
  statementSchema,
} from "@tiffin/domain/wire/money";
import { timeSchema } from "@tiffin/domain/wire/common";
import { opsOrderDetailSchema } from "@tiffin/domain/wire/ops";
import { call } from "../http/api-context.ts";
import { requireRole } from "../http/authenticate.ts";
import type { Gateway } from "../http/types.ts";
import { idParams, json, jsonBody, keyHeader, knownId, problems, restApp, security } from "./route-parts.ts";

const tags = ["money"];
const refund = createRoute({
  method: "post",
  path: "/ops/orders/{id}/refund",
  tags,
  security,
  middleware: requireRole("ops"),
  summary: "Give back all or a part of what an order was charged",
  request: { params: idParams, headers: keyHeader, body: jsonBody(refundRequestSchema) },
  responses: {
    200: json(opsOrderDetailSchema, "Asked of the gateway; see `refunds`"),
    ...problems(400, 401, 403, 404, 409, 415, 422),
  },
});

const reviews = createRoute({
  method: "get",
  path: "/ops/payments/reviews",
  tags,
  security,
  middleware: requireRole("ops"),
  summary: "Payments that order and gateway can't be made to agree about by themselves",
  responses: { 200: json(paymentReviewListSchema, "Longest waiting first"), ...problems(401, 403) },
});

const deposit = createRoute({
  method: "post",
  path: "/ops/riders/{id}/cash-deposits",
  tags,
  security,
  middleware: requireRole("ops"),
  summary: "A rider handed over cash that customers had paid",
  request: { params: idParams, headers: keyHeader, body: jsonBody(cashDepositSchema) },
  responses: { 200: json(cashFloatSchema, "What the rider still carries"), ...problems(400, 401, 403, 404, 415) },
});

const period = { from: timeSchema, to: timeSchema, format: z.enum(["json", "csv"]).default("json") };
const asked = {
  200: {
    description: "Oldest first",
    content: { "application/json": { schema: statementSchema }, "text/csv": { schema: z.string() } },
  },
};
const kitchenStatement = createRoute({
  method: "get",
  path: "/kitchen/statement",
  tags,
  security,
  middleware: requireRole("staff"),
  summary: "What a restaurant earned and bore in a period",
  request: { query: z.object({ ...period, restaurantId: z.string().optional() }) },
  responses: { ...asked, ...problems(400, 401, 403, 404) },
});
const riderStatement = createRoute({
  method: "get",
  path: "/riders/statement",
  tags,
  security,
  middleware: requireRole("rider"),
  summary: "What the caller earned, and the cash they carry",
  request: { query: z.object(period) },
  responses: { ...asked, ...problems(400, 401, 403) },
});

const asFile = {
  "content-type": "text/csv; charset=utf-8",
  "content-disposition": 'attachment; filename="statement.csv"',
};

/** Refunds, reviews, statements, riders' cash. */
export function moneyRoutes(gateway: Gateway) {
  return restApp()
    .openapi(refund, async (c) => {
      const id = knownId(c.req.valid("param").id, "order");
      const idempotencyKey = c.req.valid("header")["idempotency-key"];
      return c.json(await call.ops(gateway, c).money.refund({ id, idempotencyKey, ...c.req.valid("json") }), 200);
    })
    .openapi(reviews, async (c) => c.json(await call.ops(gateway, c).money.reviews(), 200))
    .openapi(deposit, async (c) => {
      const id = knownId(c.req.valid("param").id, "rider");
      const idempotencyKey = c.req.valid("header")["idempotency-key"];
      return c.json(await call.ops(gateway, c).money.depositCash({ id, idempotencyKey, ...c.req.valid("json") }), 200);
    })
    .openapi(kitchenStatement, async (c) => {
      const { format, ...query } = c.req.valid("query");
      const { statement } = call.restaurant(gateway, c);
      if (format === "csv") return c.body((await statement.csv(query)).csv, 200, asFile);
      return c.json(await statement.get(query), 200);
    })
    .openapi(riderStatement, async (c) => {
      const { format, ...query } = c.req.valid("query");
      const { statement } = call.rider(gateway, c);
      if (format === "csv") return c.body((await statement.csv(query)).csv, 200, asFile);
      return c.json(await statement.get(query), 200);
    });
}
