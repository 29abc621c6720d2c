import { createRoute, z } from "@hono/zod-openapi";
import { exchangeOtp, refreshTokens, requestOtp } from "@tiffin/core/identity";
import { otpRequestSchema, refreshRequestSchema, tokenRequestSchema, tokensSchema } from "@tiffin/domain/wire/identity";
import type { Gateway } from "../http/types.ts";
import { json, jsonBody, problems, restApp } from "./route-parts.ts";

const otpAnswerSchema = z.object({ expiresInSeconds: z.int(), resendAfterSeconds: z.int() });

const otp = createRoute({
  method: "post",
  path: "/auth/otp",
  tags: ["auth"],
  summary: "Send a one-time code to a phone",
  request: { body: jsonBody(otpRequestSchema) },
  responses: { 202: json(otpAnswerSchema, "On its way, if the number can get one"), ...problems(400, 415) },
});

const token = createRoute({
  method: "post",
  path: "/auth/token",
  tags: ["auth"],
  summary: "Trade a code for tokens",
  request: { body: jsonBody(tokenRequestSchema) },
  responses: {
    200: json(tokensSchema, "An access token for 10 minutes and a refresh token"),
    ...problems(400, 401, 415),
  },
});

const refresh = createRoute({
  method: "post",
  path: "/auth/refresh",
  tags: ["auth"],
  summary: "Trade a refresh token for a new pair",
  description: "Each refresh token works once. One that comes back after it was used ends the whole login.",
  request: { body: jsonBody(refreshRequestSchema) },
  responses: { 200: json(tokensSchema, "The new pair"), ...problems(400, 401, 415) },
});

export function authRoutes({ services }: Gateway) {
  return restApp()
    .openapi(otp, async (c) => {
      const answer = await requestOtp(services, { ...c.req.valid("json"), ip: c.get("ip") }, c.get("now"));
      return c.json(answer, 202);
    })
    .openapi(token, async (c) => {
      const tokens = await exchangeOtp(services, { ...c.req.valid("json"), ip: c.get("ip") }, c.get("now"));
      return c.json(tokens, 200, { "cache-control": "no-store" });
    })
    .openapi(refresh, async (c) => {
      await services.limits.consume("refreshPerAddress", c.get("ip"));
      const tokens = await refreshTokens(services, c.req.valid("json").refreshToken, c.get("now"));
      return c.json(tokens, 200, { "cache-control": "no-store" });
    });
}
