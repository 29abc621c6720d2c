import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { cities } from "@tiffin/db/schema/cities";
import { createTestDatabase, type TestDatabase } from "@tiffin/db/testing";
import { insertKitchen, insertRider } from "@tiffin/db/testing/fixtures";
import { destination } from "@tiffin/domain/geo/distance";
import { closeRedis, openRedis, type RedisClient } from "../redis/index.ts";
import { createLocationIngest } from "./ingest.ts";
import { keys } from "./keys.ts";
import { PositionFeed } from "./position-feed.ts";
import { beginSession } from "./positions.ts";
import { refreshSheets } from "./rider-sheet.ts";
import { noteTrailLoss } from "./trail-loss.ts";

let database: TestDatabase;
let redis: RedisClient;
beforeAll(async () => {
  database = await createTestDatabase(inject("postgresUrl"));
  redis = openRedis(inject("redisUrl"), { name: "ingest-cities-test" });
});
afterAll(async () => {
  await closeRedis(redis);
  await database.close();
});

/** One more gateway over the same Redis. */
const gateway = () =>
  createLocationIngest({
    db: database.db,
    redis,
    feed: new PositionFeed({ publishBatch: () => Promise.resolve() }),
  });

it("a rider's map is that of the city where the rider is, and going off shift takes the rider off it", async () => {
  const [home, other] = [await insertKitchen(database.db), await insertKitchen(database.db)];
  const middle = destination(home.location, 90, 40_000);
  await database.db.update(cities).set(middle).where(eq(cities.id, other.cityId));
  const riderId = await insertRider(database.db, home.cityId);
  const location = gateway();
  const isOn = async (cityId: string) => (await redis.zscore(keys.riders(cityId), riderId)) !== null;

  await location.ingest(riderId, [{ ...home.location, seq: 1 }], new Date());
  expect([await isOn(home.cityId), await isOn(other.cityId)]).toEqual([true, false]);
  // The phone was off on the train.
  await beginSession(redis, riderId);
  await location.ingest(riderId, [{ ...middle, seq: 1 }], new Date());
  expect([await isOn(home.cityId), await isOn(other.cityId)]).toEqual([false, true]);
  await database.db.$client`update riders set online = false where user_id = ${riderId}`;
  await refreshSheets({ db: database.db, redis }, [riderId]);
  expect([await isOn(home.cityId), await isOn(other.cityId)]).toEqual([false, false]);
  await location.close();
});

it("a rider who is on two gateways at once is judged by both with the same memory", async () => {
  const { cityId, location: home } = await insertKitchen(database.db);
  const riderId = await insertRider(database.db, cityId);
  const [first, second] = [gateway(), gateway()];
  const send = (location: typeof first, seq: number) => location.ingest(riderId, [{ ...home, seq }], new Date());
  expect(await send(first, 1)).toMatchObject({ accepted: 1 });
  expect(await send(second, 1)).toMatchObject({ accepted: 0, rejected: [{ code: "DUPLICATE" }] });
  expect(await send(second, 2)).toMatchObject({ accepted: 1 });
  expect(await send(first, 2)).toMatchObject({ accepted: 0, rejected: [{ code: "DUPLICATE" }] });
  expect(await send(first, 3)).toMatchObject({ accepted: 1 });
  await Promise.all([first.close(), second.close()]);
});

it("a rider who sends without end is told to wait, and the others are not", async () => {
  const { cityId, location: home } = await insertKitchen(database.db);
  const [riderId, other] = [await insertRider(database.db, cityId), await insertRider(database.db, cityId)];
  const location = gateway();
  const now = new Date();
  const codes = new Set<string>();
  for (let batch = 0; batch < 25; batch += 1) {
    const points = Array.from({ length: 500 }, (_, index) => ({ ...home, seq: 1 + batch * 500 + index }));
    const answer = await location.ingest(riderId, points, now);
    for (const { code } of answer.rejected) codes.add(code);
    if (answer.rejected.length > 0) expect(answer.nextPingSeconds).toBe(30);
  }
  expect([...codes]).toEqual(["RATE_LIMITED"]);
  expect(await location.ingest(other, [{ ...home, seq: 1 }], now)).toMatchObject({ accepted: 1 });
  await location.close();
});

it("what one rider sends, or one city's key refuses, fails nobody else's points of the same batch", async () => {
  const [home, other] = [await insertKitchen(database.db), await insertKitchen(database.db)];
  const [riderId, polar] = [await insertRider(database.db, home.cityId), await insertRider(database.db, home.cityId)];
  const elsewhere = await insertRider(database.db, other.cityId);
  const failures: unknown[] = [];
  const location = createLocationIngest(
    { db: database.db, redis, feed: new PositionFeed({ publishBatch: () => Promise.resolve() }) },
    { observer: { onFailed: (error) => failures.push(error) } },
  );
  const send = (who: string, point: object) =>
    location.ingest(who, [{ ...home.location, ...point }], new Date()).catch((error: unknown) => error);
  expect(await Promise.all([send(polar, { lat: 86 }), send(riderId, { seq: 1 })])).toMatchObject([
    { accepted: 0, rejected: [{ index: 0, code: "INVALID" }] },
    { accepted: 1 },
  ]);

  await redis.set(keys.riders(other.cityId), "no map");
  expect(await Promise.all([send(elsewhere, { seq: 1 }), send(riderId, { seq: 2 })])).toMatchObject([
    { code: "UNAVAILABLE" },
    { accepted: 1 },
  ]);
  expect(failures).toHaveLength(1);
  // What was not written is not known either: the phone sends it again.
  await redis.del(keys.riders(other.cityId));
  expect(await send(elsewhere, { seq: 1 })).toMatchObject({ accepted: 1 });
  await location.close();
});

it("messages without a point, or with too many, cost the rider points like any other", async () => {
  const { cityId, location: home } = await insertKitchen(database.db);
  const now = new Date();
  for (const points of [[], Array.from({ length: 501 }, () => home)]) {
    const riderId = await insertRider(database.db, cityId);
    const location = gateway();
    const send = (list: object[]) => location.ingest(riderId, list, now).catch((error: unknown) => error);
    expect(await send(points)).toMatchObject(points.length === 0 ? { accepted: 0 } : { code: "PAYLOAD_TOO_LARGE" });
    const messages = Math.ceil(12_000 / Math.max(1, points.length));
    const answers = await Promise.all(Array.from({ length: messages }, () => send(points)));
    expect(answers.at(-1)).toMatchObject(points.length === 0 ? { nextPingSeconds: 30 } : { code: "RATE_LIMITED" });
    expect(await send([{ ...home, seq: 1 }])).toMatchObject({ accepted: 0, rejected: [{ code: "RATE_LIMITED" }] });
    await location.close();
  }
});

it("a trail that nobody reads is bounded by its age, and what goes is counted", async () => {
  const { cityId, location: home } = await insertKitchen(database.db);
  const riderId = await insertRider(database.db, cityId);
  const location = gateway();
  const stream = keys.trail(cityId);
  await redis.xgroup("CREATE", stream, "trail", "0", "MKSTREAM");
  const [old, young] = [Date.now() - 3_600_000, Date.now() - 60_000];
  // Redis lets whole nodes of a hundred entries go.
  for (const since of [old, young])
    for (let entry = 0; entry < 200; entry += 1) await redis.xadd(stream, `${since}-${entry}`, "points", "[]");
  await location.ingest(riderId, [{ ...home, seq: 1 }], new Date());
  expect(await redis.xlen(stream)).toBe(201);
  expect(await noteTrailLoss(redis, cityId, "trail")).toEqual({ waiting: 201, lost: 200 });
  await location.close();
});
