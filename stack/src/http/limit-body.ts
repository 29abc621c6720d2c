import type { Context, Env, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";

/**
 * Refuses bodies over `maxBytes`. Node holds a body to the length that it was announced with, so only one that comes in
 * chunks is counted: counting makes a whole web Request of what Node has, which costs more than reading a small body.
 */
export function limitBody<E extends Env>(
  maxBytes: number,
  refuse: (context: Context<E>) => Response,
): MiddlewareHandler<E> {
  const count = bodyLimit({ maxSize: maxBytes, onError: (context) => refuse(context as Context<E>) });
  return async (context, next) => {
    if (context.req.header("transfer-encoding") !== undefined) return count(context, next);
    return Number(context.req.header("content-length") ?? 0) > maxBytes ? refuse(context) : next();
  };
}
