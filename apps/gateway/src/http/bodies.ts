import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { DomainError } from "@tiffin/domain/errors";
import type { GatewayEnv } from "./types.ts";

export const MAX_BODY_BYTES = 1024 * 1024;
export const MAX_PING_BYTES = 256 * 1024;

export function limitBody(maxBytes: number): MiddlewareHandler<GatewayEnv> {
  const tooLarge = (): never => {
    throw new DomainError("PAYLOAD_TOO_LARGE", `The body may have ${maxBytes / 1024} KiB at most.`);
  };
  const count = bodyLimit({ maxSize: maxBytes, onError: tooLarge });
  return (context, next) => {
    // Node holds a body to the length that it was announced with. Counting one makes a whole web Request of what Node
    // has, which costs more than all else that is done for a small call.
    if (context.req.header("transfer-encoding") !== undefined) return count(context, next);
    return Number(context.req.header("content-length") ?? 0) > maxBytes ? tooLarge() : next();
  };
}

const hasNoBody = (method: string) => method === "GET" || method === "HEAD";

/** Many clients name JSON as the type of a body that they leave out: that is an empty object, not malformed JSON. */
export const emptyBodyIsEmptyObject: MiddlewareHandler<GatewayEnv> = async (context, next) => {
  const { method } = context.req;
  const length = Number(context.req.header("content-length") ?? 0);
  const hasBody = length > 0 || context.req.header("transfer-encoding") !== undefined;
  if (!hasBody && !hasNoBody(method)) {
    Object.assign(context.req.bodyCache, { text: Promise.resolve("{}") });
  }
  await next();
};
