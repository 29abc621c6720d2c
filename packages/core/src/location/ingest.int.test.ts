import { setTimeout as sleep } from "node:timers/promises";
import Pusher from "pusher-js";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { eq } from "drizzle-orm";
import { riders } from "@tiffin/db/schema/dispatch";
import { createTestDatabase, type TestDatabase } from "@tiffin/db/testing";
import { insertKitchen, insertRider } from "@tiffin/db/testing/fixtures";
import { isDomainError } from "@tiffin/domain/errors";
import { destination } from "@tiffin/domain/geo/distance";
import { flagNames } from "@tiffin/domain/location/trail-flags";
import { createRealtime, type Realtime } from "../realtime/index.ts";
import { closeRedis, openRedis, type RedisClient } from "../redis/index.ts";
import { createLocationIngest, type LocationIngest } from "./ingest.ts";
import { keys } from "./keys.ts";
import { PositionFeed } from "./position-feed.ts";
import { lastPositions, livePosition, nearbyRiders, sweepSilentRiders } from "./positions.ts";
import { refreshSheets } from "./rider-sheet.ts";
import { decodeTrail } from "./trail-entry.ts";

let database: TestDatabase;
let redis: RedisClient;
let realtime: Realtime;
let feed: PositionFeed;
let location: LocationIngest;
const soketi = inject("soketi");
beforeAll(async () => {
  database = await createTestDatabase(inject("postgresUrl"));
  redis = openRedis(inject("redisUrl"), { name: "ingest-test" });
  const at = { host: soketi.host, port: soketi.port, tls: false };
  realtime = createRealtime({ appId: soketi.appId, key: soketi.key, secret: soketi.secret, ...at, public: at });
  feed = new PositionFeed(realtime, { minIntervalMs: 200 });
  location = createLocationIngest({ db: database.db, redis, feed });
});
afterAll(async () => {
  await location.close();
  await feed.close();
  realtime.close();
  await closeRedis(redis);
  await database.close();
});

const home = { lat: 12.97, lng: 77.59 };
async function rider() {
  const { cityId } = await insertKitchen(database.db);
  return { cityId, riderId: await insertRider(database.db, cityId) };
}
/** A ride as a sheet has it, with the food on board. */
const rideOf = (orderId: string) => ({
  rideId: crypto.randomUUID(),
  orderId,
  status: "PICKED_UP",
  restaurant: home,
  dropoff: destination(home, 90, 2_000),
  readyAt: null,
  isReady: true,
  restaurantId: crypto.randomUUID(),
  pickupOrder: 0,
  dropOrder: 0,
});
const trailOf = async (cityId: string) =>
  (await redis.xrange(keys.trail(cityId), "-", "+")).flatMap(([, fields]) => decodeTrail(fields[1] ?? ""));

describe("a rider's points", () => {
  it("put the rider on the city's map and into its trail, once", async () => {
    const { cityId, riderId } = await rider();
    const now = new Date();
    const batch = [
      { ...home, seq: 1, heading: 90 },
      { ...home, seq: 1 },
      { lat: 200, lng: 0 },
      { ...home, seq: 2, riderId: "somebody-else" },
    ];
    const answer = await location.ingest(riderId, batch, now);
    expect(answer).toEqual({
      accepted: 2,
      rejected: [
        { index: 1, code: "DUPLICATE" },
        { index: 2, code: "INVALID" },
      ],
      nextPingSeconds: 30,
    });
    expect(await nearbyRiders(redis, cityId, home, 500)).toMatchObject([{ riderId }]);
    expect(await livePosition(redis, riderId, now)).toMatchObject({ recordedAt: now });
    expect((await trailOf(cityId)).map(({ riderId: who, seq }) => `${who} ${seq}`)).toEqual([
      `${riderId} 1`,
      `${riderId} 2`,
    ]);
  });

  it("of many connections at once are taken together, each rider's in order", async () => {
    const { cityId, riderId } = await rider();
    const others = await Promise.all([1, 2, 3].map(() => insertRider(database.db, cityId)));
    const everybody = [riderId, ...others];
    const answers = await Promise.all(
      everybody.flatMap((id) =>
        Array.from({ length: 20 }, (_, index) => location.ingest(id, [{ ...home, seq: index + 1 }], new Date())),
      ),
    );
    expect(answers.every(({ accepted }) => accepted === 1)).toBe(true);
    expect(await trailOf(cityId)).toHaveLength(80);
  });

  it("are refused off shift, from strangers, and five hundred and one at once", async () => {
    const { riderId } = await rider();
    await database.db.update(riders).set({ online: false }).where(eq(riders.userId, riderId));
    const answer = await location.ingest(riderId, [home], new Date());
    expect(answer).toMatchObject({ accepted: 0, rejected: [{ index: 0, code: "OFF_SHIFT" }] });
    const refusal = async (who: string, points: object[]) => {
      const error: unknown = await location.ingest(who, points, new Date()).catch((cause: unknown) => cause);
      return isDomainError(error) ? error.code : error;
    };
    expect(
      await refusal(
        riderId,
        Array.from({ length: 501 }, () => home),
      ),
    ).toBe("PAYLOAD_TOO_LARGE");
    const { restaurantId } = await insertKitchen(database.db);
    expect(await refusal(restaurantId, [home])).toBe("NOT_FOUND");
  });

  it("that jump over half the city are shown to nobody, and kept in the trail as what they are", async () => {
    const { cityId, riderId } = await rider();
    const at = (seconds: number) => new Date(Date.now() + seconds * 1_000);
    await location.ingest(riderId, [{ ...home, seq: 1, accuracy: 5 }], at(0));
    const far = { ...destination(home, 0, 9_000), seq: 2, accuracy: 5 };
    expect(await location.ingest(riderId, [far], at(4))).toMatchObject({
      accepted: 0,
      rejected: [{ index: 0, code: "TOO_FAST" }],
    });
    await location.ingest(riderId, [{ ...home, seq: 3, accuracy: 0.01, speed: 40 }], at(8));
    expect((await livePosition(redis, riderId, at(8)))?.location.lat).toBeCloseTo(home.lat, 4);
    expect((await trailOf(cityId)).map(({ seq, flags }) => [seq, flagNames(flags)])).toEqual([
      [1, []],
      [2, ["teleport"]],
      [3, ["impossibleAccuracy", "speeding"]],
    ]);
  });

  it("that are all vague leave the rider on the map at the last good place, and are shown to nobody", async () => {
    const { cityId, riderId } = await rider();
    const start = Date.now() - 60_000;
    const at = (seconds: number) => new Date(start + seconds * 1_000);
    const vague = { ...destination(home, 0, 800), accuracy: 1_500 };
    await location.ingest(riderId, [{ ...home, seq: 1, accuracy: 10 }], at(0));
    for (const [seq, seconds] of [
      [2, 30],
      [3, 60],
    ] as const) {
      const answer = await location.ingest(riderId, [{ ...vague, seq }], at(seconds));
      expect(answer).toEqual({ accepted: 1, rejected: [], nextPingSeconds: 5 });
    }
    expect(await sweepSilentRiders(redis, cityId, at(60))).toEqual([]);
    expect(await nearbyRiders(redis, cityId, home, 50)).toMatchObject([{ riderId }]);
    expect((await lastPositions(redis, [riderId])).get(riderId)).toMatchObject({
      location: home,
      recordedAt: at(0),
      heardAt: at(60),
    });
    expect(await livePosition(redis, riderId, at(60))).toBeNull();
    expect((await trailOf(cityId)).map(({ flags }) => flagNames(flags))).toEqual([[], ["vague"], ["vague"]]);

    // Whose phone has guessed from the start is nowhere.
    const guessing = await insertRider(database.db, cityId);
    expect(await location.ingest(guessing, [{ ...vague, seq: 1 }], at(60))).toMatchObject({ accepted: 1 });
    expect(await lastPositions(redis, [guessing])).toEqual(new Map());
    expect(await nearbyRiders(redis, cityId, home, 5_000)).toHaveLength(1);
  });

  it("with a speed that nobody rides at are shown without it, or not at all", async () => {
    const { cityId, riderId } = await rider();
    const shown: unknown[] = [];
    const order = crypto.randomUUID();
    const own = new PositionFeed(
      { publishBatch: async (events) => void shown.push(...events.map(({ data }) => data)) },
      { minIntervalMs: 0 },
    );
    const showing = createLocationIngest({ db: database.db, redis, feed: own });
    await refreshSheets({ db: database.db, redis }, [riderId]);
    await redis.hset(keys.rider(riderId), { rides: JSON.stringify([rideOf(order)]) });
    const at = (seconds: number) => new Date(Date.now() + seconds * 1_000);
    const near = destination(home, 90, 11);
    await showing.ingest(riderId, [{ ...near, seq: 1, speed: 34 }], at(-2));
    await expect.poll(() => shown).toMatchObject([{ seq: 1, speed: null }]);
    expect(await showing.ingest(riderId, [{ ...home, seq: 2, speed: 200 }], at(0))).toMatchObject({
      rejected: [{ code: "TOO_FAST" }],
    });
    await showing.ingest(riderId, [{ ...near, seq: 3, speed: 8 }], at(0));
    await expect.poll(() => shown).toHaveLength(2);
    expect(shown[1]).toMatchObject({ seq: 3, speed: 8 });
    expect((await trailOf(cityId)).map(({ speed, flags }) => [speed, flagNames(flags)])).toEqual([
      [34, ["speeding"]],
      [200, ["speeding"]],
      [8, []],
    ]);
    await showing.close();
    await own.close();
  });

  it("are wanted most often while somebody watches the order that is carried", async () => {
    const { riderId } = await rider();
    await refreshSheets({ db: database.db, redis }, [riderId]);
    const orderId = crypto.randomUUID();
    await redis.hset(keys.rider(riderId), { rides: JSON.stringify([rideOf(orderId)]) });
    const watched = new Set<string>();
    const own = new PositionFeed(realtime, { isWatched: (id) => watched.has(id) });
    const asking = createLocationIngest({ db: database.db, redis, feed: own });
    const start = Date.now();
    const ride = async (step: number) => {
      const point = { ...destination(home, 90, 40 * step), seq: step };
      return (await asking.ingest(riderId, [point], new Date(start + step * 4_000))).nextPingSeconds;
    };
    expect(await ride(1)).toBe(5);
    watched.add(orderId);
    expect(await ride(2)).toBe(3);
    watched.clear();
    expect(await ride(3)).toBe(5);
    await asking.close();
    await own.close();
  });

  it("survive a flushed Redis: the sheet is read from Postgres again", async () => {
    const { riderId } = await rider();
    await location.ingest(riderId, [{ ...home, seq: 1 }], new Date());
    await redis.del(keys.rider(riderId));
    expect(await location.ingest(riderId, [{ ...home, seq: 2 }], new Date())).toMatchObject({ accepted: 1 });
  });

  it("who waits at a corner is on the map again soon after Redis has lost it, also without a ping", async () => {
    const { cityId, riderId } = await rider();
    const homeward = await insertRider(database.db, cityId);
    const long = await insertRider(database.db, cityId);
    const restored: number[] = [];
    const keeping = createLocationIngest(
      { db: database.db, redis, feed },
      { restoreEveryMs: 40, observer: { onRestored: (count) => restored.push(count) } },
    );
    try {
      const heard = Date.now() - 20_000;
      await keeping.ingest(riderId, [{ ...home, seq: 7 }], new Date(heard));
      await keeping.ingest(homeward, [home], new Date());
      await keeping.ingest(long, [home], new Date(Date.now() - 60_000));
      await database.db.update(riders).set({ online: false }).where(eq(riders.userId, homeward));
      await sleep(200);
      expect(restored).toEqual([]);

      await redis.del(keys.rider(riderId), keys.rider(homeward), ...(await redis.keys(`{city:${cityId}}:*`)));
      while (restored.length === 0) await sleep(20);
      expect(restored).toEqual([1]);
      const near = await nearbyRiders(redis, cityId, home, 500);
      expect(near.map((one) => one.riderId)).toEqual([riderId]);
      expect(await redis.zscore(keys.seen(cityId), riderId)).toBe(String(heard));
      expect(await livePosition(redis, riderId, new Date())).toMatchObject({ location: home, seq: 7 });
      // What was taken before is still known.
      expect(await keeping.ingest(riderId, [{ ...home, seq: 7 }], new Date())).toMatchObject({ accepted: 0 });
    } finally {
      await keeping.close();
    }
  });

  it("end: a silent rider leaves the map, one who was just heard of stays", async () => {
    const { cityId, riderId } = await rider();
    const silent = await insertRider(database.db, cityId);
    await location.ingest(silent, [home], new Date(Date.now() - 50_000));
    await location.ingest(riderId, [home], new Date());
    expect(await sweepSilentRiders(redis, cityId, new Date())).toEqual([silent]);
    expect((await nearbyRiders(redis, cityId, home, 500)).map((near) => near.riderId)).toEqual([riderId]);
  });
});

it("shows the rider's newest position to the order's channel, and not every one", async () => {
  const { riderId } = await rider();
  const orderId = crypto.randomUUID();
  await refreshSheets({ db: database.db, redis }, [riderId]);
  await redis.hset(keys.rider(riderId), { rides: JSON.stringify([rideOf(orderId)]) });
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
  const seen: { seq: number; etaMinutes: unknown }[] = [];
  channel.bind("rider.location", (data: (typeof seen)[number]) => seen.push(data));

  const last = 40;
  const startedAt = Date.now();
  for (let seq = 1; seq <= last; seq += 1) {
    await location.ingest(riderId, [{ ...destination(home, 90, seq * 5), seq, heading: 90 }], new Date());
    await sleep(10);
  }
  await expect.poll(() => seen.at(-1)?.seq, { timeout: 20_000 }).toBe(last);
  // However long it took: the first, and one for each interval since.
  expect(seen.length).toBeLessThanOrEqual(2 + (Date.now() - startedAt) / 200);
  expect(seen.at(-1)).toMatchObject({ heading: 90, etaMinutes: { low: expect.any(Number), high: expect.any(Number) } });
  pusher.disconnect();
});
