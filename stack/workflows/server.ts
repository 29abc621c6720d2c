import { Hono, type Context as HonoContext } from "hono";
import { z } from "zod";
import { limitBody } from "../src/http/limit-body.ts";
import type { Context } from "./context.ts";
import { storeCheckpoint } from "./checkpoint.ts";
import { BadEventError, ingest, parseEvents } from "./events.ts";
import { parseRegistration, RefusedError } from "./registration.ts";
import { durably } from "./database.ts";
import { gauges } from "./gauges.ts";
import { isBearerOf, isSecret } from "./signing.ts";
import { pages } from "./page/routes.ts";
import { runsApi } from "./runs-api.ts";

const megabyte = 1024 * 1024;

export interface ServerState {
  readonly engineId: string;
  readonly isStopping: () => boolean;
  readonly inFlight: () => number;
}

async function readJson(c: HonoContext): Promise<{ body: unknown } | null> {
  try {
    return { body: await c.req.json() };
  } catch {
    return null;
  }
}

const limit = (maxBytes: number) =>
  limitBody(maxBytes, (c) => {
    // The rest of the body is not read: the connection cannot be used again.
    c.header("connection", "close");
    return c.json({ ids: [], status: 413, error: "the body is too large" }, 413);
  });

/** What the SDK talks to, and the page. */
export function createServer(context: Context, state: ServerState): Hono {
  const { sql, registry, config, metrics, log } = context;
  const app = new Hono();
  const authorized = (c: HonoContext): boolean =>
    config.signingKey === null || isBearerOf(c.req.header("authorization"), config.signingKey);
  const unauthorized = (c: HonoContext): Response =>
    c.json({ status: 401, error: "wrong or missing signing key" }, 401);

  app.onError((error, c) => {
    log.error({ err: error, path: c.req.path }, "request failed");
    return c.json({ status: 500, error: "internal error" }, 500);
  });
  app.notFound((c) => c.json({ status: 404, error: "not found" }, 404));

  // Any web page may send a form to an address on this machine: only servers (which send no origin) may change things.
  app.use(async (c, next) => {
    const site = c.req.header("sec-fetch-site");
    const foreign =
      c.req.header("origin") !== undefined || (site !== undefined && site !== "same-origin" && site !== "none");
    if (foreign && c.req.method !== "GET" && c.req.method !== "HEAD") {
      return c.json({ status: 403, error: "not for browsers" }, 403);
    }
    return next();
  });

  app.get("/healthz", (c) => c.json({ status: "ok" }));
  app.get("/readyz", async (c) => {
    if (state.isStopping()) return c.json({ status: "stopping" }, 503);
    try {
      await sql`SELECT 1`;
      return c.json({ status: "ok", database: "ok" });
    } catch (error) {
      return c.json({ status: "unavailable", database: error instanceof Error ? error.message : "down" }, 503);
    }
  });
  app.get("/metrics", async (c) => {
    await gauges(sql, metrics, state.inFlight());
    return c.text(metrics.text(), 200, { "content-type": "text/plain; version=0.0.4; charset=utf-8" });
  });
  /** What the SDK's development tools ask for. */
  app.get("/dev", (c) =>
    c.json({
      version: "tiffin-workflows",
      authed: config.signingKey !== null,
      startOpts: {},
      functions: registry
        .all()
        .filter((fn) => !fn.removed)
        .map(({ id, name }) => ({ id, name, slug: id })),
      handlers: [],
    }),
  );

  app.on(["POST", "PUT"], "/fn/register", limit(4 * megabyte), async (c) => {
    if (!authorized(c)) return unauthorized(c);
    const read = await readJson(c);
    if (read === null) return c.json({ status: 400, error: "the body is not JSON" }, 400);
    try {
      const registration = parseRegistration(read.body);
      const modified = await registry.save(registration, new Date());
      if (modified) log.info({ app: registration.appId, functions: registration.functions.length }, "app registered");
      context.poke();
      return c.json({ ok: true, modified });
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      log.warn({ reason: error.message }, "registration refused");
      const named = z.object({ appName: z.string(), url: z.string() }).safeParse(read.body);
      if (named.success) await registry.refuse(named.data.appName, named.data.url, error.message);
      // The SDK looks at the status in the body, not at the response's.
      return c.json({ status: 400, error: error.message }, 400);
    }
  });

  app.post("/e/:key?", limit(megabyte), async (c) => {
    if (config.eventKey !== null && !isSecret(c.req.param("key"), config.eventKey)) {
      return c.json({ ids: [], status: 401, error: "unknown event key" }, 401);
    }
    const read = await readJson(c);
    if (read === null) return c.json({ ids: [], status: 400, error: "the body is not JSON" }, 400);
    try {
      const events = parseEvents(read.body, c.req.header("x-inngest-event-id-seed"), new Date());
      const intake = await durably(sql, (tx) => ingest(tx, registry, events));
      metrics.intake(intake);
      if (intake.runs + intake.wakes + intake.heldBack > 0) context.poke();
      return c.json({ ids: events.map(({ id }) => id), status: 200 });
    } catch (error) {
      if (!(error instanceof BadEventError)) throw error;
      return c.json({ ids: [], status: 400, error: error.message }, 400);
    }
  });

  app.post("/v1/checkpoint/:run/async", limit(8 * megabyte), async (c) => {
    if (!authorized(c)) return unauthorized(c);
    const read = await readJson(c);
    if (read === null) return c.json({ status: 400, error: "the body is not JSON" }, 400);
    const result = await storeCheckpoint(sql, c.req.param("run"), read.body, config.leaseMs);
    if (result === "stored") return c.json({ data: null });
    if (result === "stale") return c.json({ status: 409, error: "this call has lost its run" }, 409);
    return c.json({ status: 400, error: result.bad }, 400);
  });

  app.route("/", runsApi(context, authorized, unauthorized));
  app.route("/", pages(context));
  for (const path of ["/v1/checkpoint", "/v1/checkpoint/*", "/v1/signals", "/v1/realtime/*", "/v1/runs/:id/metadata"]) {
    app.all(path, (c) => c.json({ status: 501, error: `${c.req.path} is not supported by the embedded engine` }, 501));
  }
  return app;
}
