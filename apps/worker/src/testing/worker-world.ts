import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import Pusher from "pusher-js";
import { authoriseChannel, createRealtime, type ChannelCaller, type Realtime } from "@tiffin/core/realtime";
import { createKitchenLoads } from "@tiffin/core/catalog";
import { closeRedis, openRedis, type RedisClient } from "@tiffin/core/redis";
import { createLocationIngest, PositionFeed, Streets, type LocationIngest } from "@tiffin/core/location";
import type { OrderServices } from "@tiffin/core/orders";
import { createCashGateway, createSandboxGateway } from "@tiffin/core/payments";
import type { Database } from "@tiffin/db/client";
import { createTestDatabase } from "@tiffin/db/testing";
import {
  SANDBOX_API_KEY,
  startTestSandbox,
  type TestSandbox,
} from "../../../../packages/core/src/payments/testing/sandbox-process.ts";
import { readConfig } from "../env.ts";
import { createLogger } from "../logger.ts";
import { startWorker, type RunningWorker } from "../server.ts";
import { startService, type ChildService } from "./child-service.ts";

export interface WorkerWorld {
  readonly db: Database;
  readonly redis: RedisClient;
  readonly sandbox: TestSandbox;
  readonly services: OrderServices & { readonly realtime: Realtime };
  readonly location: LocationIngest;
  readonly env: Record<string, string>;
  /** A worker in this process. */
  startWorker(): Promise<RunningWorker>;
  /** A worker in a process of its own. */
  startWorkerProcess(): Promise<ChildService>;
  /** Kills the workflow engine and starts it again at the same address. */
  crashEngine(): Promise<void>;
  /** Listens as somebody; the names of events and their data arrive in `heard`, channels that turned them away in `refused`. */
  listen(
    caller: ChannelCaller,
    channel: string,
  ): Promise<{ heard: { name: string; data: unknown }[]; refused: string[]; close(): void }>;
  close(): Promise<void>;
}

/** All that an order's way needs, each part real: database, Redis, Soketi, payment sandbox, workflow engine, worker. */
export async function createWorkerWorld(
  servers: {
    readonly postgresUrl: string;
    readonly redisUrl: string;
    readonly soketi: { host: string; port: number; appId: string; key: string; secret: string };
  },
  redisDatabase: number,
): Promise<WorkerWorld> {
  const database = await createTestDatabase(servers.postgresUrl);
  const { db } = database;
  const redisUrl = new URL(servers.redisUrl);
  redisUrl.pathname = `/${redisDatabase}`;
  const redis = openRedis(redisUrl.href, { name: "worker-test" });
  await redis.flushdb();
  const startEngine = (port: string) =>
    startService("stack/workflows/main.ts", { DATABASE_URL: database.url, INNGEST_DEV: "1", PORT: port });
  const [sandbox, firstEngine] = await Promise.all([startTestSandbox(), startEngine("0")]);
  let engine = firstEngine;
  const { soketi } = servers;
  const at = { host: soketi.host, port: soketi.port, tls: false };
  const realtime = createRealtime({ appId: soketi.appId, key: soketi.key, secret: soketi.secret, ...at, public: at });
  const streets = new Streets();
  const feed = new PositionFeed(realtime);
  const location = createLocationIngest({ db, redis, feed });
  const env = {
    LOG_LEVEL: process.env["TEST_LOG_LEVEL"] ?? "error",
    HOST: "127.0.0.1",
    PORT: "0",
    DATABASE_URL: database.url,
    REDIS_URL: redisUrl.href,
    SOKETI_HOST: soketi.host,
    SOKETI_PORT: String(soketi.port),
    SOKETI_APP_ID: soketi.appId,
    SOKETI_APP_KEY: soketi.key,
    SOKETI_APP_SECRET: soketi.secret,
    SANDBOX_URL: sandbox.url,
    SANDBOX_API_KEY,
    INNGEST_DEV: "1",
    INNGEST_BASE_URL: engine.url,
  };
  const workers: RunningWorker[] = [];
  const services: ChildService[] = [];
  const sockets: Pusher[] = [];
  const world: WorkerWorld = {
    db,
    redis,
    sandbox,
    location,
    env,
    services: {
      db,
      redis,
      realtime,
      gateways: {
        online: createSandboxGateway({ url: sandbox.url, apiKey: SANDBOX_API_KEY }),
        cash: createCashGateway(db),
      },
      kitchenLoads: createKitchenLoads(db),
      findTravel: async (cityId, to, from) => (await streets.of(db, cityId, new Date())).outlook(to, from),
      findRoute: async (cityId, from, to) => (await streets.of(db, cityId, new Date())).route(from, to),
      cursorSecret: randomUUID(),
      config: { demo: true, urls: { gatewayPublic: "http://127.0.0.1", customer: "http://127.0.0.1" } },
    },
    async startWorker() {
      const config = readConfig(env);
      const worker = await startWorker(config, createLogger(config.logLevel));
      workers.push(worker);
      await eventually(async () => (await fetch(`${worker.url}/readyz`)).ok || null);
      return worker;
    },
    async startWorkerProcess() {
      const worker = await startService("apps/worker/src/main.ts", env);
      services.push(worker);
      await eventually(async () => (await fetch(`${worker.url}/readyz`)).ok || null);
      return worker;
    },
    async crashEngine() {
      await engine.kill();
      engine = await startEngine(new URL(firstEngine.url).port);
    },
    async listen(caller, channel) {
      const heard: { name: string; data: unknown }[] = [];
      const refused: string[] = [];
      const pusher = new Pusher(soketi.key, {
        cluster: "",
        wsHost: soketi.host,
        wsPort: soketi.port,
        forceTLS: false,
        enabledTransports: ["ws"],
        channelAuthorization: {
          endpoint: "",
          transport: "ajax",
          customHandler: ({ socketId, channelName }, callback) => {
            authoriseChannel({ db, realtime, redis }, caller, socketId, channelName).then(
              (answer) => callback(null, answer),
              (error: Error) => {
                refused.push(channelName);
                callback(error, null);
              },
            );
          },
        },
      });
      sockets.push(pusher);
      const subscribed = pusher.subscribe(channel);
      await new Promise<void>((resolve, reject) => {
        subscribed.bind("pusher:subscription_succeeded", () => resolve());
        subscribed.bind("pusher:subscription_error", reject);
      });
      subscribed.bind_global((name: string, data: unknown) => {
        if (!name.startsWith("pusher:")) heard.push({ name, data });
      });
      return { heard, refused, close: () => pusher.disconnect() };
    },
    async close() {
      for (const pusher of sockets) pusher.disconnect();
      await Promise.all([...workers, ...services].map((worker) => worker.stop()));
      await location.close();
      await feed.close();
      realtime.close();
      await Promise.all([engine.stop(), sandbox.stop()]);
      await closeRedis(redis);
      await database.close();
    },
  };
  return world;
}

/** Asks again until there is an answer; the test's own time limit is the only clock. */
export async function eventually<T>(ask: () => Promise<T | null | undefined> | T | null | undefined): Promise<T> {
  for (;;) {
    let answer: T | null | undefined;
    try {
      answer = await ask();
    } catch {
      answer = null;
    }
    if (answer !== null && answer !== undefined) return answer;
    await sleep(50);
  }
}
