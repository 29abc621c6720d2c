import { closeDatabase, openDatabase, type Database } from "@tiffin/core/database";
import { createIdentity, type IdentityServices } from "@tiffin/core/identity";
import { createLimits, noLimits, type LimitServices } from "@tiffin/core/limits";
import { closeRedis, openRedis, type RedisClient } from "@tiffin/core/redis";
import type { ServicesConfig } from "./services-config.ts";

/**
 * What the use cases stand on, built once in a process. Each capability says what it needs (`IdentityServices`, …);
 * here they come together, so a procedure hands `ctx.services` to any use case.
 */
export interface Services extends IdentityServices, LimitServices {
  readonly db: Database;
  readonly redis: RedisClient;
  readonly config: ServicesConfig;
}

export interface ServicesLog {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
}

export interface RunningServices {
  readonly services: Services;
  close(): Promise<void>;
}

/** Opens the pool and the connections, and builds the adapters that the configuration names. */
export function createServices(config: ServicesConfig, log: ServicesLog): RunningServices {
  const db = openDatabase(config.databaseUrl, { applicationName: config.name });
  const redis = openRedis(config.redisUrl, { name: config.name });
  const identity = createIdentity({ ...config.auth, sms: config.sms, demo: config.demo, log });
  return {
    services: { config, db, redis, limits: config.relaxedLimits ? noLimits : createLimits(redis), ...identity },
    async close() {
      await Promise.all([closeDatabase(db), closeRedis(redis)]);
    },
  };
}
