import { setTimeout as sleep } from "node:timers/promises";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { closeRedis, openBlockingRedis, openRedis, type RedisClient } from "@tiffin/core/redis";
import { createSearchEngine, type RebuildableEngine } from "@tiffin/core/search";
import { restaurants } from "@tiffin/db/schema/catalog";
import { searchRebuilds } from "@tiffin/db/schema/search-rebuilds";
import { createTestDatabase, type TestDatabase } from "@tiffin/db/testing";
import { insertKitchen, type FixtureKitchen } from "@tiffin/db/testing/fixtures";
import { createLogger } from "./logger.ts";
import { createMetrics } from "./metrics.ts";
import { searchIndexJob } from "./search-index.ts";
import type { WorkerServices } from "./services.ts";

let database: TestDatabase;
let redis: RedisClient;
let kitchen: FixtureKitchen;
let engine: RebuildableEngine;
beforeEach(async () => {
  database = await createTestDatabase(inject("postgresUrl"));
  redis = openRedis(inject("redisUrl"), { name: "search-index-test" });
  kitchen = await insertKitchen(database.db);
  engine = createSearchEngine({ engine: "embedded" }, database.db);
});
afterEach(async () => {
  await closeRedis(redis);
  await database.close();
});

/** What a worker does when it begins to lead; answers when it is through. */
async function lead(mayHaveMissed: boolean, searchEngine = engine) {
  const { db, url } = database;
  const services = { db, redis, searchEngine } as WorkerServices;
  const job = searchIndexJob(services, url, createMetrics(), createLogger("silent"));
  await job.check({ mayHaveMissed });
  await job.stop();
}
const indexed = async () => (await engine.documents([kitchen.restaurantId]))[0]?.name;
const runs = async () =>
  (await database.db.select().from(searchRebuilds).orderBy(searchRebuilds.id)).map((run) => run.scope);
/** By plain SQL while no relay listens. */
const rename = (name: string) =>
  database.db.update(restaurants).set({ name }).where(eq(restaurants.id, kitchen.restaurantId));

describe("a worker that begins to lead", () => {
  it("builds the index where there is none, and then adds only what it lacks", async () => {
    await lead(false);
    expect(await indexed()).toBe("Udupi Krishna Bhavan");
    await rename("Udupi Palace");
    const { restaurantId } = await insertKitchen(database.db);
    await lead(false);
    expect(await engine.indexedIds([restaurantId])).toEqual([restaurantId]);
    // The slot keeps this change; nobody has to look for it.
    expect(await indexed()).toBe("Udupi Krishna Bhavan");
    expect(await runs()).toEqual(["all", "missing"]);
  });

  it("makes all of it anew when changes may have been missed, and for code that wants another index", async () => {
    await lead(false);
    await rename("Udupi Palace");
    await lead(true);
    expect(await indexed()).toBe("Udupi Palace");
    await rename("Udupi Garden");
    await lead(false, { ...engine, indexVersion: "next" });
    expect(await indexed()).toBe("Udupi Garden");
    expect(await runs()).toEqual(["all", "all", "all"]);
  });

  it("lets caches know, after it can be searched", async () => {
    const listener = openBlockingRedis(redis);
    const told: { cityId: string; found: string | undefined }[] = [];
    listener.on("pmessage", (_pattern: string, _channel: string, message: string) => {
      void indexed().then((found) => told.push({ cityId: message.split(" ")[0] ?? "", found }));
    });
    await listener.psubscribe("*");
    await lead(false);
    while (!told.some(({ cityId }) => cityId === kitchen.cityId)) await sleep(10);
    expect(told.find(({ cityId }) => cityId === kitchen.cityId)?.found).toBe("Udupi Krishna Bhavan");
    listener.disconnect();
  });
});
