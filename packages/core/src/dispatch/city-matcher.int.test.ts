import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { sql } from "drizzle-orm";
import { closeDatabase, openDatabase } from "@tiffin/db/client";
import { createTestDatabase, type TestDatabase } from "@tiffin/db/testing";
import { createCityMatcher } from "./city-matcher.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase(inject("postgresUrl"));
});
afterAll(() => database.close());

/** Rounds that take a moment, and how many of them ran at the same time at most. */
function slowRounds() {
  const seen = { begun: 0, now: 0, most: 0 };
  const match = async () => {
    const round = ++seen.begun;
    seen.most = Math.max(seen.most, ++seen.now);
    await pause(30);
    seen.now -= 1;
    return round;
  };
  return { seen, match };
}

it("everybody who asks during a round shares the next one, which begins after they asked", async () => {
  const { seen, match } = slowRounds();
  const matcher = createCityMatcher(database.db, match);
  const first = matcher.round("a");
  while (seen.begun === 0) await pause(1);
  const later = await Promise.all(Array.from({ length: 200 }, () => matcher.round("a")));
  expect(await first).toBe(1);
  expect(new Set(later)).toEqual(new Set([2]));
  expect(await matcher.round("a")).toBe(3);
});

it("a round that fails is no round for those who wait for the next", async () => {
  let isFirst = true;
  const matcher = createCityMatcher(database.db, async () => {
    await pause(20);
    if (isFirst) {
      isFirst = false;
      throw new Error("the map is gone");
    }
    return "planned";
  });
  const failing = matcher.round("a");
  const next = matcher.round("a");
  await expect(failing).rejects.toThrow("the map is gone");
  expect(await next).toBe("planned");
});

it("two processes never match one city at the same time; cities don't wait for each other", async () => {
  const { seen, match } = slowRounds();
  const matchers = [createCityMatcher(database.db, match), createCityMatcher(database.db, match)];
  await Promise.all(Array.from({ length: 6 }, (_, index) => matchers[index % 2]!.round("a")));
  expect(seen.most).toBe(1);
  await Promise.all([matchers[0]!.round("a"), matchers[1]!.round("b")]);
  expect(seen.most).toBe(2);
});

it("more cities than the pool has connections are matched, though each round needs one beside its lock", async () => {
  const [work, locks] = [1, 2].map(() => openDatabase(database.url, { applicationName: "test", maxConnections: 2 }));
  const matcher = createCityMatcher(locks!, async (cityId) => {
    const [row] = await work!.execute<{ cityId: string }>(sql`select ${cityId}::text as "cityId", pg_sleep(0.01)`);
    return row?.cityId;
  });
  const cities = Array.from({ length: 12 }, (_, index) => `city ${index}`);
  expect(await Promise.all(cities.map((cityId) => matcher.round(cityId)))).toEqual(cities);
  await Promise.all([closeDatabase(work!), closeDatabase(locks!)]);
});

it("what is left to write of a round keeps nobody waiting; at most one does so, and it is awaited at the end", async () => {
  const writing = { begun: 0, now: 0, most: 0, ended: 0 };
  let round = 0;
  const matcher = createCityMatcher(
    database.db,
    () => Promise.resolve(++round),
    async () => {
      writing.begun += 1;
      writing.most = Math.max(writing.most, ++writing.now);
      await pause(300);
      writing.now -= 1;
      writing.ended += 1;
    },
  );
  expect([await matcher.round("a"), await matcher.round("a")]).toEqual([1, 2]);
  expect(writing.most).toBe(1);
  await matcher.settled();
  expect(writing).toEqual({ begun: 2, now: 0, most: 1, ended: 2 });
});
