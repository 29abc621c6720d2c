import type { MiddlewareHandler } from "hono";
import type { Caller } from "@tiffin/api/context";
import { DomainError, isDomainError } from "@tiffin/domain/errors";
import type { Role } from "@tiffin/domain/wire/identity";
import type { Gateway, GatewayContext, GatewayEnv } from "./types.ts";

/** Reads `Authorization: Bearer`. A bad token makes nobody of the caller; doors that need one say why. */
export function readBearer(gateway: Gateway): MiddlewareHandler<GatewayEnv> {
  return async (context, next) => {
    const header = context.req.header("authorization");
    const token = /^Bearer +([^\s]+) *$/i.exec(header ?? "")?.[1];
    if (token !== undefined) await takeToken(gateway, context, token);
    else if (header !== undefined) {
      context.set("tokenError", new DomainError("UNAUTHENTICATED", "Send Authorization: Bearer <token>."));
    }
    await next();
  };
}

export async function takeToken(gateway: Gateway, context: GatewayContext, token: string): Promise<void> {
  try {
    context.set("caller", await callerOf(gateway, token, context.get("now")));
  } catch (error) {
    if (!isDomainError(error)) throw error;
    context.set("tokenError", error);
  }
}

/** @throws DomainError UNAUTHENTICATED */
export async function callerOf({ services }: Gateway, token: string, now: Date): Promise<Caller> {
  const { sub, name, roles, scope } = await services.accessTokens.verify(token, now);
  if (scope !== undefined) throw new DomainError("UNAUTHENTICATED", "This token opens the location stream only.");
  return { userId: sub, name, roles };
}

export const requireCaller: MiddlewareHandler<GatewayEnv> = async (context, next) => {
  callerIn(context);
  await next();
};

/** @throws DomainError UNAUTHENTICATED */
export function callerIn(context: GatewayContext): Caller {
  const caller = context.get("caller");
  if (caller === null) throw context.get("tokenError") ?? new DomainError("UNAUTHENTICATED", "Log in first.");
  return caller;
}

/** Before the body is looked at: whoever may not call hears that first. */
export function requireRole(role: Role): MiddlewareHandler<GatewayEnv> {
  return async (context, next) => {
    if (!callerIn(context).roles.includes(role)) throw new DomainError("FORBIDDEN", `This needs the role ${role}.`);
    await next();
  };
}
