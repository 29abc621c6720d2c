import { request } from "undici";
import { z } from "zod";
import {
  askTwice,
  declineCode,
  isOpen,
  notFoundOrUnknown,
  refusedOrUnknown,
  silence,
  statusUnknown,
  unreadable,
  type GatewayAnswer,
} from "./gateway-answer.ts";
import type { AuthoriseResult, ChangeResult, GatewayPayment, PaymentGateway, RetrieveResult } from "./port.ts";

export type SandboxGatewayOptions = {
  /** Where the sandbox listens, as seen from here. */
  readonly url: string;
  readonly apiKey: string;
  /** After this long without an answer the outcome is unknown. Longer than `tok_slow`, shorter than a person's patience. */
  readonly timeoutMs?: number;
};

const DEFAULT_TIMEOUT_MS = 5_000;

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

/** The adapter of `stack/sandbox`. */
export function createSandboxGateway(options: SandboxGatewayOptions): PaymentGateway {
  const base = options.url.replace(/\/$/, "");
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;

  async function once<T>(
    method: "GET" | "POST",
    path: string,
    schema: z.ZodType<T>,
    send?: { key: string; body: unknown },
  ): Promise<GatewayAnswer<T>> {
    try {
      const { statusCode: status, body: answer } = await request(base + path, {
        method,
        headers: {
          authorization: `Bearer ${options.apiKey}`,
          ...(send ? { "content-type": "application/json", "idempotency-key": send.key } : {}),
        },
        ...(send ? { body: JSON.stringify(send.body) } : {}),
        signal: AbortSignal.timeout(timeoutMs),
      });
      const body: unknown = await answer.json().catch(() => null);
      if (status >= 200 && status < 300) {
        const parsed = schema.safeParse(body);
        return parsed.success ? { kind: "ok", body: parsed.data } : unreadable;
      }
      if (isOpen(status)) return statusUnknown(status);
      const problem = problemAnswer.safeParse(body);
      const { code, detail } = problem.data ?? { code: `http_${status}`, detail: "" };
      return { kind: "refused", status, code, detail };
    } catch (error) {
      return silence(error instanceof Error && error.name === "TimeoutError");
    }
  }

  const ask = <T>(...args: Parameters<typeof once<T>>) => askTwice<T, GatewayAnswer<T>>(() => once(...args));

  async function change(path: string, key: string, body: unknown): Promise<ChangeResult> {
    const answer = await ask("POST", path, paymentAnswer, { key, body });
    return answer.kind === "ok" ? { kind: "done", payment: toPayment(answer.body) } : refusedOrUnknown(answer);
  }
  const pathOf = (gatewayId: string) => `/v1/payments/${encodeURIComponent(gatewayId)}`;

  return {
    provider: "sandbox",
    methods: ["card", "upi"],
    asksForInstrument: false,

    async authorise({ idempotencyKey, reference, money, instrument, returnUrl }): Promise<AuthoriseResult> {
      if (instrument.type === "cash") return { kind: "declined", code: "method_not_supported" };
      const body = { reference, ...money, method: instrument, ...(returnUrl ? { returnUrl } : {}) };
      const answer = await ask("POST", "/v1/payments", paymentAnswer, { key: idempotencyKey, body });
      if (answer.kind === "unknown") return { kind: "unknown", reason: answer.reason };
      if (answer.kind === "refused") return { kind: "declined", code: declineCode(answer) };
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

function toPayment(answer: z.infer<typeof paymentAnswer>): GatewayPayment {
  const { id, declineCode, nextAction, ...rest } = answer;
  return {
    gatewayId: id,
    ...rest,
    ...(declineCode === null ? {} : { declineCode }),
    ...(nextAction === null ? {} : { nextAction }),
  };
}
