import { OpenAPIHono, z } from "@hono/zod-openapi";
import { validationFailed } from "@tiffin/api/errors";
import { notFound } from "@tiffin/domain/errors";
import { problemSchema, uuidSchema } from "@tiffin/domain/wire/common";
import type { GatewayEnv } from "../http/types.ts";

/** An app for one noun: what doesn't fit its schemas is refused with the fields named. */
export function restApp(): OpenAPIHono<GatewayEnv> {
  return new OpenAPIHono<GatewayEnv>({
    defaultHook: (result) => {
      if (!result.success) throw validationFailed(result.error);
    },
  });
}

export function json<T extends z.ZodType>(schema: T, description: string) {
  return { description, content: { "application/json": { schema } } };
}

export function jsonBody<T extends z.ZodType>(schema: T) {
  return { required: true, content: { "application/json": { schema } } };
}

const PROBLEMS = {
  400: "Malformed: `errors` names the fields",
  401: "No token, or not a valid one",
  402: "The payment was declined",
  403: "Not with this role",
  404: "Not there, or not yours",
  409: "Not in the present state",
  413: "The body is too large",
  415: "Send JSON",
  422: "Well-formed, but refused",
  429: "Too many requests; see Retry-After",
  503: "Not available just now; see Retry-After",
} as const;

type ProblemStatus = keyof typeof PROBLEMS;
interface ProblemResponse {
  readonly description: string;
  readonly content: { readonly "application/problem+json": { readonly schema: typeof problemSchema } };
}

/** The refusals that a route documents; every route may also answer 429 and 503. */
export function problems(...statuses: ProblemStatus[]): Partial<Record<ProblemStatus, ProblemResponse>> {
  const all: ProblemStatus[] = [...statuses, 429, 503];
  return Object.fromEntries(
    all.map((status) => [
      status,
      { description: PROBLEMS[status], content: { "application/problem+json": { schema: problemSchema } } },
    ]),
  );
}

export const security = [{ bearer: [] }];

export const idParams = z.object({ id: z.string().openapi({ param: { name: "id", in: "path" } }) });
export const rideIdParams = z.object({ rideId: z.string().openapi({ param: { name: "rideId", in: "path" } }) });

export const keyHeader = z.object({
  "idempotency-key": z
    .string()
    .optional()
    .openapi({ description: "Required: a UUID made by the caller for each attempt", format: "uuid" }),
});
/** For what can't be done twice anyhow: with a key, a repeated call gets the first one's answer instead of a conflict. */
export const optionalKeyHeader = z.object({
  "idempotency-key": z
    .string()
    .optional()
    .openapi({ description: "A UUID made by the caller for each attempt: the same key acts once", format: "uuid" }),
});

/** Ids are opaque to callers: one of another form than ours is simply not there. @throws DomainError NOT_FOUND */
export function knownId(id: string, what: string): string {
  if (!uuidSchema.safeParse(id).success) throw notFound(what);
  return id;
}
