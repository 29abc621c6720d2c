import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { Hono } from "hono";
import { customerRouter } from "@tiffin/api/customer/router";
import { asDomainError, EDGES } from "@tiffin/api/errors";
import { opsRouter } from "@tiffin/api/ops/router";
import { restaurantRouter } from "@tiffin/api/restaurant/router";
import { riderRouter } from "@tiffin/api/rider/router";
import { notFound } from "@tiffin/domain/errors";
import { apiContext } from "./http/api-context.ts";
import { takeToken } from "./http/authenticate.ts";
import { errorHeaders } from "./http/problems.ts";
import type { Gateway, GatewayContext, GatewayEnv } from "./http/types.ts";
import { isAudience, type Audience } from "./session/audiences.ts";
import { readAccessCookie } from "./session/cookies.ts";
import { checkCsrf } from "./session/csrf.ts";

const routers = { customer: customerRouter, rider: riderRouter, restaurant: restaurantRouter, ops: opsRouter };

/** Takes the audience's cookie when there is no Authorization header; then changes must prove where they come from. */
export async function readSessionCookie(gateway: Gateway, context: GatewayContext, audience: Audience): Promise<void> {
  if (context.req.header("authorization") !== undefined) return;
  const token = readAccessCookie(context, audience);
  if (token === undefined) return;
  checkCsrf(context);
  await takeToken(gateway, context, token);
}

export function trpcRoutes(gateway: Gateway): Hono<GatewayEnv> {
  const app = new Hono<GatewayEnv>();
  app.all("/:audience/*", (c) => {
    const audience = c.req.param("audience");
    if (!isAudience(audience)) throw notFound("router");
    return fetchRequestHandler({
      endpoint: `/trpc/${audience}`,
      req: c.req.raw,
      router: routers[audience],
      createContext: () => apiContext(gateway, c),
      maxBatchSize: 30,
      onError({ error, path }) {
        const refusal = asDomainError(error);
        const facts = { traceId: c.get("traceId"), path, err: refusal.cause ?? refusal };
        if (refusal.code === "INTERNAL") gateway.log.error(facts, "unexpected error");
        else if (refusal.code === "UNAVAILABLE") gateway.log.warn(facts, refusal.message);
      },
      responseMeta({ errors }) {
        const headers = new Headers({ "cache-control": "no-store" });
        const refusals = errors.map(asDomainError).sort((a, b) => EDGES[b.code].status - EDGES[a.code].status);
        for (const [name, value] of Object.entries(refusals[0] === undefined ? {} : errorHeaders(refusals[0]))) {
          headers.set(name, value);
        }
        return { headers };
      },
    });
  });
  return app;
}
