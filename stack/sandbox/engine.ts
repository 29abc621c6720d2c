import { randomBytes, randomUUID } from "node:crypto";
import { assertNever } from "@tiffin/domain/errors";
import type { Logger } from "pino";
import { Problem } from "./problem.ts";
import { present, settle, type Change, type EventType, type Payment, type PresentedPayment } from "./payment.ts";
import type { Store } from "./store.ts";
import { CHALLENGE_MS, type Verdict } from "./tokens.ts";
import type { Webhooks } from "./webhooks.ts";

export type CreateInput = {
  reference: string;
  amount: number;
  currency: string;
  method: Payment["method"];
  returnUrl?: string | undefined;
};
/** The key's place, the body's hash, and the status to answer with: kept together with what the call changed. */
export type Keyed = { scope: string; fingerprint: string; status: number };

/** Applies the rules to the store, and decides pending payments when their time has come. */
export class Engine {
  #timers = new Map<string, NodeJS.Timeout>();

  constructor(
    private readonly store: Store,
    private readonly webhooks: Webhooks,
    /** Known only once the port is. */
    private readonly publicUrl: () => string,
    private readonly log: Logger,
  ) {}

  start(): void {
    for (const payment of this.store.payments.values()) this.#arm(payment);
    this.webhooks.start();
  }
  stop(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.webhooks.stop();
  }

  /** @throws Problem 404 */
  get(id: string): Payment {
    const payment = this.store.payments.get(id);
    if (!payment) throw new Problem(404, "payment_not_found", "There is no payment with this id.");
    return payment;
  }
  present(payment: Payment): PresentedPayment {
    return present(payment, this.publicUrl());
  }

  create(
    input: CreateInput,
    idempotencyKey: string,
    verdict: Verdict,
    keyed: Keyed,
    now: Date,
    webhookDelayMs = 0,
  ): PresentedPayment {
    const decided = opening(verdict, now);
    const payment: Payment = {
      id: `pay_${randomUUID().replaceAll("-", "")}`,
      reference: input.reference,
      amount: input.amount,
      currency: input.currency,
      captured: 0,
      refunded: 0,
      method: input.method,
      idempotencyKey,
      returnUrl: input.returnUrl ?? null,
      refunds: [],
      createdAt: now.toISOString(),
      updatedAt: now.toISOString(),
      ...decided,
    };
    const events = {
      authorized: "payment.authorized",
      declined: "payment.declined",
      pending: "payment.pending",
    } satisfies Record<Opening["status"], EventType>;
    return this.#save(payment, events[decided.status], now, keyed, webhookDelayMs);
  }

  /** @throws Problem 409 or 422 when the rules refuse. */
  change(id: string, decide: (payment: Payment) => Change, now: Date, keyed?: Keyed): PresentedPayment {
    const change = decide(this.get(id));
    if ("refusal" in change) throw new Problem(change.refusal.status, change.refusal.code, change.refusal.detail);
    return this.#save(change.payment, change.event, now, keyed);
  }

  #save(payment: Payment, type: EventType, now: Date, keyed?: Keyed, webhookDelayMs = 0): PresentedPayment {
    const body = this.present(payment);
    const event = this.webhooks.eventFor(type, body, now, webhookDelayMs);
    this.store.commit({ payment, event, ...(keyed ? { answer: { ...keyed, body } } : {}) });
    this.webhooks.schedule(event);
    this.#arm(payment);
    return body;
  }

  #arm(payment: Payment): void {
    clearTimeout(this.#timers.get(payment.id));
    this.#timers.delete(payment.id);
    const { settles } = payment;
    if (payment.status !== "pending" || !settles) return;
    const timer = setTimeout(
      () => {
        this.#timers.delete(payment.id);
        this.#settleByItself(payment.id, settles.to);
      },
      Math.max(0, Date.parse(settles.at) - Date.now()),
    );
    this.#timers.set(payment.id, timer);
  }

  #settleByItself(id: string, to: "authorized" | "expired"): void {
    const now = new Date();
    try {
      const verdict = to === "authorized" ? to : { declined: "expired" };
      this.change(id, (payment) => settle(payment, verdict, now), now);
    } catch (error) {
      this.log.error({ err: error, payment: id }, "a pending payment could not be settled");
      const payment = this.store.payments.get(id);
      if (payment?.settles)
        this.#arm({ ...payment, settles: { ...payment.settles, at: new Date(Date.now() + 5_000).toISOString() } });
    }
  }
}

type Opening = Pick<Payment, "challenge" | "settles" | "declineCode"> & {
  status: "authorized" | "declined" | "pending";
};

function opening(verdict: Verdict, now: Date): Opening {
  const open = { challenge: null, settles: null, declineCode: null };
  const later = (ms: number) => new Date(now.getTime() + ms).toISOString();
  switch (verdict.kind) {
    case "authorize":
      return { ...open, status: "authorized" };
    case "decline":
      return { ...open, status: "declined", declineCode: verdict.code };
    case "challenge":
      return {
        ...open,
        status: "pending",
        challenge: randomBytes(18).toString("base64url"),
        settles: { at: later(CHALLENGE_MS), to: "expired" },
      };
    case "settleLater":
      return { ...open, status: "pending", settles: { at: later(verdict.afterMs), to: verdict.to } };
    default:
      return assertNever(verdict);
  }
}
