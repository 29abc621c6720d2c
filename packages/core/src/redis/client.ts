import { Redis } from "ioredis";

export type { Redis };

export interface RedisOptions {
  /** Shown by CLIENT LIST. */
  readonly name: string;
  /** Called when the connection breaks; the client itself tries again for ever. */
  readonly onError?: (error: Error) => void;
  /** False for a connection that waits in XREAD BLOCK: its commands are allowed to take long. */
  readonly isBlocking?: boolean;
}

/**
 * One connection, made at once and made again whenever it breaks. While it is away commands fail after one try instead
 * of piling up: callers say 503 (or go without, where Redis is only a cache) rather than hang.
 */
export function openRedis(url: string, options: RedisOptions): Redis {
  const redis = new Redis(url, {
    connectionName: options.name,
    maxRetriesPerRequest: options.isBlocking === true ? null : 1,
    connectTimeout: 5_000,
    ...(options.isBlocking === true ? {} : { commandTimeout: 5_000 }),
    retryStrategy: (attempt) => Math.min(attempt * 100, 2_000),
  });
  // Without a listener Node would end the process at the first broken connection.
  redis.on("error", (error: Error) => options.onError?.(error));
  return redis;
}

/** Lets commands under way finish, but doesn't wait for a server that is gone. */
export async function closeRedis(redis: Redis): Promise<void> {
  if (redis.status === "ready") {
    await Promise.race([redis.quit().catch(() => undefined), new Promise((resolve) => setTimeout(resolve, 2_000))]);
  }
  redis.disconnect();
}
