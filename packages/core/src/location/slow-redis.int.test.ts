import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@tiffin/db/testing";
import { insertKitchen, insertRiders } from "@tiffin/db/testing/fixtures";
import type { DomainError } from "@tiffin/domain/errors";
import { MAX_PINGS_PER_BATCH, type PingAnswer } from "@tiffin/domain/wire/riders";
import { closeRedis, openRedis, type RedisClient } from "../redis/index.ts";
import { createLocationIngest } from "./ingest.ts";
import { keys } from "./keys.ts";
import { PositionFeed } from "./position-feed.ts";
import { decodeTrail } from "./trail-entry.ts";

/** A redis-server of this test's own: the others' must not be held up. */
let server: ChildProcess;
let folder: string;
let redis: RedisClient;
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase(inject("postgresUrl"));
  folder = await mkdtemp(path.join(tmpdir(), "tiffin-slow-redis-"));
  const listener = createServer().listen(0, "127.0.0.1");
  await once(listener, "listening");
  const { port } = listener.address() as AddressInfo;
  listener.close();
  const flags = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder];
  server = spawn("redis-server", flags, { stdio: "ignore" });
  redis = openRedis(`redis://127.0.0.1:${port}`, { name: "slow-redis-test" });
});
afterAll(async () => {
  await closeRedis(redis);
  server.kill("SIGKILL");
  await rm(folder, { recursive: true, force: true });
  await database.close();
});

it("while Redis stands still, points wait up to a bound, then are refused; what was taken is all there afterwards", async () => {
  const { cityId, location: home } = await insertKitchen(database.db);
  const riderIds = await insertRiders(database.db, cityId, 201);
  const location = createLocationIngest({
    db: database.db,
    redis,
    feed: new PositionFeed({ publishBatch: () => Promise.resolve() }),
  });
  const outcomes: (PingAnswer | DomainError)[] = [];
  const send = (riderId: string) => {
    const points = Array.from({ length: MAX_PINGS_PER_BATCH }, (_, seq) => ({ ...home, seq }));
    location.take({ riderId, points, now: Date.now(), settle: (outcome) => outcomes.push(outcome) });
  };
  await redis.call("CLIENT", "PAUSE", 600_000, "WRITE");
  const [last = "", ...first] = riderIds;
  for (const riderId of first.slice(0, 19)) send(riderId);
  expect(location.isBehind).toBe(false);
  for (const riderId of first.slice(19)) send(riderId);
  expect([location.isBehind, location.waiting]).toEqual([true, 100_000]);
  send(last);
  expect(outcomes).toMatchObject([{ code: "UNAVAILABLE", retryAfterSeconds: 2 }]);

  await redis.call("CLIENT", "UNPAUSE");
  await location.close();
  expect([location.isBehind, location.waiting]).toEqual([false, 0]);
  expect(outcomes.slice(1).map((outcome) => "accepted" in outcome && outcome.accepted)).toEqual(
    first.map(() => MAX_PINGS_PER_BATCH),
  );
  const trail = (await redis.xrange(keys.trail(cityId), "-", "+")).flatMap(([, fields]) =>
    decodeTrail(fields[1] ?? ""),
  );
  expect(trail).toHaveLength(100_000);
  expect(await redis.zcard(keys.riders(cityId))).toBe(200);
});
