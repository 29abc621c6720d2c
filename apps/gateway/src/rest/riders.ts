import { createRoute } from "@hono/zod-openapi";
import {
  answeredRideSchema,
  answerOfferSchema,
  cantDeliverSchema,
  currentRidesSchema,
  deliverSchema,
  endedRideSchema,
  rideSchema,
  shiftInputSchema,
  shiftSchema,
  tapSchema,
} from "@tiffin/domain/wire/riders";
import { call } from "../http/api-context.ts";
import { requireRole } from "../http/authenticate.ts";
import type { Gateway } from "../http/types.ts";
import { json, jsonBody, problems, restApp, rideIdParams, security } from "./route-parts.ts";

const tags = ["riders"];
const middleware = requireRole("rider");

/** `at`: when it happened, of a tap that was made without network. */
const tapBody = { required: false, content: { "application/json": { schema: tapSchema } } };

const shift = createRoute({
  method: "put",
  path: "/riders/shift",
  tags,
  security,
  middleware,
  summary: "Start or end the shift",
  request: { body: jsonBody(shiftInputSchema) },
  responses: { 200: json(shiftSchema, "The shift as it is now"), ...problems(400, 401, 403, 409, 415) },
});

const current = createRoute({
  method: "get",
  path: "/rides/current",
  tags,
  security,
  middleware,
  summary: "The open offer, and the rides under way",
  responses: { 200: json(currentRidesSchema, "What the rider has to do"), ...problems(401, 403) },
});

const answer = createRoute({
  method: "patch",
  path: "/rides/{rideId}",
  tags,
  security,
  middleware,
  summary: "Accept or decline an offer",
  request: { params: rideIdParams, body: jsonBody(answerOfferSchema) },
  responses: { 200: json(answeredRideSchema, "The ride"), ...problems(400, 401, 403, 404, 409, 415) },
});

const arrived = createRoute({
  method: "post",
  path: "/rides/{rideId}/arrived",
  tags,
  security,
  middleware,
  summary: "At the restaurant, or at the customer's door",
  request: { params: rideIdParams, body: tapBody },
  responses: { 200: json(rideSchema, "The ride"), ...problems(400, 401, 403, 404, 409, 415) },
});

const pickedUp = createRoute({
  method: "post",
  path: "/rides/{rideId}/picked-up",
  tags,
  security,
  middleware,
  summary: "The food is in the bag",
  request: { params: rideIdParams, body: tapBody },
  responses: { 200: json(rideSchema, "The ride"), ...problems(400, 401, 403, 404, 409, 415) },
});

const delivered = createRoute({
  method: "post",
  path: "/rides/{rideId}/delivered",
  tags,
  security,
  middleware,
  summary: "Handed over",
  description: "The customer's PIN proves it; it is not needed at the customer's door by the rider's position.",
  request: {
    params: rideIdParams,
    body: { required: false, content: { "application/json": { schema: deliverSchema } } },
  },
  responses: { 200: json(rideSchema, "The ride"), ...problems(400, 401, 403, 404, 409, 415, 422) },
});

const cantDeliver = createRoute({
  method: "post",
  path: "/rides/{rideId}/cant-deliver",
  tags,
  security,
  middleware,
  summary: "The rider can't go on",
  description:
    "Before the pick-up another rider is looked for; after it the order is cancelled and refunded, and ops is told. The rider " +
    "is free either way. `customer_absent` needs five minutes at the door: 409 with `waitUntil` before.",
  request: { params: rideIdParams, body: jsonBody(cantDeliverSchema) },
  responses: { 200: json(endedRideSchema, "Over for this rider"), ...problems(400, 401, 403, 404, 409, 415) },
});

export function riderRoutes(gateway: Gateway) {
  return restApp()
    .openapi(shift, async (c) => c.json(await call.rider(gateway, c).shift.set(c.req.valid("json")), 200))
    .openapi(current, async (c) => c.json(await call.rider(gateway, c).rides.current(), 200))
    .openapi(answer, async (c) => {
      const { rideId } = c.req.valid("param");
      return c.json(await call.rider(gateway, c).rides.answer({ rideId, ...c.req.valid("json") }), 200);
    })
    .openapi(arrived, async (c) => {
      const { rideId } = c.req.valid("param");
      return c.json(await call.rider(gateway, c).rides.arrived({ rideId, ...c.req.valid("json") }), 200);
    })
    .openapi(pickedUp, async (c) => {
      const { rideId } = c.req.valid("param");
      return c.json(await call.rider(gateway, c).rides.pickedUp({ rideId, ...c.req.valid("json") }), 200);
    })
    .openapi(delivered, async (c) => {
      const { rideId } = c.req.valid("param");
      return c.json(await call.rider(gateway, c).rides.delivered({ rideId, ...c.req.valid("json") }), 200);
    })
    .openapi(cantDeliver, async (c) => {
      const { rideId } = c.req.valid("param");
      return c.json(await call.rider(gateway, c).rides.cantDeliver({ rideId, ...c.req.valid("json") }), 200);
    });
}
