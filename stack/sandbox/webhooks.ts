import { createHmac, randomUUID } from "node:crypto";
import type { Logger } from "pino";
import { request } from "undici";
import type { Faults } from "./faults.ts";
import type { EventType, PresentedPayment } from "./payment.ts";
import type { Store, StoredEvent } from "./store.ts";

const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 60_000;
const GIVE_UP_AFTER_MS = 24 * 3_600_000;
const ANSWER_WITHIN_MS = 5_000;
const AT_ONCE = 16;

/** `sandbox-signature: t=<unix seconds>,v1=<hex HMAC-SHA256 of "<t>.<body>">`. */
export function signWebhook(secret: string, body: string, now: Date): string {
  const t = Math.floor(now.getTime() / 1000);
  return `t=${t},v1=${createHmac("sha256", secret).update(`${t}.${body}`).digest("hex")}`;
}

/**
 * Sends each event until it is answered by 2xx, at least once and in no particular order. What is owed stands in the
 * store, so a killed process goes on where it was.
 */
export class Webhooks {
  #timers = new Map<string, NodeJS.Timeout>();
  #queue: string[] = [];
  #running = 0;
  #stopped = false;
  readonly counts = { delivered: 0, failed: 0, dropped: 0, given_up: 0 };

  constructor(
    private readonly store: Store,
    private readonly faults: Faults,
    private readonly target: { url: string; secret: string } | null,
    private readonly log: Logger,
  ) {}

  /** The event to store in the same line as its cause; `schedule` it once that line is written. */
  eventFor(type: EventType, payment: PresentedPayment, now: Date, delayMs = 0): StoredEvent {
    const dropped = this.target !== null && this.faults.strikes("webhook_drop") !== null;
    const twice = !dropped && this.faults.strikes("webhook_duplicate") !== null;
    const delay = dropped ? null : this.faults.strikes("webhook_delay");
    if (dropped) this.counts.dropped += 1;
    return {
      id: `evt_${randomUUID().replaceAll("-", "")}`,
      type,
      createdAt: now.toISOString(),
      payment,
      owed: dropped || !this.target ? 0 : twice ? 2 : 1,
      attempts: 0,
      nextAttemptAt: new Date(now.getTime() + Math.max(delayMs, delay?.ms ?? 0)).toISOString(),
      outcome: dropped || !this.target ? "dropped" : "waiting",
    };
  }

  start(): void {
    for (const event of this.store.events.values()) this.schedule(event);
  }

  schedule(event: StoredEvent): void {
    if (event.owed === 0 || this.#stopped || this.#timers.has(event.id)) return;
    const wait = Math.max(0, Date.parse(event.nextAttemptAt) - Date.now());
    const timer = setTimeout(() => {
      this.#queue.push(event.id);
      this.#drain();
    }, wait);
    this.#timers.set(event.id, timer);
  }

  waiting(): number {
    return this.#timers.size;
  }

  stop(): void {
    this.#stopped = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }

  #drain(): void {
    while (this.#running < AT_ONCE && !this.#stopped) {
      const id = this.#queue.shift();
      if (id === undefined) return;
      this.#running += 1;
      void this.#deliver(id).finally(() => {
        this.#running -= 1;
        this.#drain();
      });
    }
  }

  async #deliver(id: string): Promise<void> {
    const event = this.store.events.get(id);
    if (!event || !this.target) return;
    const failure = await this.#post(event, this.target);
    this.#timers.delete(id);
    if (this.#stopped) return;
    const next = afterAttempt(event, failure === null, new Date());
    this.counts[next.outcome === "given_up" ? "given_up" : failure === null ? "delivered" : "failed"] += 1;
    if (failure !== null)
      this.log.warn({ event: id, attempts: next.attempts, next: next.nextAttemptAt, failure }, "webhook not taken");
    try {
      this.store.commit({ event: next });
    } catch (error) {
      // Sending once more is allowed; forgetting is not. The receiver knows the event by its id.
      this.log.error({ err: error, event: id }, "the store did not take a webhook's outcome");
    }
    this.schedule(next);
  }

  /** null when taken, else why not. */
  async #post(event: StoredEvent, target: { url: string; secret: string }): Promise<string | null> {
    const { id, type, createdAt, payment } = event;
    const body = JSON.stringify({ id, type, createdAt, data: { payment } });
    try {
      const { statusCode, body: answer } = await request(target.url, {
        method: "POST",
        body,
        headers: {
          "content-type": "application/json",
          "sandbox-event-id": id,
          "sandbox-signature": signWebhook(target.secret, body, new Date()),
        },
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
      await answer.dump();
      return statusCode >= 200 && statusCode < 300 ? null : `status ${statusCode}`;
    } catch (error) {
      return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    }
  }
}

/** Doubling waits with up to a fifth of jitter; after a day the event is given up. */
export function afterAttempt(event: StoredEvent, taken: boolean, now: Date, random = Math.random): StoredEvent {
  if (taken) {
    const owed = event.owed - 1;
    return {
      ...event,
      owed,
      attempts: 0,
      nextAttemptAt: now.toISOString(),
      outcome: owed > 0 ? "waiting" : "delivered",
    };
  }
  const attempts = event.attempts + 1;
  if (now.getTime() - Date.parse(event.createdAt) > GIVE_UP_AFTER_MS)
    return { ...event, owed: 0, attempts, outcome: "given_up" };
  const wait = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (attempts - 1)) * (1 + random() / 5);
  return { ...event, attempts, nextAttemptAt: new Date(now.getTime() + wait).toISOString() };
}
