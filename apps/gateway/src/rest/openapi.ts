import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Gateway, GatewayEnv } from "../http/types.ts";

const ABOUT = `Everything that Tiffin's apps can do, for machines.

- Log in with \`POST /v1/auth/otp\` and \`POST /v1/auth/token\`, then send \`Authorization: Bearer <accessToken>\`.
- Money is \`{amount, currency}\` in integer minor units; times are RFC 3339 in UTC; ids are opaque strings.
- Errors are \`application/problem+json\` with a \`code\` to act on, a \`traceId\` to report, and \`errors\` that name fields.
- \`POST /v1/orders\` needs an \`Idempotency-Key\`: whatever is retried, one key is one order and one charge.`;

/** Serves the OpenAPI document of the routes that were mounted before. */
export function describeApi(app: OpenAPIHono<GatewayEnv>, gateway: Gateway): void {
  app.openAPIRegistry.registerComponent("securitySchemes", "bearer", {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
  });
  let document: string | undefined;
  app.get("/openapi.json", (c) => {
    document ??= JSON.stringify(
      app.getOpenAPI31Document({
        openapi: "3.1.0",
        info: {
          title: "Tiffin",
          version: "1.0.0",
          description: ABOUT,
        },
        servers: [{ url: `${gateway.config.services.urls.gatewayPublic.replace(/\/$/, "")}/v1` }],
      }),
    );
    return c.body(document, 200, { "content-type": "application/json", "cache-control": "public, max-age=60" });
  });
}
