import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { DomainError } from "@tiffin/domain/errors";
import type { GatewayEnv } from "./types.ts";

export const MAX_BODY_BYTES = 1024 * 1024;
export const MAX_PING_BYTES = 256 * 1024;

export function limitBody(maxBytes: number): MiddlewareHandler<GatewayEnv> {
  const limit = bodyLimit({
    maxSize: maxBytes,
    onError: () => {
      throw new DomainError("PAYLOAD_TOO_LARGE", `The body may have ${maxBytes / 1024} KiB at most.`);
    },
  });
  // Looking for a body makes a whole web Request of what Node has; a GET has none that anybody reads.
  return (context, next) => (hasNoBody(context.req.method) ? next() : limit(context, next));
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
