import { randomUUID } from "node:crypto";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@tiffin/db/testing";
import { TRAIL_FLAGS } from "@tiffin/domain/location/trail-flags";
import { closeRedis, openRedis, type RedisClient } from "../redis/index.ts";
import { keys } from "./keys.ts";
import { copyTrail } from "./trail-copy.ts";
import { encodeTrail, type TrailPoint } from "./trail-entry.ts";
import { noteTrailLoss } from "./trail-loss.ts";
import { ensureTrailPartitions, retireTrailPartitions } from "./trail-partitions.ts";
import { createTrailWriter } from "./trail-writer.ts";

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
  flags: 0,
  ...change,
});
const rows = async (of: string) =>
  database.db
    .$client`select seq::int, late, heading, tableoid::regclass::text as partition from rider_trail where rider_id = ${of} order by seq`;

describe("the trail", () => {
  it("keeps each point once, in its day's partition, however often it is written", async () => {
    await ensureTrailPartitions(database.db, new Date(now));
    await copyTrail(database.db, [point(1), point(2, { late: true })]);
    await copyTrail(database.db, [point(2), point(3)]);
    expect(await rows(riderId)).toEqual([
      { seq: 1, late: false, heading: null, partition: "rider_trail_20260301" },
      { seq: 2, late: true, heading: 90, partition: "rider_trail_20260301" },
      { seq: 3, late: false, heading: null, partition: "rider_trail_20260301" },
    ]);
  });

  it("keeps points of a day without a partition", async () => {
    const stranger = randomUUID();
    await copyTrail(database.db, [point(1, { riderId: stranger, recordedAt: Date.UTC(2020, 0, 1) })]);
    expect(await rows(stranger)).toMatchObject([{ partition: "rider_trail_default" }]);
  });

  it("writes old days as Parquet before it drops them whole", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "trail-"));
    const dweller = randomUUID();
    const day = new Date(Date.UTC(2026, 1, 10));
    await ensureTrailPartitions(database.db, day, 0);
    const odd = TRAIL_FLAGS.teleport | TRAIL_FLAGS.speeding;
    const points = [2, 1].map((seq) => point(seq, { riderId: dweller, recordedAt: day.getTime() + seq, flags: odd }));
    await copyTrail(database.db, points);

    const retired = { keepDays: 30, exportFolder: folder };
    expect(
      await retireTrailPartitions(database.db, new Date(day.getTime() + 40 * 86_400_000), retired),
    ).toBeGreaterThan(0);
    expect(await rows(dweller)).toEqual([]);
    const file = await asyncBufferFromFile(path.join(folder, "rider_trail_20260210.parquet"));
    expect(await parquetReadObjects({ file })).toMatchObject([
      { rider_id: dweller, recorded_at: new Date(day.getTime() + 1), seq: 1n, heading: null, lat: 12.97, flags: odd },
      { rider_id: dweller, recorded_at: new Date(day.getTime() + 2), seq: 2n, heading: 90, late: false, speed: 4.5 },
    ]);
  });

  it("writes and drops old days that lie in the default partition, too, and leaves newer ones there", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "trail-"));
    const stray = randomUUID();
    const [first, second, kept] = [Date.UTC(2025, 4, 3), Date.UTC(2025, 4, 4, 23, 59), Date.UTC(2025, 7, 1)];
    const points = [first, second, kept].map((recordedAt, seq) => point(seq, { riderId: stray, recordedAt }));
    await copyTrail(database.db, points);

    await retireTrailPartitions(database.db, new Date(Date.UTC(2025, 7, 2)), { keepDays: 30, exportFolder: folder });
    expect(await rows(stray)).toMatchObject([{ seq: 2, partition: "rider_trail_default" }]);
    for (const [day, seq, recordedAt] of [
      ["20250503", 0n, first],
      ["20250504", 1n, second],
    ] as const) {
      const file = await asyncBufferFromFile(path.join(folder, `rider_trail_default_${day}.parquet`));
      expect(await parquetReadObjects({ file })).toMatchObject([
        { rider_id: stray, seq, recorded_at: new Date(recordedAt) },
      ]);
    }
  });

  it("keeps a day whose export fails", async () => {
    const dweller = randomUUID();
    const day = new Date(Date.UTC(2026, 1, 11));
    await ensureTrailPartitions(database.db, day, 0);
    await copyTrail(database.db, [point(1, { riderId: dweller, recordedAt: day.getTime() })]);
    const nowhere = path.join(await mkdtemp(path.join(tmpdir(), "trail-")), "file");
    await writeFile(nowhere, "not a folder");
    const later = new Date(day.getTime() + 40 * 86_400_000);
    await expect(retireTrailPartitions(database.db, later, { keepDays: 30, exportFolder: nowhere })).rejects.toThrow(
      "EEXIST",
    );
    expect(await rows(dweller)).toHaveLength(1);
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
    await redis.call("XCLAIM", stream, "trail", "dead", 0, pending?.[0] ?? "", "IDLE", 60_000);
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

  it("knows what the stream's bound took before anybody had read it", async () => {
    const cityId = randomUUID();
    const stream = keys.trail(cityId);
    await redis.xgroup("CREATE", stream, "trail", "0", "MKSTREAM");
    const add = async (seq: number) =>
      redis.xadd(stream, "MAXLEN", "=", 4, "*", "points", encodeTrail([point(seq, { riderId: randomUUID() })]));
    for (let seq = 1; seq <= 3; seq += 1) await add(seq);
    await redis.xreadgroup("GROUP", "trail", "alive", "COUNT", 2, "STREAMS", stream, ">");
    expect(await noteTrailLoss(redis, cityId, "trail")).toEqual({ waiting: 1, lost: 0 });
    // Seven more for a stream of four: the third of all, and the four after it, are gone unread.
    for (let seq = 4; seq <= 10; seq += 1) await add(seq);
    expect(await noteTrailLoss(redis, cityId, "trail")).toEqual({ waiting: 4, lost: 4 });
    await redis.xreadgroup("GROUP", "trail", "alive", "COUNT", 10, "STREAMS", stream, ">");
    expect(await noteTrailLoss(redis, cityId, "trail")).toEqual({ waiting: 0, lost: 4 });
  });

  it("knows what was lost before its writers had ever read anything", async () => {
    const cityId = randomUUID();
    const stream = keys.trail(cityId);
    await redis.xgroup("CREATE", stream, "trail", "0", "MKSTREAM");
    for (let seq = 1; seq <= 7; seq += 1) {
      await redis.xadd(stream, "MAXLEN", "=", 4, "*", "points", encodeTrail([point(seq, { riderId: randomUUID() })]));
    }
    expect(await noteTrailLoss(redis, cityId, "trail")).toEqual({ waiting: 4, lost: 3 });
    await redis.xreadgroup("GROUP", "trail", "alive", "COUNT", 10, "STREAMS", stream, ">");
    expect(await noteTrailLoss(redis, cityId, "trail")).toEqual({ waiting: 0, lost: 3 });
  });

  it("knows what a writer had read and died with, when the bound took it before another one could", async () => {
    const cityId = randomUUID();
    const stream = keys.trail(cityId);
    await redis.xgroup("CREATE", stream, "trail", "0", "MKSTREAM");
    const add = async (seq: number) =>
      redis.xadd(stream, "MAXLEN", "=", 2, "*", "points", encodeTrail([point(seq, { riderId: randomUUID() })]));
    const ids = [await add(1), await add(2)];
    await redis.xreadgroup("GROUP", "trail", "dead", "COUNT", 2, "STREAMS", stream, ">");
    for (const id of ids) await redis.call("XCLAIM", stream, "trail", "dead", 0, id ?? "", "IDLE", 60_000);
    await add(3);
    const losses: number[] = [];
    const writer = createTrailWriter({
      db: database.db,
      redis,
      consumer: "alive",
      cityIds: async () => [cityId],
      onPoints: async () => {},
      onError: (error) => {
        throw error;
      },
      onBacklog: (_city, { lost }) => losses.push(lost),
    });
    void writer.run();
    // The first of two is gone; the second is taken over.
    await expect.poll(() => losses, { timeout: 20_000 }).toContain(1);
    await writer.stop();
    expect(new Set(losses)).toEqual(new Set([1]));
    expect(await redis.xpending(stream, "trail")).toEqual([0, null, null, null]);
  });
});
