import { Hono } from "hono";
import { exchangeOtp, logOut, refreshTokens, requestOtp } from "@tiffin/core/identity";
import { DomainError, isDomainError, notFound } from "@tiffin/domain/errors";
import { otpRequestSchema, tokenRequestSchema, type Tokens } from "@tiffin/domain/wire/identity";
import { readJson } from "../http/json-body.ts";
import { problemResponse } from "../http/problems.ts";
import type { Gateway, GatewayContext, GatewayEnv } from "../http/types.ts";
import { isAudience, ROLE_OF, type Audience } from "./audiences.ts";
import { clearSession, readRefreshCookie, writeSession } from "./cookies.ts";
import { csrfProtected } from "./csrf.ts";

/**
 * Sessions of browsers: the same tokens, kept in httpOnly cookies, so that no script can read them.
 * The apps reach these at their own `/api/session/…`.
 */
export function sessionRoutes(gateway: Gateway): Hono<GatewayEnv> {
  const { services } = gateway;
  const app = new Hono<GatewayEnv>();
  app.use("/:audience/*", csrfProtected);

  app.post("/:audience/otp", async (c) => {
    audienceOf(c);
    const { phone } = await readJson(c, otpRequestSchema);
    return c.json(await requestOtp(services, { phone, ip: c.get("ip") }, c.get("now")), 202);
  });

  app.post("/:audience/login", async (c) => {
    const audience = audienceOf(c);
    const given = await readJson(c, tokenRequestSchema);
    const request = { ...given, ip: c.get("ip"), asRole: ROLE_OF[audience] };
    const tokens = await exchangeOtp(services, request, c.get("now"));
    return withSession(gateway, c, audience, tokens);
  });

  app.post("/:audience/refresh", async (c) => {
    const audience = audienceOf(c);
    await services.limits.consume("refreshPerAddress", c.get("ip"));
    const token = readRefreshCookie(c, audience);
    try {
      if (token === undefined) throw new DomainError("REFRESH_INVALID", "There is no session. Log in again.");
      return withSession(gateway, c, audience, await refreshTokens(services, token, c.get("now")));
    } catch (error) {
      if (!isDomainError(error) || error.code !== "REFRESH_INVALID") throw error;
      clearSession(gateway, c, audience);
      return problemResponse(gateway, c, error);
    }
  });

  app.post("/:audience/logout", async (c) => {
    const audience = audienceOf(c);
    const token = readRefreshCookie(c, audience);
    if (token !== undefined) await logOut(services, token, c.get("now"));
    clearSession(gateway, c, audience);
    return c.body(null, 204);
  });

  return app;
}

function withSession(gateway: Gateway, context: GatewayContext, audience: Audience, tokens: Tokens): Response {
  writeSession(gateway, context, audience, tokens);
  const { user, expiresInSeconds } = tokens;
  return context.json({ user, expiresInSeconds }, 200, { "cache-control": "no-store" });
}

function audienceOf(context: GatewayContext): Audience {
  const audience = context.req.param("audience") ?? "";
  if (!isAudience(audience)) throw notFound("app");
  return audience;
}
