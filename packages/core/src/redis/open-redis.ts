import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";

export type RedisClient = Redis;

/**
 * Opens Redis. Commands wait while the connection is being made again, but not for long: those that wait fail at every
 * sixth attempt, and attempts are 0.3 s apart. So an outage costs a request two seconds at most for each command, and
 * what can do without Redis (an accept of a ten-second offer) is still in time.
 */
export function openRedis(url: string, options: { readonly name: string }): RedisClient {
  const redis = new Redis(url, {
    connectionName: options.name,
    enableAutoPipelining: false,
    maxRetriesPerRequest: 5,
    connectTimeout: 5_000,
    retryStrategy: (attempt) => Math.min(50 * attempt, 300),
    // A replica that was promoted meanwhile answers READONLY: connect again.
    reconnectOnError: (error) => error.message.startsWith("READONLY"),
  });
  // Without a listener Node prints every failed attempt; the commands themselves report what matters.
  redis.on("error", () => {});
  return redis;
}

/** A connection of its own, for commands that block (XREADGROUP) or subscribe: it waits as long as it takes. */
export function openBlockingRedis(redis: RedisClient): RedisClient {
  const own = redis.duplicate({ maxRetriesPerRequest: null });
  own.on("error", () => {});
  return own;
}

/** Waits for the commands that are under way, a second at most; not at all for a server that is gone. */
export async function closeRedis(redis: RedisClient): Promise<void> {
  if (redis.status === "ready") {
    // While there is no connection QUIT would wait in the queue, and go on waiting after the client is told to stop.
    await Promise.race([redis.quit().catch(() => undefined), sleep(1_000, undefined, { ref: false })]);
  }
  redis.disconnect();
}
