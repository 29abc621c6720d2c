import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { locationKeys } from "@tiffin/core/location";
import { insertKitchen, insertRiders } from "@tiffin/db/testing/fixtures";
import { createWorkerWorld, eventually, type WorkerWorld } from "./testing/worker-world.ts";

let world: WorkerWorld;
beforeAll(async () => {
  world = await createWorkerWorld(
    { postgresUrl: inject("postgresUrl"), redisUrl: inject("redisUrl"), soketi: inject("soketi") },
    46,
  );
});
afterAll(() => world.close());

// What a dead writer had read is taken over after half a minute.
it("loses nothing of the trail although its writer is killed while points come", { timeout: 150_000 }, async () => {
  const { cityId, location: home } = await insertKitchen(world.db);
  const riderIds = await insertRiders(world.db, cityId, 30);
  const sql = world.db.$client;
  let sent = 0;
  const send = async (rounds: number) => {
    for (let round = 0; round < rounds; round += 1) {
      const seq = sent;
      const answers = await Promise.all(
        riderIds.map((riderId) => world.location.ingest(riderId, [{ ...home, seq }], new Date())),
      );
      sent += answers.reduce((sum, { accepted }) => sum + accepted, 0);
    }
  };
  const written = async () =>
    Number((await sql`select count(*) from rider_trail where rider_id = any(${riderIds}::uuid[])`)[0]?.["count"]);

  const killed = await world.startWorkerProcess();
  await send(3);
  await eventually(async () => (await written()) === sent || null);
  await sql.begin(async (held) => {
    // What the writer reads now it can't write.
    await held`lock table rider_trail in access exclusive mode`;
    await send(10);
    await eventually(
      async () => ((await world.redis.xpending(locationKeys.trail(cityId), "trail"))[0] as number) > 0 || null,
    );
    await Promise.all([killed.kill(), send(10)]);
  });
  const worker = await world.startWorkerProcess();
  await send(3);
  await eventually(async () => (await written()) === sent || null);
  expect(sent).toBe(26 * riderIds.length);
  const gauge = async (name: string) => {
    const metrics = await (await fetch(`${worker.url}/metrics`)).text();
    return new RegExp(`^${name}\\{city="${cityId}"\\} (\\d+)$`, "m").exec(metrics)?.[1];
  };
  await eventually(async () => (await gauge("trail_waiting_entries")) === "0" || null);
  expect(await gauge("trail_lost_entries")).toBe("0");
});
