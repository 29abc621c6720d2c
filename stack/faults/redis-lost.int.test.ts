import { randomUUID } from "node:crypto";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { insertKitchen } from "@tiffin/db/testing/fixtures";
import type { ChildService } from "../../apps/worker/src/testing/child-service.ts";
import { booksOf, mistakesInTheBooks, ordersUnder } from "./testing/books.ts";
import { type Customer, signIn } from "./testing/customer.ts";
import { createFaultWorld, type FaultWorld } from "./testing/fault-world.ts";
import { authorisationOf } from "./testing/order-steps.ts";

let world: FaultWorld;
let customer: Customer;
let other: ChildService;
beforeAll(async () => {
  world = await createFaultWorld({ postgresUrl: inject("postgresUrl"), soketi: inject("soketi") });
  other = await world.anotherGateway();
  customer = await signIn(world, await insertKitchen(world.db));
});
afterAll(() => world.close());

async function flush(): Promise<void> {
  const redis = new Redis(world.redisUrl);
  await redis.flushall();
  redis.disconnect();
}

/** Places an order at one gateway; when it is being paid, something happens, and the same comes to another gateway. */
async function placeTwice(meanwhile: () => Promise<void>) {
  const key = randomUUID();
  const paying = world.payments.hold("answer", authorisationOf(world, key));
  const first = customer.place(key);
  await paying.reached;
  await meanwhile();
  const second = customer.place(key, "tok_ok", other.url);
  paying.release();
  return { key, first: await first, second: await second };
}

describe("Redis forgets everything", () => {
  it("between an order and its duplicate: the duplicate gets the first one's answer", async () => {
    const key = randomUUID();
    const first = await customer.place(key);
    expect(first).toMatchObject({ status: 201, isReplay: false });
    await flush();
    expect(await customer.place(key)).toEqual({ ...first, isReplay: true });
    await flush();
    expect(await customer.place(key, "tok_ok", other.url)).toEqual({ ...first, isReplay: true });
    expect(await customer.place(key, "tok_declined")).toMatchObject({ body: { code: "IDEMPOTENCY_KEY_REUSED" } });
    expect(await booksOf(world, first.body.id)).toMatchObject({ charges: ["authorized"] });
  });

  it("while the order is being paid: a duplicate at another gateway waits for the first one's answer", async () => {
    const { key, first, second } = await placeTwice(flush);
    expect(first).toMatchObject({ status: 201, body: { status: "CONFIRMED" } });
    expect(second).toEqual({ ...first, isReplay: true });
    expect(await ordersUnder(world, key)).toEqual([{ id: first.body.id, status: "CONFIRMED" }]);
    expect(await booksOf(world, first.body.id)).toMatchObject({ charges: ["authorized"] });
  });
});

describe("Redis is killed", () => {
  it("while an order is being paid: it is placed once, and so are new ones, with Postgres alone", async () => {
    const { key, first, second } = await placeTwice(() => world.redis.end("SIGKILL"));
    expect(first).toMatchObject({ status: 201, body: { status: "CONFIRMED" } });
    expect(second).toEqual({ ...first, isReplay: true });
    expect(await ordersUnder(world, key)).toEqual([{ id: first.body.id, status: "CONFIRMED" }]);

    const without = randomUUID();
    const placed = await customer.place(without);
    expect(placed).toMatchObject({ status: 201, body: { status: "CONFIRMED" } });
    await world.redis.start();
    expect(await customer.place(without)).toEqual({ ...placed, isReplay: true });
    expect(await customer.place(key)).toEqual({ ...first, isReplay: true });
    expect(await mistakesInTheBooks(world)).toEqual([]);
  });
});
