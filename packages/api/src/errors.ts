import { TRPCError } from "@trpc/server";
import type { TRPC_ERROR_CODE_KEY } from "@trpc/server/rpc";
import { ZodError, type z } from "zod";
import { DomainError, isDomainError, type ErrorCode, type FieldError } from "@tiffin/domain/errors";
import type { Problem } from "@tiffin/domain/wire/common";
import { isDependencyDown, isRefusedText } from "./dependency-errors.ts";

interface Edge {
  readonly trpc: TRPC_ERROR_CODE_KEY;
  readonly status: 400 | 401 | 402 | 403 | 404 | 405 | 409 | 413 | 415 | 422 | 429 | 500 | 503;
  readonly title: string;
}

/** How each refusal looks from outside: its HTTP status, and the tRPC code that yields the same status. */
export const EDGES = {
  VALIDATION_FAILED: { trpc: "BAD_REQUEST", status: 400, title: "The request is malformed" },
  IDEMPOTENCY_KEY_REQUIRED: { trpc: "BAD_REQUEST", status: 400, title: "An Idempotency-Key is required" },
  PAYLOAD_TOO_LARGE: { trpc: "PAYLOAD_TOO_LARGE", status: 413, title: "The body is too large" },
  UNSUPPORTED_MEDIA_TYPE: { trpc: "UNSUPPORTED_MEDIA_TYPE", status: 415, title: "Send JSON" },
  METHOD_NOT_ALLOWED: { trpc: "METHOD_NOT_SUPPORTED", status: 405, title: "Not with this method" },

  UNAUTHENTICATED: { trpc: "UNAUTHORIZED", status: 401, title: "Log in first" },
  OTP_INVALID: { trpc: "UNAUTHORIZED", status: 401, title: "Wrong or expired code" },
  REFRESH_INVALID: { trpc: "UNAUTHORIZED", status: 401, title: "Log in again" },
  SIGNATURE_INVALID: { trpc: "UNAUTHORIZED", status: 401, title: "The signature does not fit" },
  FORBIDDEN: { trpc: "FORBIDDEN", status: 403, title: "Not allowed" },
  CSRF_REQUIRED: { trpc: "FORBIDDEN", status: 403, title: "Refused for safety" },
  NOT_FOUND: { trpc: "NOT_FOUND", status: 404, title: "Not found" },

  ILLEGAL_TRANSITION: { trpc: "CONFLICT", status: 409, title: "Not in this state" },
  ORDER_NOT_CANCELLABLE: { trpc: "CONFLICT", status: 409, title: "Too late to cancel" },
  QUOTE_CHANGED: { trpc: "CONFLICT", status: 409, title: "The price has changed" },
  OFFER_EXPIRED: { trpc: "CONFLICT", status: 409, title: "The offer has expired" },
  OFFER_TAKEN: { trpc: "CONFLICT", status: 409, title: "The offer is taken" },
  OFFER_SUPERSEDED: { trpc: "CONFLICT", status: 409, title: "There is a newer offer" },
  RIDER_OFF_SHIFT: { trpc: "CONFLICT", status: 409, title: "Off shift" },
  RIDER_BUSY: { trpc: "CONFLICT", status: 409, title: "The rider is busy" },
  REQUEST_IN_PROGRESS: { trpc: "CONFLICT", status: 409, title: "The same request is still running" },

  IDEMPOTENCY_KEY_REUSED: { trpc: "UNPROCESSABLE_CONTENT", status: 422, title: "The key was used for another request" },
  RESTAURANT_CLOSED: { trpc: "UNPROCESSABLE_CONTENT", status: 422, title: "The restaurant is closed" },
  RESTAURANT_BUSY: { trpc: "UNPROCESSABLE_CONTENT", status: 422, title: "The kitchen has all it can cook" },
  RESTAURANT_PAUSED: { trpc: "UNPROCESSABLE_CONTENT", status: 422, title: "The restaurant takes no orders now" },
  RESTAURANT_NOT_ORDERABLE: { trpc: "UNPROCESSABLE_CONTENT", status: 422, title: "The restaurant has no menu here" },
  OUT_OF_DELIVERY_AREA: { trpc: "UNPROCESSABLE_CONTENT", status: 422, title: "Too far away" },
  ITEM_UNKNOWN: { trpc: "UNPROCESSABLE_CONTENT", status: 422, title: "Not on this menu" },
  ITEM_UNAVAILABLE: { trpc: "UNPROCESSABLE_CONTENT", status: 422, title: "Sold out" },
  OPTIONS_INVALID: { trpc: "UNPROCESSABLE_CONTENT", status: 422, title: "The options do not fit" },
  PAYMENT_METHOD_INVALID: { trpc: "UNPROCESSABLE_CONTENT", status: 422, title: "Not payable this way" },
  PAYMENT_DECLINED: { trpc: "PAYMENT_REQUIRED", status: 402, title: "The payment was declined" },
  PIN_REQUIRED: { trpc: "UNPROCESSABLE_CONTENT", status: 422, title: "A PIN is needed" },
  PIN_WRONG: { trpc: "UNPROCESSABLE_CONTENT", status: 422, title: "Wrong PIN" },

  PIN_LOCKED: { trpc: "TOO_MANY_REQUESTS", status: 429, title: "Too many wrong PINs" },
  RATE_LIMITED: { trpc: "TOO_MANY_REQUESTS", status: 429, title: "Too many requests" },
  UNAVAILABLE: { trpc: "SERVICE_UNAVAILABLE", status: 503, title: "Not available just now" },
  INTERNAL: { trpc: "INTERNAL_SERVER_ERROR", status: 500, title: "Something broke on our side" },
} as const satisfies Record<ErrorCode, Edge>;

/** What tRPC itself refuses with, in our words. The rest is INTERNAL. */
const OF_TRPC: Partial<Record<TRPC_ERROR_CODE_KEY, ErrorCode>> = {
  PARSE_ERROR: "VALIDATION_FAILED",
  BAD_REQUEST: "VALIDATION_FAILED",
  UNAUTHORIZED: "UNAUTHENTICATED",
  FORBIDDEN: "FORBIDDEN",
  NOT_FOUND: "NOT_FOUND",
  METHOD_NOT_SUPPORTED: "METHOD_NOT_ALLOWED",
  PAYLOAD_TOO_LARGE: "PAYLOAD_TOO_LARGE",
  UNSUPPORTED_MEDIA_TYPE: "UNSUPPORTED_MEDIA_TYPE",
};

export function validationFailed(error: z.ZodError | z.core.$ZodError): DomainError {
  return new DomainError("VALIDATION_FAILED", "Some fields are missing or wrong.", {
    fields: error.issues.map(fieldOf),
    cause: error,
  });
}

function fieldOf(issue: z.core.$ZodIssue): FieldError {
  const unknown = issue.code === "unrecognized_keys" ? issue.keys.slice(0, 1) : [];
  return { path: [...issue.path, ...unknown].map(String).join("."), message: issue.message };
}

/** Any thrown thing as one of our refusals. What nobody foresaw becomes INTERNAL, its cause kept for the log. */
export function asDomainError(error: unknown): DomainError {
  if (isDomainError(error)) return error;
  if (error instanceof TRPCError) {
    if (isDomainError(error.cause)) return error.cause;
    if (error.code === "BAD_REQUEST" && error.cause instanceof ZodError) return validationFailed(error.cause);
    const code = OF_TRPC[error.code];
    if (code !== undefined) {
      // tRPC's own words may quote the input or our paths; the title says enough.
      return new DomainError(code, `${EDGES[code].title}.`, { cause: error });
    }
    return asDomainError(error.cause ?? new Error(error.message, { cause: error }));
  }
  if (isDependencyDown(error)) {
    return new DomainError("UNAVAILABLE", "A part of the service is not reachable just now. Please try again.", {
      retryAfterSeconds: 2,
      cause: error,
    });
  }
  if (isRefusedText(error)) {
    return new DomainError("VALIDATION_FAILED", "Some text holds characters that can't be kept.", { cause: error });
  }
  return new DomainError("INTERNAL", "Something broke on our side. The trace id helps us to find out what.", {
    cause: error,
  });
}

export function toTrpcError(error: unknown): TRPCError {
  const refusal = asDomainError(error);
  return new TRPCError({ code: EDGES[refusal.code].trpc, message: refusal.message, cause: refusal });
}

/** A refusal as RFC 9457 problem+json. Facts in `extra` stand beside the standard members, never over them. */
export function toProblem(refusal: DomainError, traceId: string): Problem & Record<string, unknown> {
  const { status, title } = EDGES[refusal.code];
  return {
    ...refusal.extra,
    type: `urn:tiffin:problem:${refusal.code.toLowerCase().replaceAll("_", "-")}`,
    title,
    status,
    code: refusal.code,
    detail: refusal.message,
    traceId,
    ...(refusal.fields.length > 0 ? { errors: refusal.fields.map((field) => ({ ...field })) } : {}),
  };
}
