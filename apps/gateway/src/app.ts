import { Hono } from "hono";
import { methodNotAllowed } from "hono/method-not-allowed";
import { secureHeaders } from "hono/secure-headers";
import { DomainError } from "@tiffin/domain/errors";
import { docsRoutes } from "./docs/routes.ts";
import { healthRoutes } from "./health.ts";
import { readBearer } from "./http/authenticate.ts";
import { emptyBodyIsEmptyObject, limitBody, MAX_BODY_BYTES } from "./http/bodies.ts";
import { limitCalls } from "./http/limit-calls.ts";
import { problemResponse } from "./http/problems.ts";
import { requestFacts } from "./http/request-facts.ts";
import type { Gateway, GatewayEnv } from "./http/types.ts";
import { mapRoutes } from "./map.ts";
import { v1Routes } from "./rest/v1.ts";
import { isAudience } from "./session/audiences.ts";
import { sessionRoutes } from "./session/routes.ts";
import { readSessionCookie, trpcRoutes } from "./trpc.ts";

/** The gateway's HTTP side as one Hono app. */
export function createApp(gateway: Gateway): Hono<GatewayEnv> {
  const app = new Hono<GatewayEnv>();
  app.onError((error, c) => problemResponse(gateway, c, error));
  app.notFound((c) => problemResponse(gateway, c, new DomainError("NOT_FOUND", "There is nothing at this address.")));

  app.use(requestFacts(gateway));
  app.use(
    methodNotAllowed({
      app,
      onMethodNotAllowed: (c, methods) => {
        const refusal = new DomainError("METHOD_NOT_ALLOWED", `This address takes ${methods.join(", ")}.`);
        const response = problemResponse(gateway, c, refusal);
        response.headers.set("allow", methods.join(", "));
        return response;
      },
    }),
  );
  app.use(secureHeaders({ xFrameOptions: "DENY" }));

  app.route("/", healthRoutes(gateway));
  app.route("/docs", docsRoutes());
  app.route("/map", mapRoutes(gateway));
  app.route("/v1", v1Routes(gateway));

  for (const path of ["/session/*", "/trpc/*"]) {
    app.use(path, limitBody(MAX_BODY_BYTES));
    app.use(path, readBearer(gateway));
  }
  app.use("/session/*", emptyBodyIsEmptyObject);
  app.use("/trpc/:audience/*", async (c, next) => {
    const audience = c.req.param("audience");
    if (isAudience(audience)) await readSessionCookie(gateway, c, audience);
    await next();
  });
  for (const path of ["/session/*", "/trpc/*"]) app.use(path, limitCalls(gateway));
  app.route("/session", sessionRoutes(gateway));
  app.route("/trpc", trpcRoutes(gateway));
  return app;
}
