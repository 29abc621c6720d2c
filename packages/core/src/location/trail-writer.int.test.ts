import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@tiffin/db/testing";
import { closeRedis, openRedis, type RedisClient } from "../redis/index.ts";
import { keys } from "./keys.ts";
import { encodeTrail, type TrailPoint } from "./trail-entry.ts";
import { dropOldTrailPartitions, ensureTrailPartitions } from "./trail-partitions.ts";
import { createTrailWriter, writeTrail } from "./trail-writer.ts";

let database: TestDatabase;
let redis: RedisClient;
beforeAll(async () => {
  database = await createTestDatabase(inject("postgresUrl"));
  redis = openRedis(inject("redisUrl"), { name: "trail-test" });
});
afterAll(async () => {
  await closeRedis(redis);
  await database.close();
});

const riderId = randomUUID();
const now = Date.UTC(2026, 2, 1, 12);
const point = (seq: number, change: Partial<TrailPoint> = {}): TrailPoint => ({
  riderId,
  recordedAt: now + seq * 1_000,
  seq,
  lat: 12.97,
  lng: 77.59,
  accuracy: null,
  heading: seq % 2 === 0 ? 90 : null,
  speed: 4.5,
  late: false,
  receivedAt: now + seq * 1_000 + 40,
  ...change,
});
const rows = async (of: string) =>
  database.db
    .$client`select seq::int, late, heading, tableoid::regclass::text as partition from rider_trail where rider_id = ${of} order by seq`;

describe("the trail", () => {
  it("keeps each point once, in its day's partition, however often it is written", async () => {
    await ensureTrailPartitions(database.db, new Date(now));
    await writeTrail(database.db, [point(1), point(2, { late: true })]);
    await writeTrail(database.db, [point(2), point(3)]);
    expect(await rows(riderId)).toEqual([
      { seq: 1, late: false, heading: null, partition: "rider_trail_20260301" },
      { seq: 2, late: true, heading: 90, partition: "rider_trail_20260301" },
      { seq: 3, late: false, heading: null, partition: "rider_trail_20260301" },
    ]);
  });

  it("keeps points of a day without a partition, and drops old days whole", async () => {
    const stranger = randomUUID();
    await writeTrail(database.db, [point(1, { riderId: stranger, recordedAt: Date.UTC(2020, 0, 1) })]);
    expect(await rows(stranger)).toMatchObject([{ partition: "rider_trail_default" }]);
    expect(await dropOldTrailPartitions(database.db, new Date(now + 40 * 86_400_000), 30)).toBeGreaterThan(0);
    expect(await rows(riderId)).toEqual([]);
  });

  it("is drained from the city's stream, what a dead writer left included, and garbage does no harm", async () => {
    const cityId = randomUUID();
    const walker = randomUUID();
    const stream = keys.trail(cityId);
    const add = (text: string) => redis.xadd(stream, "*", "points", text);
    await add(encodeTrail([point(1, { riderId: walker }), point(2, { riderId: walker })]));
    await redis.xgroup("CREATE", stream, "trail", "0");
    // A writer that took the first entry and died, long ago.
    await redis.xreadgroup("GROUP", "trail", "dead", "COUNT", 1, "STREAMS", stream, ">");
    const [pending] = (await redis.xpending(stream, "trail", "-", "+", 1)) as [string][];
    await redis.xclaim(stream, "trail", "dead", 0, pending?.[0] ?? "", "IDLE", 60_000);
    await add("garbage");
    await add(encodeTrail([point(3, { riderId: walker })]));

    const seen: number[] = [];
    const writer = createTrailWriter({
      db: database.db,
      redis,
      consumer: "alive",
      cityIds: async () => [cityId],
      onPoints: async (points) => void seen.push(...points.map(({ seq }) => seq)),
      onError: (error) => {
        throw error;
      },
    });
    void writer.run();
    await expect.poll(() => rows(walker), { timeout: 20_000 }).toHaveLength(3);
    await writer.stop();
    expect(seen.toSorted((a, b) => a - b)).toEqual([1, 2, 3]);
    expect(await redis.xpending(stream, "trail")).toEqual([0, null, null, null]);
  });
});
