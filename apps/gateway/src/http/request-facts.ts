import { randomUUID } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import { clientAddressReader } from "./client-address.ts";
import type { Gateway, GatewayEnv } from "./types.ts";

/** Every request's trace id, time and address; its line in the log and its place in the metrics when it is done. */
export function requestFacts(gateway: Gateway): MiddlewareHandler<GatewayEnv> {
  const { log, metrics, config } = gateway;
  const clientAddress = clientAddressReader(config.trustedProxies);

  return async (context, next) => {
    const startedAt = performance.now();
    const traceId = traceIdOf(context.req.header("traceparent")) ?? newTraceId();
    const peer = context.env.incoming?.socket.remoteAddress;
    context.set("traceId", traceId);
    context.set("now", new Date());
    context.set("ip", clientAddress(peer, context.req.header("x-forwarded-for")));
    context.set("caller", null);
    context.set("tokenError", null);
    await next();
    context.res.headers.set("x-trace-id", traceId);
    if (gateway.isDraining()) context.res.headers.set("connection", "close");

    const seconds = (performance.now() - startedAt) / 1000;
    const { status } = context.res;
    const { method } = context.req;
    const route = status === 404 ? "unmatched" : routePath(context, -1);
    metrics.requests.observe({ method, route, status: String(status) }, seconds);
    // The path only: queries carry places and what people search for.
    const facts = { traceId, method, path: context.req.path, status, ms: Math.round(seconds * 10_000) / 10 };
    if (status >= 500) log.error(facts, "request");
    else if (QUIET.has(context.req.path) || isUneventful(method, status, seconds)) log.debug(facts, "request");
    else log.info(facts, "request");
  };
}

/** Reads that went well are counted in the metrics; a line for each would drown what happened. */
function isUneventful(method: string, status: number, seconds: number): boolean {
  return (method === "GET" || method === "HEAD") && status < 400 && seconds < 1;
}

/** 16 random bytes in hex; unlike `randomBytes`, whose every call goes to the system, Node gathers these ahead. */
function newTraceId(): string {
  return randomUUID().replaceAll("-", "");
}

const QUIET = new Set(["/healthz", "/readyz", "/metrics", "/v1/riders/location"]);

/** The trace id of a W3C `traceparent`, so that a caller's own trace goes on here. */
function traceIdOf(traceparent: string | undefined): string | undefined {
  const id = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}/.exec(traceparent ?? "")?.[1];
  return id === undefined || /^0+$/.test(id) ? undefined : id;
}
