import type { MiddlewareHandler } from "hono";
import type { Gateway, GatewayContext, GatewayEnv } from "./types.ts";

/** So many calls a minute: for a user who is logged in by user, else by address. */
export function limitCalls(gateway: Gateway): MiddlewareHandler<GatewayEnv> {
  return async (context, next) => {
    await count(gateway, context);
    await next();
  };
}

/** Where good calls are counted by what they bring, those that are refused count like any other's. */
export function limitRefusedCalls(gateway: Gateway): MiddlewareHandler<GatewayEnv> {
  return async (context, next) => {
    await next();
    const { status } = context.res;
    if (status >= 400 && status < 500) await count(gateway, context);
  };
}

/** @throws DomainError RATE_LIMITED */
async function count({ services }: Gateway, context: GatewayContext): Promise<void> {
  // Refused before anybody looked who calls: by address.
  const caller = context.get("caller") ?? null;
  if (caller === null) await services.limits.consume("callsPerAddress", context.get("ip"));
  else await services.limits.consume("callsPerUser", caller.userId);
}
