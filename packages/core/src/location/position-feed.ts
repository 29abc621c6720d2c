import FlatQueue from "flatqueue";
import { channels, type RiderLocation } from "@tiffin/domain/wire/live";
import type { LiveEvent, Realtime } from "../realtime/index.ts";

/** What became of positions: `replaced` by a newer one before its turn, `unwatched` by anybody, `over` with the ride. */
export type PositionOutcome = "sent" | "replaced" | "unwatched" | "over" | "failed";

export interface PositionFeedOptions {
  /** The least time between two positions of one order, in the long run. */
  readonly minIntervalMs?: number;
  /**
   * So much sooner one may follow another, as long as those after it make up for it: a phone that sends once a second is
   * never exactly on time, and each of its positions would else wait for what the one before was late.
   */
  readonly slackMs?: number;
  /**
   * A position that had to wait for so long when its turn comes lets a newer one go in its place, for an interval at most:
   * else a phone that sends as often as positions go out would stay behind for ever by what it was once late.
   */
  readonly staleMs?: number;
  /** How long positions of different orders are gathered into one batch. */
  readonly gatherMs?: number;
  /** Nobody listens: nothing is sent. */
  readonly isWatched?: (orderId: string) => boolean;
  /** Of those pairs of rider and order, the orders that the rider still carries. Asked of positions that had to wait. */
  readonly stillCarried?: (waiting: readonly Carried[]) => Promise<ReadonlySet<string>>;
  readonly onError?: (error: unknown) => void;
  readonly onOutcome?: (outcome: PositionOutcome, positions: number) => void;
}

export interface Carried {
  readonly orderId: string;
  readonly riderId: string;
}

interface Lane extends Carried {
  sentAt: number;
  /** When the next one is due by the interval. */
  nextAt: number;
  waiting: (() => RiderLocation) | null;
  waitingSince: number;
  /** Its turn has come: it waits for a newer position only. */
  isOverdue: boolean;
  riderId: string;
}

/** A position that waited longer is sent only if the ride is not over meanwhile. */
const CHECKED_AFTER_MS = 100;
const FORGOTTEN_AFTER_MS = 60_000;

/**
 * Positions to the orders' channels: at most one a second for each order on the average, the newest wins, many orders in one batch, one
 * batch at a time. While the live server is slow positions replace each other instead of queueing up; a batch that fails
 * is tried again after the interval, unless newer positions came.
 */
export class PositionFeed {
  readonly #realtime: Pick<Realtime, "publishBatch">;
  readonly #options: Required<PositionFeedOptions>;
  readonly #lanes = new Map<string, Lane>();
  readonly #due = new FlatQueue<Lane>();
  #timer: NodeJS.Timeout | null = null;
  #timerAt = Number.POSITIVE_INFINITY;
  #sending: Promise<void> | null = null;
  #sweptAt = Date.now();

  constructor(realtime: Pick<Realtime, "publishBatch">, options: PositionFeedOptions = {}) {
    this.#realtime = realtime;
    this.#options = {
      minIntervalMs: 1_000,
      slackMs: 0.5 * (options.minIntervalMs ?? 1_000),
      staleMs: 0.2 * (options.minIntervalMs ?? 1_000),
      gatherMs: 5,
      isWatched: () => true,
      stillCarried: async (waiting) => new Set(waiting.map(({ orderId }) => orderId)),
      onError: () => {},
      onOutcome: () => {},
      ...options,
    };
  }

  isWatched(orderId: string): boolean {
    return this.#options.isWatched(orderId);
  }

  /** `locate` makes the event when its turn comes: most positions are replaced before. */
  publish(orderId: string, riderId: string, locate: () => RiderLocation): void {
    if (!this.isWatched(orderId)) return this.#options.onOutcome("unwatched", 1);
    let lane = this.#lanes.get(orderId);
    if (lane === undefined) {
      lane = { orderId, riderId, sentAt: 0, nextAt: 0, waiting: null, waitingSince: 0, isOverdue: false };
      this.#lanes.set(orderId, lane);
    }
    lane.riderId = riderId;
    if (lane.waiting !== null) this.#options.onOutcome("replaced", 1);
    if (lane.waiting === null || lane.isOverdue) this.#enqueue(lane);
    lane.waiting = locate;
    lane.waitingSince = Date.now();
    this.#schedule();
  }

  /** Sends what waits, and stops. */
  async close(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    await this.#sending;
    await this.#flush(Number.POSITIVE_INFINITY);
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #enqueue(lane: Lane): void {
    this.#due.push(lane, lane.nextAt - this.#options.slackMs);
  }

  #schedule(): void {
    if (this.#sending !== null) return;
    const due = this.#due.peekValue();
    if (due === undefined) return;
    const now = Date.now();
    const at = Math.max(now + this.#options.gatherMs, due);
    if (this.#timer !== null) {
      if (at >= this.#timerAt) return;
      clearTimeout(this.#timer);
    }
    this.#timerAt = at;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#sending = this.#flush(Date.now()).finally(() => {
        this.#sending = null;
        this.#schedule();
      });
    }, at - now);
  }

  async #flush(now: number): Promise<void> {
    const lanes = this.#takeDue(now);
    const sent: { readonly lane: Lane; readonly locate: () => RiderLocation }[] = [];
    try {
      for (const lane of await this.#withoutEnded(lanes)) {
        // Twice in one batch: it was overdue, and a newer one came.
        if (lane.waiting === null) continue;
        sent.push({ lane, locate: lane.waiting });
        lane.waiting = null;
        lane.isOverdue = false;
        lane.sentAt = Date.now();
        lane.nextAt = Math.max(lane.nextAt, lane.sentAt) + this.#options.minIntervalMs;
      }
      const events = sent.map(({ lane, locate }): LiveEvent => ({
        channel: channels.order(lane.orderId),
        name: "rider.location",
        data: locate(),
      }));
      if (events.length > 0) await this.#realtime.publishBatch(events);
      this.#options.onOutcome("sent", events.length);
    } catch (error) {
      this.#options.onOutcome("failed", sent.length);
      this.#options.onError(error);
      this.#tryAgain(sent);
    }
    this.#sweep();
  }

  /** Those whose turn it is, and whose position is worth sending. */
  #takeDue(now: number): Lane[] {
    const { slackMs, staleMs, minIntervalMs } = this.#options;
    const lanes: Lane[] = [];
    for (let due = this.#due.peekValue(); due !== undefined && due <= now; due = this.#due.peekValue()) {
      const lane = this.#due.pop()!;
      // An overdue one has a second entry: what became of it is known by then.
      if (lane.waiting === null || lane.nextAt - slackMs > now) continue;
      const isStale = lane.waitingSince > 0 && lane.waitingSince < now - staleMs;
      if (isStale && !lane.isOverdue && Number.isFinite(now)) {
        lane.isOverdue = true;
        this.#due.push(lane, now + minIntervalMs);
      } else lanes.push(lane);
    }
    return lanes;
  }

  /** Whose ride ended while the position waited: it is not shown any more. */
  async #withoutEnded(lanes: readonly Lane[]): Promise<readonly Lane[]> {
    const old = Date.now() - CHECKED_AFTER_MS;
    const waited = new Set(lanes.filter(({ waitingSince }) => waitingSince < old));
    if (waited.size === 0) return lanes;
    let carried: ReadonlySet<string>;
    try {
      carried = await this.#options.stillCarried([...waited]);
    } catch (error) {
      // Not known is not shown.
      this.#options.onError(error);
      carried = new Set();
    }
    return lanes.filter((lane) => {
      if (!waited.has(lane) || carried.has(lane.orderId)) return true;
      lane.waiting = null;
      this.#options.onOutcome("over", 1);
      return false;
    });
  }

  #tryAgain(sent: readonly { readonly lane: Lane; readonly locate: () => RiderLocation }[]): void {
    for (const { lane, locate } of sent) {
      if (lane.waiting !== null) continue;
      lane.waiting = locate;
      lane.waitingSince = 0;
      this.#enqueue(lane);
    }
  }

  #sweep(): void {
    const now = Date.now();
    if (now - this.#sweptAt < FORGOTTEN_AFTER_MS) return;
    this.#sweptAt = now;
    for (const [orderId, { waiting, sentAt }] of this.#lanes) {
      if (waiting === null && now - sentAt > FORGOTTEN_AFTER_MS) this.#lanes.delete(orderId);
    }
  }
}
