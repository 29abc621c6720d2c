import { createRoute } from "@hono/zod-openapi";
import { validationFailed } from "@tiffin/api/errors";
import { signIntoChannel } from "@tiffin/api/live";
import type { Caller } from "@tiffin/api/context";
import { isDomainError } from "@tiffin/domain/errors";
import { liveAuthAnswerSchema, liveAuthSchema } from "@tiffin/domain/wire/live";
import { callerIn, callerOf } from "../http/authenticate.ts";
import { readJsonValue } from "../http/json-body.ts";
import type { Gateway, GatewayContext } from "../http/types.ts";
import { AUDIENCES } from "../session/audiences.ts";
import { readAccessCookie } from "../session/cookies.ts";
import { checkCsrf } from "../session/csrf.ts";
import { json, problems, restApp, security } from "./route-parts.ts";

const route = createRoute({
  method: "post",
  path: "/live/auth",
  tags: ["live"],
  summary: "Sign a socket into a private channel",
  description: "The `authEndpoint` of pusher-js, which sends a form; JSON is taken too.",
  security,
  request: {
    body: {
      required: true,
      content: {
        "application/json": { schema: liveAuthSchema },
        "application/x-www-form-urlencoded": { schema: liveAuthSchema },
      },
    },
  },
  responses: { 200: json(liveAuthAnswerSchema, "The signature"), ...problems(400, 401, 403, 415) },
});

export function liveRoutes(gateway: Gateway) {
  const app = restApp();
  // Both forms of the body are optional to the validators, so that either will do; the schema is applied here.
  app.openAPIRegistry.registerPath(route);
  app.post("/live/auth", async (c) => {
    const parsed = liveAuthSchema.safeParse(await readEitherForm(c));
    if (!parsed.success) throw validationFailed(parsed.error);
    const { socket_id: socketId, channel_name: channel } = parsed.data;
    return c.json(await signForAny(gateway, await callersIn(gateway, c), { socketId, channel }));
  });
  return app;
}

async function readEitherForm(context: GatewayContext): Promise<unknown> {
  const type = context.req.header("content-type") ?? "";
  if (/^application\/x-www-form-urlencoded\b/i.test(type)) {
    return Object.fromEntries(new URLSearchParams(await context.req.text()));
  }
  return readJsonValue(context);
}

/**
 * The caller of the token, or of each app's cookie: the apps rewrite to one address here, and one browser may be logged
 * in to several of them.
 */
async function callersIn(gateway: Gateway, context: GatewayContext): Promise<Caller[]> {
  if (context.req.header("authorization") !== undefined) return [callerIn(context)];
  const callers: Caller[] = [];
  for (const audience of AUDIENCES) {
    const token = readAccessCookie(context, audience);
    if (token === undefined) continue;
    try {
      callers.push(await callerOf(gateway, token, context.get("now")));
    } catch (error) {
      if (!isDomainError(error)) throw error;
      context.set("tokenError", error);
    }
  }
  if (callers.length === 0) return [callerIn(context)];
  checkCsrf(context);
  return callers;
}

async function signForAny(
  { services }: Gateway,
  callers: readonly Caller[],
  wanted: { readonly socketId: string; readonly channel: string },
): Promise<{ auth: string }> {
  let refusal: unknown;
  for (const caller of callers) {
    try {
      return await signIntoChannel(services, caller, wanted);
    } catch (error) {
      if (!isDomainError(error) || error.code !== "FORBIDDEN") throw error;
      refusal = error;
    }
  }
  throw refusal;
}
