import type { OpenAPIHono } from "@hono/zod-openapi";
import type { GatewayEnv } from "../http/types.ts";
import { problems } from "./route-parts.ts";

const ABOUT = `Everything that Tiffin's apps can do, for machines.

- Log in with \`POST /v1/auth/otp\` and \`POST /v1/auth/token\`, then send \`Authorization: Bearer <accessToken>\`.
- Money is \`{amount, currency}\` in integer minor units; times are RFC 3339 in UTC; ids are opaque strings.
- Errors are \`application/problem+json\` with a \`code\` to act on, a \`traceId\` to report, and \`errors\` that name fields.
- \`POST /v1/orders\` needs an \`Idempotency-Key\`: whatever is retried, one key is one order and one charge.`;

/** Serves the OpenAPI document of the routes that were mounted before. */
export function describeApi(app: OpenAPIHono<GatewayEnv>): void {
  const registry = app.openAPIRegistry;
  registry.registerComponent("securitySchemes", "bearer", { type: "http", scheme: "bearer", bearerFormat: "JWT" });
  registry.registerPath({
    method: "get",
    path: "/riders/stream",
    tags: ["riders"],
    summary: "A rider's points over a WebSocket",
    description:
      "Connect with the subprotocol `bearer.<JWT>`. Send points as JSON text frames in the form of " +
      "`POST /v1/riders/location`; each is answered in order by what that call answers, or by `{error}` with a problem. " +
      "Closed with 4401 when the token ends and 1012 when the server restarts: connect again.",
    responses: { 101: { description: "Switching to WebSocket" }, ...problems(401, 403) },
  });
  let document: string | undefined;
  app.get("/openapi.json", (c) => {
    document ??= JSON.stringify(documentOf(app));
    return c.body(document, 200, { "content-type": "application/json", "cache-control": "public, max-age=60" });
  });
}

function documentOf(app: OpenAPIHono<GatewayEnv>) {
  const document = app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: { title: "Tiffin", version: "1.0.0", description: ABOUT },
    // Wherever the document came from: one server answers to several names.
    servers: [{ url: "/" }],
  });
  const paths = Object.entries(document.paths ?? {}).map(([path, item]) => [`/v1${path}`, item]);
  return { ...document, paths: Object.fromEntries(paths) };
}
