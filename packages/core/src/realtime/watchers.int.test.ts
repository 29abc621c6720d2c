import { afterAll, beforeAll, expect, inject, it } from "vitest";
import Pusher from "pusher-js";
import { newId } from "@tiffin/db/ids";
import { closeRedis, openRedis, type RedisClient } from "../redis/index.ts";
import { createRealtime, type Realtime } from "./pusher-client.ts";
import { createWatchers } from "./watchers.ts";

const soketi = inject("soketi");
const place = { host: soketi.host, port: soketi.port, tls: false };
const server = { appId: soketi.appId, key: soketi.key, secret: soketi.secret, ...place, public: place };
let redis: RedisClient;
let realtime: Realtime;
beforeAll(async () => {
  redis = openRedis(inject("redisUrl"), { name: "watchers-test" });
  await redis.ping();
  realtime = createRealtime(server);
});
afterAll(async () => {
  realtime.close();
  await closeRedis(redis);
});

/** Somebody's open tracking page. */
async function watch(orderId: string): Promise<Pusher> {
  const pusher = new Pusher(soketi.key, {
    cluster: "",
    wsHost: soketi.host,
    wsPort: soketi.port,
    forceTLS: false,
    enabledTransports: ["ws"],
    channelAuthorization: {
      endpoint: "",
      transport: "ajax",
      customHandler: ({ socketId, channelName }, callback) => callback(null, realtime.sign(socketId, channelName)),
    },
  });
  const channel = pusher.subscribe(`private-order-${orderId}`);
  await new Promise((resolve) => channel.bind("pusher:subscription_succeeded", resolve));
  return pusher;
}

it("knows who listens, however they came, and who no longer does", async () => {
  const watchers = createWatchers({ redis, realtime }, { everyMs: 100 });
  const [watched, unwatched] = [newId(), newId()];
  // Before anything is known, everybody counts.
  expect(watchers.isWatched(unwatched)).toBe(true);
  await expect.poll(() => watchers.isWatched(unwatched)).toBe(false);
  const page = await watch(watched);
  await expect.poll(() => watchers.isWatched(watched)).toBe(true);
  expect(watchers.isWatched(unwatched)).toBe(false);
  page.disconnect();
  await expect.poll(() => watchers.isWatched(watched)).toBe(false);
  watchers.close();
});

it("hears at once of somebody whom another process let in", async () => {
  const [here, there] = [createWatchers({ redis, realtime }), createWatchers({ redis, realtime })];
  await expect.poll(() => [here.count, there.count].includes(null), { timeout: 15_000 }).toBe(false);
  const orderId = newId();
  expect(there.isWatched(orderId)).toBe(false);
  here.expect(orderId);
  await expect.poll(() => there.isWatched(orderId)).toBe(true);
  here.close();
  there.close();
});

it("takes everybody for watched while the live server does not say who is there", async () => {
  const away = createRealtime({ ...server, port: 1 });
  const errors: unknown[] = [];
  const watchers = createWatchers({ redis, realtime: away }, { everyMs: 50, onError: (error) => errors.push(error) });
  await expect.poll(() => errors.length).toBeGreaterThan(2);
  expect(watchers.isWatched(newId())).toBe(true);
  expect(watchers.count).toBeNull();
  watchers.close();
  away.close();
});
