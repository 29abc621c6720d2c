import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { riders } from "@tiffin/db/schema/dispatch";
import { createTestDatabase, type TestDatabase } from "@tiffin/db/testing";
import { insertKitchen, insertRider } from "@tiffin/db/testing/fixtures";
import { closeRedis, openRedis, type RedisClient } from "../redis/index.ts";
import { keys } from "./keys.ts";
import { refreshSheets } from "./rider-sheet.ts";

let database: TestDatabase;
let redis: RedisClient;
beforeAll(async () => {
  database = await createTestDatabase(inject("postgresUrl"));
  redis = openRedis(inject("redisUrl"), { name: "refresh-sheets-test" });
});
afterAll(async () => {
  await closeRedis(redis);
  await database.close();
});

it("a sheet that was read before somebody else wrote a newer one does not take its place", async () => {
  const { cityId } = await insertKitchen(database.db);
  const riderId = await insertRider(database.db, cityId);
  const sql = database.db.$client;
  const waitsForRides = async () =>
    (
      await sql`select 1 from pg_locks l join pg_database d on d.oid = l.database
        where d.datname = current_database() and l.relation = 'rides'::regclass and not l.granted`
    ).length > 0;

  let slow: ReturnType<typeof refreshSheets> | undefined;
  await sql.begin(async (held) => {
    await held`lock table rides in access exclusive mode`;
    // It has read that the rider is on shift, and waits for the rides.
    slow = refreshSheets({ db: database.db, redis }, [riderId]);
    await expect.poll(waitsForRides).toBe(true);
    await database.db.update(riders).set({ online: false }).where(eq(riders.userId, riderId));
    await redis.hset(keys.rider(riderId), { city: cityId, online: "0", rides: "[]", v: "the quicker one's" });
  });
  expect(await slow).toMatchObject([{ riderId, online: false }]);
  expect(await redis.hget(keys.rider(riderId), "online")).toBe("0");
});
