import type { MiddlewareHandler } from "hono";
import type { Gateway, GatewayEnv } from "./types.ts";

/** So many calls a minute: for a user who is logged in by user, else by address. */
export function limitCalls({ services }: Gateway): MiddlewareHandler<GatewayEnv> {
  return async (context, next) => {
    const caller = context.get("caller");
    if (caller === null) await services.limits.consume("callsPerAddress", context.get("ip"));
    else await services.limits.consume("callsPerUser", caller.userId);
    await next();
  };
}
