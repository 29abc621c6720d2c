import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { isDomainError } from "@tiffin/domain/errors";
import { closeRedis, openRedis, type RedisClient } from "../redis/index.ts";
import { acceptOffer } from "./answer-offer.ts";
import { makeOffer } from "./make-offer.ts";
import { createDispatchWorld, type DispatchWorld } from "./testing/dispatch-world.ts";

/** A redis-server of this test's own, in memory. */
interface OwnRedis {
  readonly client: RedisClient;
  readonly port: number;
  kill(): Promise<void>;
}

let world: DispatchWorld;
let folder: string;
const started: ChildProcess[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tiffin-failover-"));
  world = await createDispatchWorld(
    { postgresUrl: inject("postgresUrl"), redisUrl: inject("redisUrl"), soketi: inject("soketi") },
    11,
  );
});
afterAll(async () => {
  for (const child of started) child.kill("SIGKILL");
  await world.close();
  await rm(folder, { recursive: true, force: true });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

async function startRedis(...more: string[]): Promise<OwnRedis> {
  const port = await freePort();
  const flags = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder];
  const child = spawn("redis-server", [...flags, ...more], { stdio: "ignore" });
  started.push(child);
  const client = openRedis(`redis://127.0.0.1:${port}`, { name: "failover-test" });
  return {
    client,
    port,
    async kill() {
      child.kill("SIGKILL");
      await once(child, "exit");
      await closeRedis(client).catch(() => {});
    },
  };
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition().catch(() => false))) await new Promise((resolve) => setTimeout(resolve, 50));
}

const code = async (act: () => Promise<unknown>): Promise<string> => {
  try {
    await act();
    return "OK";
  } catch (error) {
    if (isDomainError(error)) return error.code;
    throw error;
  }
};

it("a replica that takes over without the lock gives no rider two questions and no order two riders", async () => {
  const primary = await startRedis();
  await until(async () => (await primary.client.ping()) === "PONG");
  const replica = await startRedis("--replicaof", "127.0.0.1", String(primary.port));
  await until(async () => (await replica.client.info("replication")).includes("master_link_status:up"));

  const first = await world.open({ riders: 2 });
  const second = await world.orderAt(first);
  const [riderId, otherRider = ""] = first.riderIds;
  const before = { ...world.services, redis: primary.client };
  // The replica stops listening, so that what the primary writes now is lost with it.
  await replica.client.call("REPLICAOF", "NO", "ONE");
  const ask = (who: string, orderId: string) => ({ riderId: who, orders: [{ orderId, features: {} }] });
  const [offer] = (await makeOffer(before, ask(riderId, first.orderId), new Date())) ?? [];
  if (offer === undefined) throw new Error("nobody was asked");
  expect(await primary.client.get(`offer:rider:${riderId}`)).toBe(`${first.orderId}:1`);
  await primary.kill();

  const after = { ...world.services, redis: replica.client };
  expect(await replica.client.get(`offer:rider:${riderId}`)).toBeNull();
  // Postgres refuses both what the lost lock would have kept from being tried.
  expect(await makeOffer(after, ask(riderId, second), new Date())).toBeNull();
  expect(await makeOffer(after, ask(otherRider, first.orderId), new Date())).toBeNull();
  const accept = (who: string) =>
    code(() => acceptOffer(after, { rideId: offer.rideId, riderId: who, seq: offer.seq, now: new Date() }));
  expect((await Promise.all([accept(riderId), accept(otherRider), accept(riderId)])).toSorted()).toEqual([
    "OFFER_TAKEN",
    "OFFER_TAKEN",
    "OK",
  ]);
  expect(await world.order(first.orderId)).toMatchObject({ status: "ASSIGNED", riderId });
  await replica.kill();
});
