import { setTimeout as sleep } from "node:timers/promises";
import { isAway } from "../outage/index.ts";
import { PoisonError, timeOf, type Change, type Sink } from "./change.ts";
import { WaitingLine, type Item } from "./waiting-line.ts";

export interface SinkQueueOptions {
  readonly maxBatch?: number;
  /** Beyond this the stream is held back. */
  readonly maxWaiting?: number;
  /** How often a row that is refused by itself is tried before it is set aside. */
  readonly maxAttempts?: number;
  readonly onError: (sink: string, error: unknown) => void;
  /** A row that its sink will not take. Resolves once it is kept somewhere. */
  readonly onPoison: (sink: string, change: Change, error: unknown) => Promise<void>;
  readonly onDelivered?: ((sink: string, lagMs: number) => void) | undefined;
}

/**
 * The queue before one sink: in order, in batches, again and again until it is taken. A sink that is away holds up
 * nobody else. A row that its sink refuses for good is set aside, so that those behind it go on.
 */
export class SinkQueue {
  readonly sink: Sink;
  readonly #options: SinkQueueOptions;
  readonly #line: WaitingLine;
  #underWay: Item[] = [];
  #running: Promise<void> | null = null;
  #stopped = false;
  readonly #abort = new AbortController();
  #roomWaiters: (() => void)[] = [];
  /** For the metrics. */
  delivered = 0;

  constructor(sink: Sink, options: SinkQueueOptions) {
    this.sink = sink;
    this.#options = options;
    this.#line = new WaitingLine(sink);
  }

  get waiting(): number {
    return this.#line.size + this.#underWay.length;
  }

  get oldest(): Date | null {
    const times = this.#underWay.map(({ change }) => timeOf(change).getTime());
    const waiting = this.#line.oldest;
    if (waiting !== null) times.push(waiting.getTime());
    return times.length === 0 ? null : new Date(Math.min(...times));
  }

  /** `isBulk`: one of many that came together; where the order doesn't matter, single ones go first. */
  push(change: Change, done: () => void, isBulk = false): void {
    if (this.#stopped) return;
    this.#line.add(change, done, isBulk);
    this.#running ??= this.#run();
  }

  get isFull(): boolean {
    const limit = this.sink.merging === undefined ? 10_000 : 1_000_000;
    return this.#line.changes >= (this.#options.maxWaiting ?? limit);
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
    while (!this.#stopped && this.#line.size > 0) {
      const began = Date.now();
      this.#underWay = this.#line.take(this.sink.maxBatch ?? this.#options.maxBatch ?? 200);
      try {
        await this.#expand();
        if (this.#stopped) break;
        if (this.#underWay.length > 0) await this.sink.deliver(this.#underWay.map(({ change }) => change));
        failures = 0;
        this.#finish(this.#underWay.splice(0));
      } catch (error) {
        if (this.#stopped) break;
        failures += 1;
        this.#options.onError(this.sink.name, error);
        if (isAway(error)) {
          this.#line.putBack(this.#underWay.splice(0));
          await this.#pause(Math.min(100 * 2 ** Math.min(failures, 7), 5_000));
        } else await this.#oneByOne();
      }
      // What comes while one delivery is under way, or right after it, goes together with the next.
      const rest = (this.sink.gatherMs ?? 0) - (Date.now() - began);
      if (rest > 0) await this.#pause(rest);
    }
    this.#running = null;
  }

  /** Changes that stand for many leave what is under way; their pieces go into the line. */
  async #expand(): Promise<void> {
    for (const item of this.#underWay.slice()) {
      const pieces = this.sink.expand?.(item.change) ?? null;
      if (pieces === null) continue;
      const parts = countDown(() => this.#finish([item]));
      for await (const changes of pieces) {
        if (this.#stopped) return;
        for (const change of changes) this.#line.add(change, parts.one(), true);
      }
      this.#underWay.splice(this.#underWay.indexOf(item), 1);
      parts.close();
    }
  }

  /** Finds the row that the sink chokes on. */
  async #oneByOne(): Promise<void> {
    const batch = this.#underWay.splice(0);
    for (const item of batch) {
      this.#underWay = [item];
      for (let attempt = 1; !this.#stopped; attempt += 1) {
        try {
          await this.#expand();
          if (this.#stopped) return;
          if (this.#underWay.length > 0) await this.sink.deliver([item.change]);
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
      this.#finish(this.#underWay.splice(0));
    }
  }

  #finish(items: readonly Item[]): void {
    const now = Date.now();
    for (const { change, done } of items) {
      this.delivered += 1;
      this.#options.onDelivered?.(this.sink.name, now - timeOf(change).getTime());
      for (const tell of done) tell();
    }
    for (const resolve of this.#roomWaiters.splice(0)) resolve();
  }

  async #pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#abort.signal }).catch(() => {});
  }
}

/** Calls `done` when every part that was handed out is done, and no more will be. */
function countDown(done: () => void): { one(): () => void; close(): void } {
  let left = 1;
  const finish = () => {
    left -= 1;
    if (left === 0) done();
  };
  return {
    one() {
      left += 1;
      return finish;
    },
    close: finish,
  };
}
