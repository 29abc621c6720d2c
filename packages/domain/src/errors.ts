/**
 * Every way in which Tiffin refuses: a closed union. The edges map it once each (HTTP problem+json and tRPC in
 * packages/api, the workflows' retry rules in packages/core) with `satisfies Record<ErrorCode, …>`, so that a new code
 * does not compile until each edge knows it.
 */
export const ERROR_CODES = [
  // malformed or unknown to us
  "VALIDATION_FAILED",
  "IDEMPOTENCY_KEY_REQUIRED",
  "PAYLOAD_TOO_LARGE",
  "UNSUPPORTED_MEDIA_TYPE",
  "METHOD_NOT_ALLOWED",
  // who is calling
  "UNAUTHENTICATED",
  "OTP_INVALID",
  "REFRESH_INVALID",
  "SIGNATURE_INVALID",
  "FORBIDDEN",
  "CSRF_REQUIRED",
  "NOT_FOUND",
  // conflicts of state
  "ILLEGAL_TRANSITION",
  "ORDER_NOT_CANCELLABLE",
  "QUOTE_CHANGED",
  "OFFER_EXPIRED",
  "OFFER_TAKEN",
  "OFFER_SUPERSEDED",
  "RIDER_OFF_SHIFT",
  "RIDER_BUSY",
  "REQUEST_IN_PROGRESS",
  // well-formed but refused
  "IDEMPOTENCY_KEY_REUSED",
  "RESTAURANT_CLOSED",
  "RESTAURANT_PAUSED",
  "RESTAURANT_BUSY",
  "RESTAURANT_NOT_ORDERABLE",
  "OUT_OF_DELIVERY_AREA",
  "ITEM_UNKNOWN",
  "ITEM_UNAVAILABLE",
  "OPTIONS_INVALID",
  "PAYMENT_METHOD_INVALID",
  "PAYMENT_DECLINED",
  "PIN_REQUIRED",
  "PIN_WRONG",
  // not now
  "PIN_LOCKED",
  "RATE_LIMITED",
  "UNAVAILABLE",
  "INTERNAL",
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** What is wrong with one field of the input; `path` in the dotted form of the JSON that was sent. */
export interface FieldError {
  readonly path: string;
  readonly message: string;
}

export interface DomainErrorOptions {
  readonly fields?: readonly FieldError[];
  /** When it makes sense to try again, for PIN_LOCKED, RATE_LIMITED and UNAVAILABLE. */
  readonly retryAfterSeconds?: number;
  /** Facts for the caller that belong to this code, such as the new quote of QUOTE_CHANGED. JSON only, no secrets. */
  readonly extra?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** A refusal with its code. `message` is for people and goes over the wire: no secrets, no internals. */
export class DomainError extends Error {
  override readonly name = "DomainError";
  readonly code: ErrorCode;
  readonly fields: readonly FieldError[];
  readonly retryAfterSeconds: number | undefined;
  readonly extra: Readonly<Record<string, unknown>> | undefined;

  constructor(code: ErrorCode, message: string, options: DomainErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.fields = options.fields ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.extra = options.extra;
  }
}

export function isDomainError(error: unknown): error is DomainError {
  return error instanceof DomainError;
}

/** Not there, or not yours: the same answer, so that ids can't be probed. */
export function notFound(what: string): DomainError {
  return new DomainError("NOT_FOUND", `No such ${what}.`);
}

/** Closes a switch over a union: adding a member breaks the build here. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value: ${JSON.stringify(value)}`);
}
