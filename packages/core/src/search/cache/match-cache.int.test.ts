import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, inject, test, vi } from "vitest";
import { closeRedis, openRedis, type RedisClient } from "../../redis/index.ts";
import { searchKeys } from "./keys.ts";
import { createMatchCache } from "./match-cache.ts";

let redis: RedisClient;
let otherRedis: RedisClient;
beforeAll(() => {
  redis = openRedis(inject("redisUrl"), { name: "match-cache-test" });
  otherRedis = openRedis(inject("redisUrl"), { name: "match-cache-test" });
});
afterAll(() => Promise.all([closeRedis(redis), closeRedis(otherRedis)]));
afterEach(() => {
  vi.useRealTimers();
});

const freshKey = () => searchKeys.matches("tdr1w", randomUUID());

/** An engine that takes its time and counts how often it is asked. */
function engine(answers: () => object = () => ({ found: 1 })) {
  const state = { asked: 0 };
  return {
    state,
    ask: async () => {
      state.asked += 1;
      await sleep(60);
      return answers();
    },
  };
}

/** Lets the clock show another time; timers and sockets go on. */
function later(milliseconds: number): void {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + milliseconds });
}

describe("many who ask the same at once", () => {
  test("are one question to the engine, in one process and over several", async () => {
    const [here, there] = [createMatchCache(redis), createMatchCache(otherRedis)];
    const { state, ask } = engine();
    const key = freshKey();
    const answers = await Promise.all(
      Array.from({ length: 500 }, (_, index) => (index % 2 === 0 ? here : there).through(key, "v1", ask)),
    );
    expect(state.asked).toBe(1);
    expect(new Set(answers.map(({ value }) => JSON.stringify(value)))).toEqual(new Set(['{"found":1}']));
  });

  test("all hear of it when the engine fails, and the next one asks again", async () => {
    const cache = createMatchCache(redis);
    let isDown = true;
    const { state, ask } = engine(() => {
      if (isDown) throw new Error("engine is down");
      return { found: 2 };
    });
    const key = freshKey();
    const refusals = await Promise.allSettled([1, 2, 3].map(() => cache.through(key, "v1", ask)));
    expect(refusals.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
    expect(state.asked).toBe(1);
    isDown = false;
    expect(await cache.through(key, "v1", ask)).toEqual({ value: { found: 2 }, stale: false });
  });

  test("wait no longer than a lock lives for a process that died", async () => {
    const key = freshKey();
    await redis.set(searchKeys.lock(key), "somebody who died", "PX", 300);
    const { state, ask } = engine();
    await createMatchCache(redis).through(key, "v1", ask);
    expect(state.asked).toBe(1);
  });
});

describe("an answer", () => {
  test("lies in Redis for a minute, for all processes", async () => {
    const { state, ask } = engine();
    const key = freshKey();
    await createMatchCache(redis).through(key, "v1", ask);
    const seconds = await redis.ttl(key);
    expect(seconds).toBeGreaterThan(50);
    expect(seconds).toBeLessThanOrEqual(60);
    expect(await createMatchCache(otherRedis).through(key, "v1", ask)).toEqual({ value: { found: 1 }, stale: false });
    expect(state.asked).toBe(1);
  });

  test("is good for its state of the index only", async () => {
    const { state, ask } = engine();
    const cache = createMatchCache(redis);
    const key = freshKey();
    await cache.through(key, "v1", ask);
    await cache.through(key, "v2", ask);
    await cache.through(key, "v2", ask);
    expect(state.asked).toBe(2);
  });

  test("that gets old is still given, and asked for anew meanwhile", async () => {
    let found = 1;
    const { state, ask } = engine(() => ({ found }));
    const cache = createMatchCache(redis);
    const key = freshKey();
    await cache.through(key, "v1", ask);
    found = 2;
    later(50_000);
    expect((await cache.through(key, "v1", ask)).value).toEqual({ found: 1 });
    await expect.poll(async () => (await cache.through(key, "v1", ask)).value).toEqual({ found: 2 });
    expect(state.asked).toBe(2);
  });

  test("that is too old helps while the engine is away, and says so", async () => {
    const cache = createMatchCache(redis);
    const key = freshKey();
    await cache.through(key, "v1", engine().ask);
    const down = engine(() => {
      throw new Error("engine is down");
    });
    expect(await cache.through(key, "v2", down.ask)).toEqual({ value: { found: 1 }, stale: true });
  });
});

test("without Redis a process goes on alone", async () => {
  const nowhere = openRedis("redis://127.0.0.1:1", { name: "nowhere" });
  nowhere.disconnect();
  const cache = createMatchCache(nowhere);
  const { state, ask } = engine();
  const answers = await Promise.all([1, 2, 3].map(() => cache.through("search:x:y", null, ask)));
  expect(answers.map(({ value }) => value)).toEqual([{ found: 1 }, { found: 1 }, { found: 1 }]);
  await cache.through("search:x:y", null, ask);
  expect(state.asked).toBe(1);
});
