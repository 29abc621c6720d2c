import { HTTPException } from "hono/http-exception";
import { asDomainError, EDGES, toProblem } from "@tiffin/api/errors";
import { DomainError, type ErrorCode } from "@tiffin/domain/errors";
import type { Gateway, GatewayContext } from "./types.ts";

/** Hono's own refusals in our words. */
function ofHttpException(error: HTTPException): DomainError {
  const codes: Partial<Record<number, ErrorCode>> = {
    400: "VALIDATION_FAILED",
    401: "UNAUTHENTICATED",
    403: "FORBIDDEN",
    404: "NOT_FOUND",
    405: "METHOD_NOT_ALLOWED",
    413: "PAYLOAD_TOO_LARGE",
    415: "UNSUPPORTED_MEDIA_TYPE",
  };
  const code = codes[error.status];
  if (code === undefined) return asDomainError(error);
  const details: Partial<Record<ErrorCode, string>> = {
    VALIDATION_FAILED: "The body can't be read as JSON.",
    UNSUPPORTED_MEDIA_TYPE: "Send the body as application/json.",
  };
  return new DomainError(code, details[code] ?? error.message, { cause: error });
}

/** The one way in which errors leave: problem+json with the trace id, and everything else in the log. */
export function problemResponse({ log }: Gateway, context: GatewayContext, error: unknown): Response {
  const refusal = error instanceof HTTPException ? ofHttpException(error) : asDomainError(error);
  const traceId = context.get("traceId");
  const { status } = EDGES[refusal.code];
  if (refusal.code === "INTERNAL") log.error({ traceId, err: refusal.cause ?? refusal }, "unexpected error");
  else if (refusal.code === "UNAVAILABLE") log.warn({ traceId, err: refusal.cause ?? refusal }, refusal.message);
  return context.body(JSON.stringify(toProblem(refusal, traceId)), status, {
    "content-type": "application/problem+json",
    "cache-control": "no-store",
    ...errorHeaders(refusal),
  });
}

/** Headers that belong to a refusal, whichever door it leaves by. */
export function errorHeaders(refusal: DomainError): Record<string, string> {
  const { status } = EDGES[refusal.code];
  // The rest of the body is still on its way: the connection can't be used for another request.
  if (status === 413) return { connection: "close" };
  if (status === 401) return { "www-authenticate": 'Bearer realm="tiffin"' };
  const seconds = refusal.retryAfterSeconds ?? (status === 429 || status === 503 ? 5 : undefined);
  return seconds === undefined ? {} : { "retry-after": String(seconds) };
}
