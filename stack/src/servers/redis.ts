import { accessSync, constants, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { Redis } from "ioredis";
import { baseEnvironment } from "../process/base-environment.ts";
import type { ProcessSpec } from "../process/run-process.ts";

export type RedisOptions = { folder: string; port: number; password: string; unsafeFast?: boolean };

/** redis-server on PATH, undefined when it is not installed. */
export function findRedisServer(path = process.env["PATH"] ?? ""): string | undefined {
  for (const folder of path.split(delimiter)) {
    if (folder === "") continue;
    const candidate = join(folder, "redis-server");
    try {
      accessSync(candidate, constants.X_OK);
      return candidate;
    } catch {
      // look on
    }
  }
  return undefined;
}

/** Writes the configuration and answers how to run the server. */
export function prepareRedis(options: RedisOptions): ProcessSpec {
  const command = findRedisServer();
  if (command === undefined) throw new Error("redis-server is not installed");
  mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  const config = join(options.folder, "redis.conf");
  // A file, because a command line is readable by every user of the machine.
  writeFileSync(config, settings(options).join("\n"), { mode: 0o600 });
  const url = redisUrl(options);
  return {
    name: "redis",
    command,
    args: [config],
    cwd: options.folder,
    env: baseEnvironment(),
    graceMs: 10_000,
    isReady: () => redisAnswers(url),
  };
}

export function redisUrl({ port, password }: Pick<RedisOptions, "port" | "password">): string {
  // Named, because redis-cli takes the empty name of `redis://:password@` for a user.
  return `redis://default:${encodeURIComponent(password)}@127.0.0.1:${port}`;
}

function settings({ folder, port, password, unsafeFast }: RedisOptions): string[] {
  return [
    "bind 127.0.0.1",
    `port ${port}`,
    "protected-mode yes",
    `requirepass ${password}`,
    `dir "${folder}"`,
    "daemonize no",
    'save ""',
    // Positions come back within seconds; offers, idempotency and the trail should outlive a restart.
    `appendonly ${unsafeFast === true ? "no" : "yes"}`,
    "appendfsync everysec",
    // Locks and offers must never be evicted: refusing a write is seen, losing a lock is not.
    "maxmemory-policy noeviction",
    "tcp-backlog 511",
    "databases 64",
    "",
  ];
}

/** PONG within two seconds, and done with loading. Of the nodes of a cluster one is enough: it knows the others. */
export async function redisAnswers(urls: string): Promise<boolean> {
  const nodes = await Promise.all(urls.split(",").map((url) => nodeAnswers(url.trim())));
  return nodes.includes(true);
}

async function nodeAnswers(url: string): Promise<boolean> {
  const redis = new Redis(url, {
    lazyConnect: true,
    retryStrategy: () => null,
    connectTimeout: 2000,
    maxRetriesPerRequest: 0,
    commandTimeout: 2000,
  });
  redis.on("error", () => {});
  try {
    await redis.connect();
    return (await redis.ping()) === "PONG";
  } catch {
    return false;
  } finally {
    redis.disconnect();
  }
}
