import { setTimeout as sleep } from "node:timers/promises";
import { PoisonError, type Change, type Sink } from "./change.ts";

export interface SinkQueueOptions {
  readonly maxBatch?: number;
  /** Beyond this the stream is held back. */
  readonly maxWaiting?: number;
  /** How often a row that is refused by itself is tried before it is set aside. */
  readonly maxAttempts?: number;
  readonly onError: (sink: string, error: unknown) => void;
  /** A row that its sink will not take. Resolves once it is kept somewhere. */
  readonly onPoison: (sink: string, change: Change, error: unknown) => Promise<void>;
}

interface Item {
  readonly change: Change;
  readonly done: () => void;
}

/**
 * The queue before one sink: in order, in batches, again and again until it is taken. A sink that is away holds up
 * nobody else. A row that its sink refuses for good is set aside, so that those behind it go on.
 */
export class SinkQueue {
  readonly sink: Sink;
  readonly #options: SinkQueueOptions;
  #waiting: Item[] = [];
  #running: Promise<void> | null = null;
  #stopped = false;
  readonly #abort = new AbortController();
  #roomWaiters: (() => void)[] = [];
  /** For the metrics. */
  delivered = 0;
  deliveredUntil: Date | null = null;

  constructor(sink: Sink, options: SinkQueueOptions) {
    this.sink = sink;
    this.#options = options;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  get oldest(): Date | null {
    const change = this.#waiting[0]?.change;
    return change?.kind === "outbox" ? change.createdAt : null;
  }

  push(change: Change, done: () => void): void {
    if (this.#stopped) return;
    this.#waiting.push({ change, done });
    this.#running ??= this.#run();
  }

  get isFull(): boolean {
    return this.#waiting.length >= (this.#options.maxWaiting ?? 10_000);
  }

  /** Resolves when there is room for more. */
  async room(): Promise<void> {
    while (!this.#stopped && this.isFull) {
      await new Promise<void>((resolve) => this.#roomWaiters.push(resolve));
    }
  }

  /** Ends after the batch that is under way. What still waits comes again from the slot. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#abort.abort();
    for (const resolve of this.#roomWaiters.splice(0)) resolve();
    await this.#running;
  }

  async #run(): Promise<void> {
    let failures = 0;
    if (this.sink.gatherMs !== undefined) await this.#pause(this.sink.gatherMs);
    while (!this.#stopped && this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, this.#options.maxBatch ?? 200);
      try {
        await this.sink.deliver(batch.map(({ change }) => change));
        failures = 0;
        this.#finish(batch);
      } catch (error) {
        if (this.#stopped) break;
        failures += 1;
        this.#options.onError(this.sink.name, error);
        if (isAway(error)) await this.#pause(Math.min(100 * 2 ** Math.min(failures, 7), 5_000));
        else await this.#oneByOne(batch);
      }
    }
    this.#running = null;
  }

  /** Finds the row that the sink chokes on. */
  async #oneByOne(batch: readonly Item[]): Promise<void> {
    for (const item of batch) {
      for (let attempt = 1; !this.#stopped; attempt += 1) {
        try {
          await this.sink.deliver([item.change]);
          break;
        } catch (error) {
          const hopeless =
            error instanceof PoisonError || (!isAway(error) && attempt >= (this.#options.maxAttempts ?? 5));
          if (hopeless) {
            await this.#options.onPoison(this.sink.name, item.change, error);
            break;
          }
          await this.#pause(Math.min(100 * 2 ** Math.min(attempt, 7), 5_000));
        }
      }
      if (this.#stopped) return;
      this.#finish([item]);
    }
  }

  #finish(items: readonly Item[]): void {
    this.#waiting.splice(0, items.length);
    for (const { change, done } of items) {
      this.delivered += 1;
      if (change.kind === "outbox") this.deliveredUntil = change.createdAt;
      done();
    }
    for (const resolve of this.#roomWaiters.splice(0)) resolve();
  }

  async #pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#abort.signal }).catch(() => {});
  }
}

const AWAY_CODES = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "ENOTFOUND",
  "EAI_AGAIN",
  "UND_ERR_SOCKET",
  "UND_ERR_CONNECT_TIMEOUT",
  "CONNECT_TIMEOUT",
  "CONNECTION_CLOSED",
  "CONNECTION_ENDED",
  "CONNECTION_DESTROYED",
  "UNAVAILABLE",
  "57P01",
  "57P03",
]);

/** The sink can't be reached: no row is to blame, and all of them wait. */
function isAway(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ("code" in at && typeof at.code === "string" && AWAY_CODES.has(at.code)) return true;
    if (at.name === "MaxRetriesPerRequestError" || at.name === "AbortError" || at.message === "fetch failed")
      return true;
    if (at.message.startsWith("Connection is closed")) return true;
  }
  return false;
}
