import { Stripe } from "stripe";
import {
  askTwice,
  isOpen,
  silence,
  statusUnknown,
  unreadable,
  type GatewayAnswer,
  type Refused,
  type Unknown,
} from "../gateway-answer.ts";

export interface StripeOptions {
  readonly secretKey: string;
  /** For the customer's browser, where Stripe.js has to take over. */
  readonly publishableKey?: string | undefined;
  /** Another address than Stripe's own: for tests. */
  readonly baseUrl?: string | undefined;
  /** After this long without an answer the outcome is unknown. Shorter than the lease of whoever places the order. */
  readonly timeoutMs?: number;
}

const DEFAULT_TIMEOUT_MS = 8_000;

/**
 * The SDK without its own repeats: which call may be made again, and when, is decided in `gateway-answer.ts` for all
 * gateways alike. (A connection that was closed the SDK repeats once whatever is said, under the same idempotency key.)
 */
export function openStripe({ secretKey, baseUrl, timeoutMs = DEFAULT_TIMEOUT_MS }: StripeOptions): Stripe {
  const address = baseUrl === undefined ? null : new URL(baseUrl);
  return new Stripe(secretKey, {
    maxNetworkRetries: 0,
    timeout: timeoutMs,
    telemetry: false,
    ...(address && {
      host: address.hostname,
      port: address.port,
      protocol: address.protocol === "http:" ? ("http" as const) : ("https" as const),
    }),
  });
}

/** A refusal with the intent as it stands, where Stripe sends it along. */
export type StripeRefusal = Refused & { readonly intent: Stripe.PaymentIntent | null };
export type StripeAnswer<T> = Exclude<GatewayAnswer<T>, Refused> | StripeRefusal;

/** @param call answers with an object of Stripe's, or with nothing */
export function askStripe<T extends { readonly object: string } | null>(
  call: () => Promise<T>,
): Promise<StripeAnswer<T>> {
  return askTwice<T, StripeAnswer<T>>(async () => {
    try {
      const body = await call();
      // The SDK takes every JSON without an error in it for an answer, also a proxy's 502.
      const isStripes = body === null || typeof body.object === "string";
      return isStripes ? { kind: "ok", body } : unreadable;
    } catch (error) {
      return answerOf(error);
    }
  });
}

/** @throws what is no error of Stripe's: that is a mistake of ours. */
function answerOf(error: unknown): StripeRefusal | Unknown {
  if (!(error instanceof Stripe.errors.StripeError)) throw error;
  const { statusCode: status = 0 } = error;
  if (error instanceof Stripe.errors.StripeConnectionError) return silence(isTimeout(error));
  // The key was used for another request, or is being used: what came of that is not said.
  if (error instanceof Stripe.errors.StripeIdempotencyError || status === 409)
    return { kind: "unknown", reason: "the idempotency key is in use for another request", timedOut: false };
  if (error instanceof Stripe.errors.StripeRateLimitError || status === 0 || isOpen(status))
    return statusUnknown(status);
  return {
    kind: "refused",
    status,
    code: error.decline_code ?? error.code ?? error.rawType ?? `http_${status}`,
    detail: error.message,
    intent: error.payment_intent ?? null,
  };
}

const isTimeout = ({ detail }: { detail?: unknown }): boolean =>
  detail instanceof Error && "code" in detail && detail.code === "ETIMEDOUT";
