import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { AuthoriseResult, ChangeResult, GatewayPayment, PaymentGateway, RetrieveResult } from "./port.ts";

export type SandboxGatewayOptions = {
  /** Where the sandbox listens, as seen from here. */
  readonly url: string;
  readonly apiKey: string;
  /** After this long without an answer the outcome is unknown. Longer than `tok_slow`, shorter than a person's patience. */
  readonly timeoutMs?: number;
};

const DEFAULT_TIMEOUT_MS = 5_000;
const RETRY_AFTER_MS = 150;

const paymentAnswer = z.object({
  id: z.string().min(1),
  reference: z.string(),
  idempotencyKey: z.string(),
  status: z.enum(["pending", "authorized", "captured", "voided", "refunded", "declined"]),
  amount: z.int(),
  currency: z.string(),
  captured: z.int(),
  refunded: z.int(),
  declineCode: z.string().nullable(),
  nextAction: z.object({ type: z.literal("redirect"), url: z.url({ protocol: /^https?$/ }) }).nullable(),
});
const listAnswer = z.object({ items: z.array(paymentAnswer) });
const problemAnswer = z.object({ code: z.string(), detail: z.string() });

/** A checked 2xx body; a refusal that is final (4xx); or no telling whether it acted. */
type Answer<T> =
  | { readonly kind: "ok"; readonly body: T }
  | { readonly kind: "refused"; readonly status: number; readonly code: string; readonly detail: string }
  | { readonly kind: "unknown"; readonly reason: string; readonly timedOut: boolean };

/** Statuses that say nothing about whether the call will act if it comes again. */
const RETRYABLE = new Set([408, 425, 429]);

/** The adapter of `stack/sandbox`. */
export function createSandboxGateway(options: SandboxGatewayOptions): PaymentGateway {
  const base = options.url.replace(/\/$/, "");
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;

  async function once<T>(
    method: "GET" | "POST",
    path: string,
    schema: z.ZodType<T>,
    send?: { key: string; body: unknown },
  ): Promise<Answer<T>> {
    try {
      const response = await fetch(base + path, {
        method,
        headers: {
          authorization: `Bearer ${options.apiKey}`,
          ...(send ? { "content-type": "application/json", "idempotency-key": send.key } : {}),
        },
        ...(send ? { body: JSON.stringify(send.body) } : {}),
        redirect: "error",
        signal: AbortSignal.timeout(timeoutMs),
      });
      const body: unknown = await response.json().catch(() => null);
      if (response.ok) {
        const parsed = schema.safeParse(body);
        return parsed.success
          ? { kind: "ok", body: parsed.data }
          : { kind: "unknown", reason: "the gateway's answer could not be read", timedOut: false };
      }
      if (response.status >= 500 || RETRYABLE.has(response.status))
        return { kind: "unknown", reason: `the gateway answered ${response.status}`, timedOut: false };
      const problem = problemAnswer.safeParse(body);
      const { code, detail } = problem.data ?? { code: `http_${response.status}`, detail: "" };
      return { kind: "refused", status: response.status, code, detail };
    } catch (error) {
      const timedOut = error instanceof Error && error.name === "TimeoutError";
      return { kind: "unknown", reason: timedOut ? "the gateway did not answer in time" : "no connection", timedOut };
    }
  }

  /** One repeat, under the same key, makes a hiccup invisible. A time-out is not repeated: somebody is waiting. */
  async function ask<T>(...args: Parameters<typeof once<T>>): Promise<Answer<T>> {
    const answer = await once(...args);
    if (answer.kind !== "unknown" || answer.timedOut) return answer;
    await sleep(RETRY_AFTER_MS);
    return once(...args);
  }

  async function change(path: string, key: string, body: unknown): Promise<ChangeResult> {
    const answer = await ask("POST", path, paymentAnswer, { key, body });
    return answer.kind === "ok" ? { kind: "done", payment: toPayment(answer.body) } : answer;
  }
  const pathOf = (gatewayId: string) => `/v1/payments/${encodeURIComponent(gatewayId)}`;

  return {
    provider: "sandbox",

    async authorise({ idempotencyKey, reference, money, instrument, returnUrl }): Promise<AuthoriseResult> {
      if (instrument.type === "cash") return { kind: "declined", code: "method_not_supported" };
      const body = { reference, ...money, method: instrument, ...(returnUrl ? { returnUrl } : {}) };
      const answer = await ask("POST", "/v1/payments", paymentAnswer, { key: idempotencyKey, body });
      if (answer.kind === "unknown") return { kind: "unknown", reason: answer.reason };
      if (answer.kind === "refused") return { kind: "declined", code: answer.code };
      const payment = toPayment(answer.body);
      if (payment.status === "declined") return { kind: "declined", code: payment.declineCode ?? "declined", payment };
      if (payment.status !== "pending") return { kind: "authorised", payment };
      return payment.nextAction
        ? { kind: "requiresAction", payment, nextAction: payment.nextAction }
        : { kind: "pending", payment };
    },

    capture: ({ gatewayId, idempotencyKey, money }) => change(`${pathOf(gatewayId)}/capture`, idempotencyKey, money),
    void: ({ gatewayId, idempotencyKey }) => change(`${pathOf(gatewayId)}/void`, idempotencyKey, {}),
    refund: ({ gatewayId, idempotencyKey, money, reason }) =>
      change(`${pathOf(gatewayId)}/refunds`, idempotencyKey, { ...money, ...(reason ? { reason } : {}) }),

    async retrieve(request): Promise<RetrieveResult> {
      if ("gatewayId" in request) {
        const answer = await ask("GET", pathOf(request.gatewayId), paymentAnswer);
        if (answer.kind === "ok") return { kind: "found", payment: toPayment(answer.body) };
        return notFoundOrUnknown(answer);
      }
      const answer = await ask("GET", `/v1/payments?reference=${encodeURIComponent(request.reference)}`, listAnswer);
      if (answer.kind !== "ok") return notFoundOrUnknown(answer);
      const mine = answer.body.items.find((item) => item.idempotencyKey === request.idempotencyKey);
      return mine ? { kind: "found", payment: toPayment(mine) } : { kind: "notFound" };
    },
  };
}

/** Only a plain 404 means that there is no such charge: a wrong key of ours must not look like "never charged". */
function notFoundOrUnknown(answer: Exclude<Answer<unknown>, { kind: "ok" }>): RetrieveResult {
  if (answer.kind === "unknown") return { kind: "unknown", reason: answer.reason };
  return answer.status === 404
    ? { kind: "notFound" }
    : { kind: "unknown", reason: `the gateway refused to say: ${answer.code}` };
}

function toPayment(answer: z.infer<typeof paymentAnswer>): GatewayPayment {
  const { id, declineCode, nextAction, ...rest } = answer;
  return {
    gatewayId: id,
    ...rest,
    ...(declineCode === null ? {} : { declineCode }),
    ...(nextAction === null ? {} : { nextAction }),
  };
}
