import { setTimeout as sleep } from "node:timers/promises";
import { Cluster, Redis } from "ioredis";

/** One server, or a cluster: the commands are the same, but those of several keys must keep to one slot ({@link runEach}). */
export type RedisClient = Redis | Cluster;

/**
 * Opens Redis: one address is one server; several, separated by commas, are nodes of a Redis Cluster (so is one that ends
 * in `?cluster=1`, where a name stands for all nodes). Commands wait while the connection is being made again, but not
 * for long: those that wait fail at every sixth attempt, and attempts are 0.3 s apart. So an outage costs a request two
 * seconds at most for each command, and what can do without Redis (an accept of a ten-second offer) is still in time.
 */
export function openRedis(url: string, options: { readonly name: string }): RedisClient {
  const redis = isCluster(url) ? openCluster(url, options.name) : new Redis(url, settings(options.name));
  // Without a listener Node prints every failed attempt; the commands themselves report what matters.
  redis.on("error", () => {});
  return redis;
}

function settings(name: string) {
  return {
    connectionName: name,
    enableAutoPipelining: false,
    maxRetriesPerRequest: 5,
    connectTimeout: 5_000,
    retryStrategy,
    // A replica that was promoted meanwhile answers READONLY: connect again.
    reconnectOnError: (error: Error) => error.message.startsWith("READONLY"),
  };
}

const retryStrategy = (attempt: number) => Math.min(50 * attempt, 300);

function isCluster(url: string): boolean {
  return url.includes(",") || new URL(url).searchParams.get("cluster") === "1";
}

function openCluster(urls: string, name: string): Cluster {
  const nodes = urls.split(",").map((text) => new URL(text.trim()));
  const [first] = nodes;
  return new Cluster(
    nodes.map(({ hostname, port }) => ({ host: hostname, port: Number(port || 6379) })),
    {
      clusterRetryStrategy: retryStrategy,
      // As long as for a single server: 16 times 0.1 s.
      maxRedirections: 16,
      retryDelayOnClusterDown: 100,
      retryDelayOnFailover: 100,
      slotsRefreshTimeout: 5_000,
      redisOptions: {
        connectionName: name,
        connectTimeout: 5_000,
        ...(first?.username ? { username: decodeURIComponent(first.username) } : {}),
        ...(first?.password ? { password: decodeURIComponent(first.password) } : {}),
        ...(first?.protocol === "rediss:" ? { tls: {} } : {}),
      },
    },
  );
}

/** A connection of its own, for commands that block (XREADGROUP) or subscribe: it waits as long as it takes. */
export function openBlockingRedis(redis: RedisClient): RedisClient {
  const own = redis instanceof Redis ? redis.duplicate({ maxRetriesPerRequest: null }) : redis.duplicate();
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
