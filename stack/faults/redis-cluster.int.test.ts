import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { insertKitchen } from "@tiffin/db/testing/fixtures";
import { startRedisCluster, type TestCluster } from "./testing/redis-cluster.ts";
import { signIn } from "./testing/customer.ts";
import { eventually } from "./testing/eventually.ts";
import { createFaultWorld, type FaultWorld } from "./testing/fault-world.ts";
import { comeOnShift } from "./testing/riders.ts";

let cluster: TestCluster;
let world: FaultWorld;
const leaving = new AbortController();
beforeAll(async () => {
  cluster = await startRedisCluster();
  world = await createFaultWorld({
    postgresUrl: inject("postgresUrl"),
    soketi: inject("soketi"),
    redisUrl: cluster.url,
  });
});
afterAll(async () => {
  leaving.abort();
  await world.close();
  await cluster.stop();
});

/** What each node has under keys of that form. */
const keysOn = (pattern: string) => Promise.all(cluster.nodes.map((node) => node.keys(pattern)));

it("carries cities whose keys lie on different nodes: maps, trails, idempotency, search, offers", async () => {
  const towns = await Promise.all(Array.from({ length: 6 }, () => insertKitchen(world.db)));
  const riders = await Promise.all(
    towns.map(({ cityId, location }) => comeOnShift(world, { cityId, at: location }, leaving.signal)),
  );
  const maps = await keysOn("{city:*}:riders");
  expect(maps.flat().sort()).toEqual(towns.map(({ cityId }) => `{city:${cityId}}:riders`).sort());
  expect(maps.filter((keys) => keys.length > 0).length).toBeGreaterThan(1);

  // The worker drains streams of several slots.
  await eventually(async () => {
    const rows = await world.db.$client<{ rider_id: string }[]>`select distinct rider_id from rider_trail`;
    return riders.every(({ riderId }) => rows.some((row) => row.rider_id === riderId));
  });

  const customer = await signIn(world, towns[0]!);
  const key = randomUUID();
  const first = await customer.place(key);
  expect(first).toMatchObject({ status: 201, body: { status: "CONFIRMED" } });
  expect(await customer.place(key)).toEqual({ ...first, isReplay: true });
  await riders[0]!.takesWhatComes();
  expect((await riders[0]!.current()).rides).toMatchObject([{ orderId: first.body.id }]);

  // No command of any process named keys of two slots.
  for (const node of cluster.nodes) expect(await node.info("errorstats")).not.toContain("CROSSSLOT");
});
