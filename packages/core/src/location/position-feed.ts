import { channels, type RiderLocation } from "@tiffin/domain/wire/live";
import type { LiveEvent, Realtime } from "../realtime/index.ts";

export interface PositionFeedOptions {
  /** The least time between two positions of one order. */
  readonly minIntervalMs?: number;
  /** How long positions of different orders are gathered into one batch. */
  readonly gatherMs?: number;
  readonly onError?: (error: unknown) => void;
}

interface Lane {
  sentAt: number;
  waiting: RiderLocation | null;
}

/**
 * Positions to the orders' channels: at most one a second for each order, the newest wins, many orders in one batch.
 * A batch that fails is dropped: the next position replaces it.
 */
export class PositionFeed {
  readonly #realtime: Realtime;
  readonly #minIntervalMs: number;
  readonly #gatherMs: number;
  readonly #onError: (error: unknown) => void;
  readonly #lanes = new Map<string, Lane>();
  #timer: NodeJS.Timeout | null = null;
  #sending: Promise<void> = Promise.resolve();

  constructor(realtime: Realtime, options: PositionFeedOptions = {}) {
    this.#realtime = realtime;
    this.#minIntervalMs = options.minIntervalMs ?? 1_000;
    this.#gatherMs = options.gatherMs ?? 5;
    this.#onError = options.onError ?? (() => {});
  }

  publish(orderId: string, location: RiderLocation): void {
    const lane = this.#lanes.get(orderId) ?? { sentAt: 0, waiting: null };
    lane.waiting = location;
    this.#lanes.set(orderId, lane);
    this.#schedule();
  }

  /** Sends what waits, and stops. */
  async close(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#flush(Number.POSITIVE_INFINITY);
    await this.#sending;
  }

  #schedule(): void {
    if (this.#timer !== null) return;
    let due = Number.POSITIVE_INFINITY;
    const now = Date.now();
    for (const [orderId, lane] of this.#lanes) {
      if (lane.waiting !== null) due = Math.min(due, lane.sentAt + this.#minIntervalMs);
      else if (now - lane.sentAt > 60_000) this.#lanes.delete(orderId);
    }
    if (due === Number.POSITIVE_INFINITY) return;
    this.#timer = setTimeout(
      () => {
        this.#timer = null;
        this.#flush(Date.now());
        this.#schedule();
      },
      Math.max(this.#gatherMs, due - now),
    );
  }

  #flush(now: number): void {
    const events: LiveEvent[] = [];
    for (const [orderId, lane] of this.#lanes) {
      if (lane.waiting === null || lane.sentAt + this.#minIntervalMs > now) continue;
      events.push({ channel: channels.order(orderId), name: "rider.location", data: lane.waiting });
      lane.waiting = null;
      lane.sentAt = now;
    }
    if (events.length === 0) return;
    this.#sending = this.#sending.then(() => this.#realtime.publishBatch(events)).catch(this.#onError);
  }
}
