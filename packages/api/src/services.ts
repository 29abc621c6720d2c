import { createHmac } from "node:crypto";
import { createKitchenLoads, type KitchenLoads } from "@tiffin/core/catalog";
import { closeDatabase, openDatabase, type Database } from "@tiffin/core/database";
import { createIdentity, type IdentityServices } from "@tiffin/core/identity";
import { createLimits, noLimits } from "@tiffin/core/limits";
import {
  createLocationIngest,
  PositionFeed,
  stillCarried,
  Streets,
  type FindTravel,
  type IngestObserver,
  type LocationIngest,
  type PositionOutcome,
} from "@tiffin/core/location";
import type { FindRoute } from "@tiffin/core/orders";
import { createPaymentGateways, type PaymentGateways } from "@tiffin/core/payments";
import type { PushSettings } from "@tiffin/core/push";
import { createRealtime, createWatchers, type Realtime, type Watchers } from "@tiffin/core/realtime";
import { closeRedis, openRedis, type RedisClient } from "@tiffin/core/redis";
import {
  createSearchEngine,
  createSearchMemory,
  observeEngine,
  type EngineObserver,
  type SearchServices,
} from "@tiffin/core/search";
import type { ServicesConfig } from "./services-config.ts";

/**
 * What the use cases stand on, built once in a process. Each capability says what it needs (`IdentityServices`, …);
 * here they come together, so a procedure hands `ctx.services` to any use case.
 */
export interface Services extends IdentityServices, SearchServices {
  readonly db: Database;
  readonly redis: RedisClient;
  readonly config: ServicesConfig;
  readonly gateways: PaymentGateways;
  readonly realtime: Realtime;
  readonly push: PushSettings | null;
  readonly watchers: Watchers;
  readonly location: LocationIngest;
  readonly findRoute: FindRoute;
  readonly findTravel: FindTravel;
  readonly kitchenLoads: KitchenLoads;
}

export interface ServicesLog {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
}

export interface RunningServices {
  readonly services: Services;
  /** Lets what is under way finish, then lets go of every connection. */
  close(): Promise<void>;
}

/** Who counts what happens. */
export interface ServicesObservers {
  readonly onEngineCall?: EngineObserver;
  readonly ingest?: IngestObserver;
  readonly onPosition?: (outcome: PositionOutcome, positions: number) => void;
}

/** Opens the pool and the connections, and builds the adapters that the configuration names. */
export function createServices(
  config: ServicesConfig,
  log: ServicesLog,
  observers: ServicesObservers = {},
): RunningServices {
  const { live, payments } = config;
  const db = openDatabase(config.databaseUrl, {
    applicationName: config.name,
    maxConnections: config.databaseConnections,
  });
  const redis = openRedis(config.redisUrl, { name: config.name });
  const realtime = createRealtime({ ...live, ...live.inner, public: live.public });
  const watchers = createWatchers(
    { redis, realtime },
    { onError: (error) => log.warn({ err: error }, "who watches is not known") },
  );
  const feed = new PositionFeed(realtime, {
    isWatched: (orderId) => watchers.isWatched(orderId),
    stillCarried: (waiting) => stillCarried(redis, waiting),
    onError: (error) => log.warn({ err: error }, "positions did not reach the live channels"),
    onOutcome: (outcome, positions) => observers.onPosition?.(outcome, positions),
  });
  const streets = new Streets();
  const routesNow = (cityId: string, now: Date) => streets.atOnce(db, cityId, now);
  const location = createLocationIngest(
    { db, redis, feed, routesNow },
    {
      observer: {
        ...observers.ingest,
        onFailed(error) {
          log.warn({ err: error }, "positions were not taken");
          observers.ingest?.onFailed?.(error);
        },
      },
    },
  );
  const searchMemory = createSearchMemory(db, redis);
  const services: Services = {
    config,
    db,
    redis,
    limits: config.relaxedLimits ? noLimits : createLimits(redis),
    ...createIdentity({ ...config.auth, sms: config.sms, demo: config.demo, log }),
    gateways: createPaymentGateways(payments, db),
    realtime,
    push: config.push,
    watchers,
    location,
    findTravel: async (cityId, to, from) => (await streets.of(db, cityId, new Date())).outlook(to, from),
    findRoute: async (cityId, from, to) => (await streets.of(db, cityId, new Date())).route(from, to),
    kitchenLoads: createKitchenLoads(db, {
      onError: (error) => log.warn({ err: error }, "the load of the kitchens is not known"),
    }),
    searchEngine: observeEngine(createSearchEngine(config.search, db), observers.onEngineCall ?? (() => {})),
    searchMemory,
    cursorSecret: derivedSecret(config.auth.otpPepper, "cursors"),
  };
  return {
    services,
    async close() {
      await location.close();
      await feed.close();
      watchers.close();
      realtime.close();
      searchMemory.close();
      await Promise.all([closeDatabase(db), closeRedis(redis)]);
    },
  };
}

/** A secret for one purpose, the same in every process that has the root's. */
function derivedSecret(root: string, purpose: string): string {
  return createHmac("sha256", root).update(`tiffin:${purpose}`).digest("base64url");
}
