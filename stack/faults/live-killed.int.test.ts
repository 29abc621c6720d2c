import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { WebSocket } from "ws";
import { insertKitchen, insertRider } from "@tiffin/db/testing/fixtures";
import { createFaultWorld, type FaultWorld } from "./testing/fault-world.ts";
import { riderTokens } from "./testing/access-tokens.ts";
import { eventually } from "./testing/eventually.ts";

const STREAMS = 1_000;
const AT_ONCE = 50;

let world: FaultWorld;
let cityId: string;
const home = { lat: 12.9716, lng: 77.5946 };
beforeAll(async () => {
  world = await createFaultWorld({ postgresUrl: inject("postgresUrl"), soketi: inject("soketi"), ownSoketi: true });
  ({ cityId } = await insertKitchen(world.db));
});
afterAll(() => world.close());

interface Point {
  readonly recordedAt: string;
  readonly seq: number;
}

/** A phone that keeps what was not acknowledged, and connects again when the connection breaks, with jitter. */
class Phone {
  readonly riderId: string;
  readonly #token: string;
  #socket: WebSocket | null = null;
  #queue: Point[] = [];
  #seq = 0;
  #sent = 0;
  isGone = false;

  constructor(riderId: string, token: string) {
    this.riderId = riderId;
    this.#token = token;
  }

  get waiting(): number {
    return this.#queue.length;
  }
  get isConnected(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  connect(): Promise<void> {
    return new Promise((resolve) => {
      const url = new URL("/v1/riders/stream", world.gateway.url.replace("http", "ws"));
      const socket = new WebSocket(url, `bearer.${this.#token}`);
      socket.on("open", () => {
        this.#socket = socket;
        resolve();
        this.#flush();
      });
      socket.on("message", (data: Buffer) => {
        const answer = JSON.parse(data.toString()) as { accepted?: number; error?: { code: string } };
        const sent = this.#sent;
        this.#sent = 0;
        if (answer.error === undefined) this.#queue.splice(0, sent);
        if (this.#queue.length > 0) setTimeout(() => this.#flush(), answer.error === undefined ? 0 : 300);
      });
      socket.on("error", () => {});
      socket.on("close", () => {
        this.#socket = null;
        this.#sent = 0;
        if (!this.isGone) setTimeout(() => void this.connect().then(resolve), 100 + Math.random() * 900);
      });
    });
  }

  move(): void {
    this.#seq += 1;
    this.#queue.push({ recordedAt: new Date().toISOString(), seq: this.#seq });
    this.#flush();
  }

  leave(): void {
    this.isGone = true;
    this.#socket?.close();
  }

  #flush(): void {
    if (!this.isConnected || this.#sent > 0 || this.#queue.length === 0) return;
    this.#sent = this.#queue.length;
    this.#socket?.send(JSON.stringify({ points: this.#queue.map((point) => ({ ...home, ...point })) }));
  }
}

async function phones(count: number): Promise<Phone[]> {
  const made: Phone[] = [];
  for (let start = 0; start < count; start += AT_ONCE) {
    const ids = await Promise.all(
      Array.from({ length: Math.min(AT_ONCE, count - start) }, () => insertRider(world.db, cityId)),
    );
    const tokens = riderTokens(world, ids);
    const some = ids.map((id, index) => new Phone(id, tokens[index]!));
    await Promise.all(some.map((phone) => phone.connect()));
    made.push(...some);
  }
  return made;
}

/** How often each point of these riders is in the trail, in Postgres. */
async function trailOf(riders: readonly Phone[]): Promise<{ points: number; distinct: number }> {
  const ids = riders.map(({ riderId }) => riderId);
  const [row] = await world.db.$client<{ points: number; distinct: number }[]>`
    select count(*)::int as points, count(distinct (rider_id, seq))::int as distinct
    from rider_trail where rider_id = any(${ids}::uuid[])`;
  return row!;
}

async function metric(name: string): Promise<number> {
  const text = await (await fetch(new URL("/metrics", world.gateway.url))).text();
  return text
    .split("\n")
    .filter((line) => line.startsWith(name) && /[ {]/.test(line.charAt(name.length)))
    .reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0);
}

describe("a gateway that is killed with a thousand streams open", () => {
  it("loses no point: the phones come back and hand in what they kept, with its own times", async () => {
    const riders = await phones(STREAMS);
    expect(await metric("rider_streams_open")).toBe(STREAMS);
    for (const phone of riders) phone.move();
    await eventually(async () => riders.every(({ waiting }) => waiting === 0));
    await world.gateway.kill();
    for (let point = 0; point < 3; point += 1) {
      for (const phone of riders) phone.move();
      await sleep(50);
    }
    await world.gateway.start();
    await eventually(async () => riders.every(({ isConnected, waiting }) => isConnected && waiting === 0));
    await eventually(async () => (await trailOf(riders)).points >= 4 * STREAMS);
    expect(await trailOf(riders)).toEqual({ points: 4 * STREAMS, distinct: 4 * STREAMS });
    for (const phone of riders) phone.leave();
  });
});

describe("a Redis that is killed, and comes back with nothing", () => {
  it("slows the answers and loses no point; the map and the sheets are made anew", async () => {
    const riders = await phones(20);
    for (const phone of riders) phone.move();
    await eventually(async () => riders.every(({ waiting }) => waiting === 0));
    await eventually(async () => (await trailOf(riders)).points === 20);
    await world.redis.end("SIGKILL");
    for (const phone of riders) phone.move();
    // Nobody is thrown out meanwhile, and the rest of the house is there.
    await eventually(async () => (await metric("rider_points_failed_batches_total")) > 0);
    expect(riders.every(({ isConnected }) => isConnected)).toBe(true);
    expect((await fetch(new URL("/healthz", world.gateway.url))).status).toBe(200);
    await world.redis.start();
    await eventually(async () => riders.every(({ waiting }) => waiting === 0));
    await eventually(async () => (await trailOf(riders)).points === 40);
    const redis = new Redis(world.redisUrl);
    expect(await redis.zcard(`{city:${cityId}}:riders`)).toBe(20);
    redis.disconnect();
    for (const phone of riders) phone.leave();
  });
});

describe("a Soketi that is killed", () => {
  it("is missed by the watchers alone: points are taken, and nobody counts as unwatched while nobody knows", async () => {
    const [phone] = await phones(1);
    await eventually(async () => (await metric("orders_watched")) >= 0);
    await world.soketi!.end("SIGKILL");
    phone!.move();
    await eventually(async () => phone!.waiting === 0);
    await eventually(async () => (await metric("orders_watched")) === -1);
    expect(phone!.isConnected).toBe(true);
    await world.soketi!.start();
    await eventually(async () => (await metric("orders_watched")) >= 0);
    phone!.leave();
  });
});
