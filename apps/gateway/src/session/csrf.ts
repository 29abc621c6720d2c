import type { MiddlewareHandler } from "hono";
import { DomainError } from "@tiffin/domain/errors";
import type { GatewayContext, GatewayEnv } from "../http/types.ts";

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * For calls that a cookie vouches for. SameSite alone lets the other apps' ports (the same site) through, so a change
 * needs a header that a foreign page can't set without asking CORS, and the browser's word that it is from our own page.
 *
 * @throws DomainError CSRF_REQUIRED
 */
export function checkCsrf(context: GatewayContext): void {
  if (SAFE.has(context.req.method)) return;
  if (context.req.header("x-tiffin-csrf") !== "1" || !isSameOrigin(context)) {
    throw new DomainError(
      "CSRF_REQUIRED",
      "Calls with a cookie need x-tiffin-csrf: 1 and must come from our own pages.",
    );
  }
}

export const csrfProtected: MiddlewareHandler<GatewayEnv> = async (context, next) => {
  checkCsrf(context);
  await next();
};

function isSameOrigin(context: GatewayContext): boolean {
  const site = context.req.header("sec-fetch-site");
  if (site !== undefined) return site === "same-origin";
  const origin = context.req.header("origin");
  if (origin === undefined || !URL.canParse(origin)) return false;
  // The app's own server passes the page's host on when it rewrites to us.
  const host = context.req.header("x-forwarded-host") ?? context.req.header("host");
  return new URL(origin).host === host;
}
