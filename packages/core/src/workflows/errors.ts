import { NonRetriableError, RetryAfterError } from "inngest";
import { isDomainError, type ErrorCode } from "@tiffin/domain/errors";

/** `never`: the answer stays the same however often it is asked. `retry`: at the engine's pace, or when the error says. */
const RULES = {
  VALIDATION_FAILED: "never",
  IDEMPOTENCY_KEY_REQUIRED: "never",
  PAYLOAD_TOO_LARGE: "never",
  UNSUPPORTED_MEDIA_TYPE: "never",
  METHOD_NOT_ALLOWED: "never",
  UNAUTHENTICATED: "never",
  OTP_INVALID: "never",
  REFRESH_INVALID: "never",
  SIGNATURE_INVALID: "never",
  FORBIDDEN: "never",
  CSRF_REQUIRED: "never",
  NOT_FOUND: "never",
  ILLEGAL_TRANSITION: "never",
  ORDER_NOT_CANCELLABLE: "never",
  QUOTE_CHANGED: "never",
  OFFER_EXPIRED: "never",
  OFFER_TAKEN: "never",
  OFFER_SUPERSEDED: "never",
  RIDER_OFF_SHIFT: "never",
  RIDER_BUSY: "never",
  REQUEST_IN_PROGRESS: "retry",
  IDEMPOTENCY_KEY_REUSED: "never",
  RESTAURANT_CLOSED: "never",
  RESTAURANT_PAUSED: "never",
  RESTAURANT_BUSY: "never",
  RESTAURANT_NOT_ORDERABLE: "never",
  OUT_OF_DELIVERY_AREA: "never",
  ITEM_UNKNOWN: "never",
  ITEM_UNAVAILABLE: "never",
  OPTIONS_INVALID: "never",
  PAYMENT_METHOD_INVALID: "never",
  PAYMENT_DECLINED: "never",
  PIN_REQUIRED: "never",
  PIN_WRONG: "never",
  PIN_LOCKED: "never",
  RATE_LIMITED: "retry",
  UNAVAILABLE: "retry",
  INTERNAL: "retry",
} as const satisfies Record<ErrorCode, "never" | "retry">;

/** A refusal as the engine understands it. What is no refusal of ours is retried at the engine's pace. */
export function toWorkflowError(error: unknown): unknown {
  if (!isDomainError(error)) return error;
  const message = `${error.code}: ${error.message}`;
  if (RULES[error.code] === "never") return new NonRetriableError(message, { cause: error });
  if (error.retryAfterSeconds === undefined) return error;
  return new RetryAfterError(message, error.retryAfterSeconds * 1_000, { cause: error });
}

/** Wraps a step's work, so that its refusals end the run and its outages are retried. */
export function guarded<T>(work: () => Promise<T>): () => Promise<T> {
  return async () => {
    try {
      return await work();
    } catch (error) {
      throw toWorkflowError(error);
    }
  };
}
