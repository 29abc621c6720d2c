import { channels } from "@tiffin/domain/wire/live";
import { openBlockingRedis, type RedisClient } from "../redis/index.ts";
import type { Realtime } from "./pusher-client.ts";

/**
 * Whether anybody looks. Never wrong in the one direction that matters: where it is not known, somebody does.
 */
export interface Watchers {
  isWatched(orderId: string): boolean;
  /** Somebody was just let into the order's channel, or is about to ask. All processes hear of it. */
  expect(orderId: string): void;
  /** Orders with somebody listening, when that was last counted; null while it is not known. */
  readonly count: number | null;
  close(): void;
}

export interface WatchersOptions {
  /** How often the server is asked who listens. */
  readonly everyMs?: number;
  readonly onError?: (error: unknown) => void;
}

/** Processes tell each other here: the id of an order. */
const WATCHING_CHANNEL = "live:watching";
/** From being let in to being counted. */
const EXPECTED_MS = 30_000;
/** A count that is older says nothing any more. */
const STALE_COUNTS = 3;

/**
 * Counts the occupied channels of orders at the live server every few seconds (its HTTP API, which any server of the
 * Pusher protocol has), and hears at once from the processes that let somebody in. While either source is away everything
 * counts as watched: a position too many costs little, a watcher without one is what the whole thing is for.
 */
export function createWatchers(
  services: { readonly redis: RedisClient; readonly realtime: Realtime },
  { everyMs = 5_000, onError = () => {} }: WatchersOptions = {},
): Watchers {
  const { redis, realtime } = services;
  const prefix = channels.order("");
  const expected = new Map<string, number>();
  let occupied: ReadonlySet<string> | null = null;
  let countedAt = 0;
  let isListening = false;

  const subscriber = openBlockingRedis(redis);
  subscriber.on("ready", () => {
    subscriber.subscribe(WATCHING_CHANNEL).then(
      () => {
        isListening = true;
      },
      () => {},
    );
  });
  subscriber.on("close", () => {
    isListening = false;
    // Who was let in meanwhile was not heard of: what was counted before is no longer all.
    occupied = null;
  });
  subscriber.on("message", (_channel: string, orderId: string) => note(orderId));

  function note(orderId: string): void {
    expected.set(orderId, Date.now() + EXPECTED_MS);
  }

  async function count(): Promise<void> {
    const wasListening = isListening;
    const startedAt = Date.now();
    try {
      const found = await realtime.occupiedChannels(prefix);
      if (wasListening && isListening) {
        occupied = new Set(found.map((channel) => channel.slice(prefix.length)));
        countedAt = startedAt;
      }
    } catch (error) {
      onError(error);
    }
    for (const [orderId, until] of expected) if (until < startedAt) expected.delete(orderId);
  }

  let counting = count();
  const timer = setInterval(() => {
    counting = counting.then(count);
  }, everyMs);
  timer.unref();

  const isKnown = () => occupied !== null && Date.now() - countedAt < STALE_COUNTS * everyMs;
  return {
    isWatched: (orderId) => !isKnown() || occupied?.has(orderId) === true || expected.has(orderId),
    expect(orderId) {
      note(orderId);
      redis.publish(WATCHING_CHANNEL, orderId).catch(onError);
    },
    get count() {
      return isKnown() ? (occupied?.size ?? null) : null;
    },
    close() {
      clearInterval(timer);
      subscriber.disconnect();
    },
  };
}
