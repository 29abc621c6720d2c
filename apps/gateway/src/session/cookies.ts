import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { ACCESS_TOKEN_SECONDS, REFRESH_TOKEN_SECONDS } from "@tiffin/core/identity";
import type { Tokens } from "@tiffin/domain/wire/identity";
import type { Gateway, GatewayContext } from "../http/types.ts";
import type { Audience } from "./audiences.ts";

/** Cookies don't tell ports apart, and one browser may hold sessions of all apps: hence an audience in each name. */
export const accessCookie = (audience: Audience) => `tiffin_${audience}_access`;
export const refreshCookie = (audience: Audience) => `tiffin_${audience}_refresh`;
/** Where the apps' rewrite has `/session/<audience>`: the refresh token goes nowhere else. */
const REFRESH_PATH = "/api/session";

export function writeSession(gateway: Gateway, context: GatewayContext, audience: Audience, tokens: Tokens): void {
  const shared = { httpOnly: true, sameSite: "Lax", secure: isSecure(gateway, audience) } as const;
  setCookie(context, accessCookie(audience), tokens.accessToken, {
    ...shared,
    path: "/",
    maxAge: ACCESS_TOKEN_SECONDS,
  });
  setCookie(context, refreshCookie(audience), tokens.refreshToken, {
    ...shared,
    path: REFRESH_PATH,
    maxAge: REFRESH_TOKEN_SECONDS,
  });
}

export function clearSession(gateway: Gateway, context: GatewayContext, audience: Audience): void {
  const secure = isSecure(gateway, audience);
  deleteCookie(context, accessCookie(audience), { path: "/", secure });
  deleteCookie(context, refreshCookie(audience), { path: REFRESH_PATH, secure });
}

export function readAccessCookie(context: GatewayContext, audience: Audience): string | undefined {
  return getCookie(context, accessCookie(audience));
}

export function readRefreshCookie(context: GatewayContext, audience: Audience): string | undefined {
  return getCookie(context, refreshCookie(audience));
}

/** By the address that the operator gave the app: behind a proxy the request itself may look like plain http. */
function isSecure({ config }: Gateway, audience: Audience): boolean {
  const { urls } = config.services;
  const url = audience === "ops" ? urls.restaurant : urls[audience];
  return url.startsWith("https:");
}
