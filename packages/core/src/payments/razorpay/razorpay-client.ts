import Razorpay from "razorpay";
import { z } from "zod";
import { askTwice, isOpen, silence, statusUnknown, unreadable, type GatewayAnswer } from "../gateway-answer.ts";

export interface RazorpayOptions {
  readonly keyId: string;
  readonly keySecret: string;
  /** Another address than Razorpay's own: for tests. */
  readonly baseUrl?: string | undefined;
  /** After this long without an answer the outcome is unknown. Shorter than the lease of whoever places the order. */
  readonly timeoutMs?: number;
}

const DEFAULT_TIMEOUT_MS = 8_000;

/** An empty map comes as a list. */
const notesSchema = z.union([
  z.record(z.string(), z.union([z.string(), z.number()])),
  z.array(z.never()).transform((): Record<string, string | number> => ({})),
]);

const orderSchema = z.object({
  id: z.string().min(1),
  amount: z.int(),
  currency: z.string(),
  receipt: z.string().nullish(),
  status: z.enum(["created", "attempted", "paid"]),
  notes: notesSchema,
});
export type RazorpayOrder = z.infer<typeof orderSchema>;

const paymentSchema = z.object({
  id: z.string().min(1),
  status: z.enum(["created", "authorized", "captured", "refunded", "failed"]),
  amount: z.int(),
  currency: z.string(),
  captured: z.boolean().nullish(),
  amount_refunded: z.int().nullish(),
});
export type RazorpayPayment = z.infer<typeof paymentSchema>;

const refundSchema = z.object({ id: z.string(), status: z.string().nullish(), notes: notesSchema });
const listOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item) }).transform(({ items }) => items);

const failureSchema = z.object({
  statusCode: z.coerce.number(),
  error: z
    .object({ code: z.string().nullish(), description: z.string().nullish(), reason: z.string().nullish() })
    .nullish(),
});

/** What the SDK makes its requests with (axios), as far as we need it; its types don't tell of it. */
interface Transport {
  readonly defaults: { baseURL?: string; timeout?: number };
  readonly interceptors: {
    readonly response: { use(onFulfilled: undefined, onRejected: (error: unknown) => never): unknown };
  };
  post(path: string, body: unknown, options: { headers: Record<string, string> }): Promise<{ data: unknown }>;
}

/**
 * The calls of Razorpay's SDK that we make, each answered or explained. The SDK itself knows no time-out, sends no
 * idempotency key for refunds, and fails with a TypeError where no answer came; that is put right here and nowhere else.
 */
export function openRazorpay({ keyId, keySecret, baseUrl, timeoutMs = DEFAULT_TIMEOUT_MS }: RazorpayOptions) {
  const sdk = new Razorpay({ key_id: keyId, key_secret: keySecret });
  const transport = (sdk.api as unknown as { rq: Transport }).rq;
  transport.defaults.timeout = timeoutMs;
  if (baseUrl !== undefined) transport.defaults.baseURL = baseUrl.replace(/\/$/, "");
  transport.interceptors.response.use(undefined, answerForSilence);

  function ask<T>(schema: z.ZodType<T>, call: () => Promise<unknown>): Promise<GatewayAnswer<T>> {
    return askTwice<T, GatewayAnswer<T>>(async () => {
      try {
        const parsed = schema.safeParse(await call());
        return parsed.success ? { kind: "ok", body: parsed.data } : unreadable;
      } catch (error) {
        return answerOf(error);
      }
    });
  }

  return {
    // The SDK's types know nothing of unique_receipt, and want a period for the capture that isn't automatic.
    createOrder: (order: NewOrder) => ask(orderSchema, () => sdk.orders.create(order as unknown as SdkOrder)),
    order: (id: string) => ask(orderSchema, () => sdk.orders.fetch(id)),
    ordersOf: (receipt: string) => ask(listOf(orderSchema), () => sdk.orders.all({ receipt, count: 100 })),
    note: (id: string, notes: RazorpayOrder["notes"]) => ask(orderSchema, () => sdk.orders.edit(id, { notes })),
    paymentsOf: (orderId: string) => ask(listOf(paymentSchema), () => sdk.orders.fetchPayments(orderId)),
    capture: (paymentId: string, amount: number, currency: string) =>
      ask(paymentSchema, () => sdk.payments.capture(paymentId, amount, currency)),
    refundsOf: (paymentId: string) =>
      ask(listOf(refundSchema), () => sdk.payments.fetchMultipleRefund(paymentId, { count: 100 })),
    refund: (paymentId: string, refund: NewRefund, key: string) =>
      ask(refundSchema, async () => {
        const path = `/v1/payments/${encodeURIComponent(paymentId)}/refund`;
        const headers = { "X-Refund-Idempotency": key };
        return (await transport.post(path, refund, { headers })).data;
      }),
  };
}
export type RazorpayClient = ReturnType<typeof openRazorpay>;

type SdkOrder = Parameters<Razorpay["orders"]["create"]>[0];

export interface NewOrder {
  readonly amount: number;
  readonly currency: string;
  readonly receipt: string;
  /** The same receipt gets the same order again. */
  readonly unique_receipt: true;
  readonly payment: {
    readonly capture: "manual";
    readonly capture_options: { readonly manual_expiry_period: number; readonly refund_speed: "optimum" };
  };
  readonly notes: Record<string, string>;
}

export interface NewRefund {
  readonly amount: number;
  readonly speed: "normal" | "optimum";
  readonly notes: Record<string, string>;
}

/** The SDK reads `error.response` without looking: a request that got none is given one that says so. */
function answerForSilence(error: unknown): never {
  if (error instanceof Error && !("response" in error && error.response)) {
    const code = "code" in error ? error.code : undefined;
    Object.assign(error, { response: { status: 0, data: { error: { code } } } });
  }
  throw error;
}

/** @throws what is no failure of a request: that is a mistake of ours. */
function answerOf(thrown: unknown): Exclude<GatewayAnswer<never>, { kind: "ok" }> {
  const failure = failureSchema.safeParse(sdkFailure(thrown));
  if (!failure.success) throw thrown;
  const { statusCode: status, error } = failure.data;
  if (status === 0) return silence(error?.code === "ECONNABORTED" || error?.code === "ETIMEDOUT");
  // 409: the first request under this key is still being worked on.
  if (isOpen(status) || status === 409) return statusUnknown(status);
  const code = meaningful(error?.reason) ?? error?.code?.toLowerCase() ?? `http_${status}`;
  const detail = error?.description ?? "";
  return { kind: "refused", status: UNKNOWN_ID.test(detail) ? 404 : status, code, detail };
}

/** Razorpay says 400 to ids that it doesn't know. */
const UNKNOWN_ID = /does not exist|is not a valid id/i;

/** What we post ourselves fails as axios does, all else as the SDK makes of it. */
function sdkFailure(thrown: unknown): unknown {
  const response = z.object({ response: z.object({ status: z.number(), data: z.unknown() }) }).safeParse(thrown);
  if (!response.success) return thrown;
  const { status, data } = response.data.response;
  return { statusCode: status, error: z.object({ error: z.looseObject({}) }).safeParse(data).data?.error };
}

/** Razorpay says "NA" where there is none. */
const meaningful = (reason: string | null | undefined) => (reason && reason !== "NA" ? reason : undefined);
