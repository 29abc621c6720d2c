import Pusher from "pusher-js";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { newId } from "@tiffin/db/ids";
import { createTestDatabase, type TestDatabase } from "@tiffin/db/testing";
import { insertKitchen, insertOrder, insertUser } from "@tiffin/db/testing/fixtures";
import { isDomainError } from "@tiffin/domain/errors";
import type { Role } from "@tiffin/domain/wire/identity";
import { transitionOrder } from "../lifecycle/index.ts";
import { closeRedis, openRedis, type RedisClient } from "../redis/index.ts";
import { authoriseChannel } from "./authorise-channel.ts";
import { createRealtime, type Realtime } from "./pusher-client.ts";
import { endRiderSockets } from "./rider-sockets.ts";

const soketi = inject("soketi");
const at = { host: soketi.host, port: soketi.port, tls: false };
const server = { appId: soketi.appId, key: soketi.key, secret: soketi.secret, ...at, public: at };
let database: TestDatabase;
let realtime: Realtime;
let redis: RedisClient;
beforeAll(async () => {
  redis = openRedis(inject("redisUrl"), { name: "realtime-test" });
  await redis.ping();
  database = await createTestDatabase(inject("postgresUrl"));
  realtime = createRealtime(server);
});
afterAll(async () => {
  realtime.close();
  await closeRedis(redis);
  await database.close();
});

function connect(sign: (socketId: string, channel: string) => Promise<{ auth: string }>): Pusher {
  return new Pusher(soketi.key, {
    cluster: "",
    wsHost: soketi.host,
    wsPort: soketi.port,
    forceTLS: false,
    enabledTransports: ["ws"],
    channelAuthorization: {
      endpoint: "",
      transport: "ajax",
      customHandler: ({ socketId, channelName }, callback) => {
        sign(socketId, channelName).then(
          (answer) => callback(null, answer),
          (error: Error) => callback(error, null),
        );
      },
    },
  });
}

describe("a channel", () => {
  const mayListen = async (userId: string, roles: Role[], channel: string): Promise<boolean> => {
    try {
      const { auth } = await authoriseChannel(
        { db: database.db, realtime, redis },
        { userId, roles },
        "1234.5678",
        channel,
      );
      return auth.startsWith(`${soketi.key}:`);
    } catch (error) {
      if (isDomainError(error) && error.code === "FORBIDDEN") return false;
      throw error;
    }
  };

  it("of an order is its customer's, its rider's, its kitchen's and ops'", async () => {
    const { db } = database;
    const { orderId, customerId, staffId, riderIds } = await insertOrder(db);
    const channel = `private-order-${orderId}`;
    const [riderId] = riderIds;
    expect(await mayListen(customerId, ["customer"], channel)).toBe(true);
    expect(await mayListen(staffId, ["staff"], channel)).toBe(true);
    expect(await mayListen(await insertUser(db, "ops"), ["ops"], channel)).toBe(true);
    expect(await mayListen(riderId, ["rider"], channel)).toBe(false);
    const actor = { type: "system", id: null } as const;
    await transitionOrder(db, { orderId, command: { type: "confirm" }, actor, now: new Date() });
    await transitionOrder(db, { orderId, command: { type: "assign", riderId }, actor, now: new Date() });
    expect(await mayListen(riderId, ["rider"], channel)).toBe(true);

    const { staffId: elsewhere } = await insertKitchen(db);
    expect(await mayListen(elsewhere, ["staff"], channel)).toBe(false);
    expect(await mayListen(await insertUser(db, "customer"), ["customer"], channel)).toBe(false);
  });

  it("of an order shows its rider's position to nobody else: not to other customers and riders, nor to whoever carried it before", async () => {
    const { db } = database;
    const { orderId, customerId, riderIds } = await insertOrder(db, { riders: 2 });
    const channel = `private-order-${orderId}`;
    const [riderId, nextRiderId = ""] = riderIds;
    const { customerId: neighbour, riderIds: otherRiders } = await insertOrder(db);
    const actor = { type: "system", id: null } as const;
    const move = (command: Parameters<typeof transitionOrder>[1]["command"]) =>
      transitionOrder(db, { orderId, command, actor, now: new Date() });
    await move({ type: "confirm" });
    await move({ type: "assign", riderId });
    expect(await mayListen(neighbour, ["customer"], channel)).toBe(false);
    expect(await mayListen(otherRiders[0], ["rider"], channel)).toBe(false);
    expect(await mayListen(nextRiderId, ["rider"], channel)).toBe(false);
    expect(await mayListen(customerId, ["customer"], `private-rider-${riderId}`)).toBe(false);
    await move({ type: "unassign", reason: "the scooter broke down" });
    expect(await mayListen(riderId, ["rider"], channel)).toBe(false);
    await move({ type: "assign", riderId: nextRiderId });
    expect(await mayListen(riderId, ["rider"], channel)).toBe(false);
    expect(await mayListen(nextRiderId, ["rider"], channel)).toBe(true);
  });

  it("of a rider, a restaurant or a city is for those alone", async () => {
    const { restaurantId, staffId, cityId } = await insertKitchen(database.db);
    const riderId = newId();
    expect(await mayListen(riderId, ["rider"], `private-rider-${riderId}`)).toBe(true);
    expect(await mayListen(riderId, ["customer"], `private-rider-${riderId}`)).toBe(false);
    expect(await mayListen(newId(), ["rider"], `private-rider-${riderId}`)).toBe(false);
    expect(await mayListen(staffId, ["staff"], `private-restaurant-${restaurantId}`)).toBe(true);
    expect(await mayListen(staffId, ["staff"], `private-restaurant-${newId()}`)).toBe(false);
    expect(await mayListen(staffId, ["staff"], `private-ops-${cityId}`)).toBe(false);
    expect(await mayListen(newId(), ["ops"], `private-ops-${cityId}`)).toBe(true);
    expect(await mayListen(newId(), ["ops"], `private-ops-${newId()}`)).toBe(false);
  });

  it.each(["private-order-nonsense", "private-everything-1", "presence-order-1", "order", "private-order-"])(
    "%s is nobody's",
    async (channel) => {
      expect(await mayListen(newId(), ["ops", "rider", "staff", "customer"], channel)).toBe(false);
    },
  );
});

describe("a rider who loses an order", () => {
  it("hears no more of it with a socket that was let in before, and the others go on to", async () => {
    const { db } = database;
    const { orderId, customerId, riderIds } = await insertOrder(db, { riders: 2 });
    const [riderId, nextRiderId = ""] = riderIds;
    const channel = `private-order-${orderId}`;
    const actor = { type: "system", id: null } as const;
    const move = (command: Parameters<typeof transitionOrder>[1]["command"]) =>
      transitionOrder(db, { orderId, command, actor, now: new Date() });
    const listen = async (userId: string, roles: Role[]) => {
      const refused: string[] = [];
      const pusher = connect((socketId, name) =>
        authoriseChannel({ db, realtime, redis }, { userId, roles }, socketId, name).catch((error: Error) => {
          refused.push(name);
          throw error;
        }),
      );
      const subscribed = pusher.subscribe(channel);
      const heard: number[] = [];
      subscribed.bind("rider.location", ({ seq }: { seq: number }) => heard.push(seq));
      await new Promise((resolve) => subscribed.bind("pusher:subscription_succeeded", resolve));
      return { pusher, heard, refused };
    };
    const tell = (seq: number) => realtime.publish({ channel, name: "rider.location", data: { seq } });
    await move({ type: "confirm" });
    await move({ type: "assign", riderId });
    const former = await listen(riderId, ["rider"]);
    const customer = await listen(customerId, ["customer"]);
    await tell(1);
    await expect.poll(() => [former.heard, customer.heard], { timeout: 20_000 }).toEqual([[1], [1]]);

    await move({ type: "unassign", reason: "reassigned" });
    await move({ type: "assign", riderId: nextRiderId });
    const next = await listen(nextRiderId, ["rider"]);
    expect(await endRiderSockets({ redis, realtime }, { orderId, riderId })).toBe(1);
    await expect.poll(() => former.refused, { timeout: 20_000 }).toEqual([channel]);
    expect(former.pusher.connection.state).toBe("connected");
    await tell(2);
    await expect.poll(() => [next.heard, customer.heard], { timeout: 20_000 }).toEqual([[2], [1, 2]]);
    expect(former.heard).toEqual([1]);
    expect(await endRiderSockets({ redis, realtime }, { orderId, riderId })).toBe(0);
    for (const { pusher } of [former, customer, next]) pusher.disconnect();
  });
});

describe("publishing", () => {
  it("arrives in order, however many events there are", async () => {
    const channel = `private-order-${newId()}`;
    const pusher = connect((socketId, channelName) => Promise.resolve(realtime.sign(socketId, channelName)));
    const subscribed = pusher.subscribe(channel);
    await new Promise((resolve) => subscribed.bind("pusher:subscription_succeeded", resolve));
    const heard: number[] = [];
    subscribed.bind("count", ({ n }: { n: number }) => heard.push(n));
    const numbers = Array.from({ length: 25 }, (_, n) => n);
    await realtime.publishBatch(numbers.map((n) => ({ channel, name: "count", data: { n } })));
    await realtime.publish({ channel, name: "count", data: { n: 25 } });
    await expect.poll(() => heard, { timeout: 20_000 }).toEqual([...numbers, 25]);
    pusher.disconnect();
  });

  it.each([
    ["a wrong secret", { ...server, secret: "wrong" }],
    ["an unknown app", { ...server, appId: "nobody" }],
    ["a server that is away", { ...server, port: 1 }],
  ])("fails with %s", async (_, config) => {
    const wrong = createRealtime(config);
    const event = { channel: "private-order-1", name: "count", data: {} };
    await expect(wrong.publish(event)).rejects.toMatchObject({ code: "UNAVAILABLE" });
    await expect(wrong.publishBatch([event])).rejects.toMatchObject({ code: "UNAVAILABLE" });
    wrong.close();
  });
});
