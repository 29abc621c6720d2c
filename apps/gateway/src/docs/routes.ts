import { createReadStream } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { Hono } from "hono";
import { secureHeaders } from "hono/secure-headers";
import type { GatewayEnv } from "../http/types.ts";

const FILES = {
  "swagger-ui.css": "text/css; charset=utf-8",
  "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
  "favicon-32x32.png": "image/png",
} as const;

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Tiffin API</title>
<link rel="icon" href="/docs/favicon-32x32.png">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<main id="docs"><p>The interface stands at <a href="/v1/openapi.json">/v1/openapi.json</a>.</p></main>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>`;

const START = `SwaggerUIBundle({ url: "/v1/openapi.json", dom_id: "#docs", deepLinking: true, displayRequestDuration: true, tryItOutEnabled: true, persistAuthorization: false });`;

/** The OpenAPI document for people. Everything comes from this server: no CDN, no inline script. */
export function docsRoutes(): Hono<GatewayEnv> {
  const folder = dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"));
  const app = new Hono<GatewayEnv>();
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", "data:"],
        connectSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
    }),
  );
  app.get("/", (c) => c.html(PAGE));
  app.get("/start.js", (c) => c.body(START, 200, { "content-type": "text/javascript; charset=utf-8" }));
  for (const [name, type] of Object.entries(FILES)) {
    app.get(`/${name}`, (c) => {
      const file = Readable.toWeb(createReadStream(join(folder, name))) as ReadableStream;
      return c.body(file, 200, { "content-type": type, "cache-control": "public, max-age=86400" });
    });
  }
  return app;
}
