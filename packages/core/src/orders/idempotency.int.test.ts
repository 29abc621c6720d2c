import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, inject, test, vi } from "vitest";
import { closeDatabase, openDatabase } from "@tiffin/db/client";
import { menuItems } from "@tiffin/db/schema/catalog";
import type { PlaceOrder } from "@tiffin/domain/wire/orders";
import { reconcilePayment } from "../payments/index.ts";
import { openRedis, type RedisClient } from "../redis/index.ts";
import { cancelOrder } from "./cancel-order.ts";
import { placeOrder } from "./place-order.ts";
import type { OrderServices } from "./services.ts";
import { createOrderWorld, type OrderWorld, type Scene } from "./testing/order-world.ts";

let world: OrderWorld;
/** Every command fails at once. */
function redisThatIsAway(): RedisClient {
  const redis = openRedis("redis://127.0.0.1:1", { name: "away" });
  redis.disconnect();
  return redis;
}
beforeAll(async () => {
  // A database of its own, because it is flushed.
  const redisUrl = new URL(inject("redisUrl"));
  redisUrl.pathname = "/50";
  world = await createOrderWorld(inject("postgresUrl"), redisUrl.href);
});
afterAll(() => world.close());
afterEach(() => world.sandbox.healthy());

const place = (scene: Scene, request: PlaceOrder, key: string = randomUUID(), services = world.services) =>
  placeOrder(services, scene.customerId, key, request, new Date());
const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => "placed",
    (error: { code?: string }) => error.code ?? error,
  );

describe("one idempotency key", () => {
  test("is required, and must be a UUID", async () => {
    const scene = await world.open();
    expect(await refusal(placeOrder(world.services, scene.customerId, undefined, scene.cart(), new Date()))).toBe(
      "IDEMPOTENCY_KEY_REQUIRED",
    );
    expect(await refusal(place(scene, scene.cart(), "once"))).toBe("VALIDATION_FAILED");
  });

  test("makes one order and one charge of fifty requests at once", async () => {
    const scene = await world.open();
    const key = randomUUID();
    const request = scene.cart({ paymentMethod: { type: "card", token: "tok_ok" } });
    const answers = await Promise.all(Array.from({ length: 50 }, () => place(scene, request, key)));
    expect(new Set(answers.map(({ order }) => order.id)).size).toBe(1);
    expect(answers.every(({ order }) => order.status === "CONFIRMED")).toBe(true);
    expect(answers.filter(({ isReplay }) => !isReplay)).toHaveLength(1);
    expect(await world.sandbox.audit(answers[0]!.order.id)).toHaveLength(1);
  });

  test("does so too when Redis is gone", async () => {
    const scene = await world.open();
    const key = randomUUID();
    const redis = redisThatIsAway();
    const services = { ...world.services, redis };
    const answers = await Promise.all(Array.from({ length: 20 }, () => place(scene, scene.cart(), key, services)));
    expect(new Set(answers.map(({ order }) => order.id)).size).toBe(1);
    expect(await world.sandbox.audit(answers[0]!.order.id)).toHaveLength(1);
  });

  test("gives the very same answer again later, whatever has become of the order and of Redis", async () => {
    const scene = await world.open();
    const key = randomUUID();
    const first = await place(scene, scene.cart(), key);
    await cancelOrder(world.services, scene.customerId, first.order.id, new Date());
    await world.redis.flushdb();
    const again = await place(scene, scene.cart(), key.toUpperCase());
    expect(again).toEqual({ order: first.order, isPending: false, isReplay: true });
    expect(await world.sandbox.audit(first.order.id)).toHaveLength(1);
  });

  test("makes one order of requests to several gateways, with or without Redis", async () => {
    const scene = await world.open();
    const key = randomUUID();
    // Another pool of connections is as good as another process: nothing is shared but Redis and Postgres.
    const others = [
      openDatabase(world.databaseUrl, { applicationName: "a" }),
      openDatabase(world.databaseUrl, { applicationName: "b" }),
    ];
    const away = redisThatIsAway();
    const gateways = [
      world.services,
      { ...world.services, db: others[0]! },
      { ...world.services, db: others[1]!, redis: away },
    ];
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, call) => place(scene, scene.cart(), key, gateways[call % 3])),
    );
    expect(new Set(answers.map(({ order }) => JSON.stringify(order))).size).toBe(1);
    expect(answers.filter(({ isReplay }) => !isReplay)).toHaveLength(1);
    expect(await world.sandbox.audit(answers[0]!.order.id)).toHaveLength(1);
    await Promise.all(others.map(closeDatabase));
  });

  test("is answered as it stands while its payment is pending", async () => {
    const scene = await world.open();
    const key = randomUUID();
    const request = scene.cart({ paymentMethod: { type: "upi", token: "vpa_pending" } });
    const first = await place(scene, request, key);
    expect(first).toMatchObject({ isPending: true, order: { status: "PAYMENT_PENDING" } });
    await vi.waitUntil(async () => (await world.sandbox.audit(first.order.id))[0]?.status === "authorized", {
      timeout: 10_000,
    });
    await reconcilePayment(world.services, first.order.payment.id, new Date());
    expect(await place(scene, request, key)).toMatchObject({
      isPending: false,
      isReplay: true,
      order: { status: "CONFIRMED" },
    });
  });

  test("is refused with another body, whether or not Redis remembers", async () => {
    const scene = await world.open();
    const key = randomUUID();
    await place(scene, scene.cart(), key);
    const other = scene.cart({ tip: 1 });
    expect(await refusal(place(scene, other, key))).toBe("IDEMPOTENCY_KEY_REUSED");
    await world.redis.del(`idem:${scene.customerId}:${key}`);
    expect(await refusal(place(scene, other, key))).toBe("IDEMPOTENCY_KEY_REUSED");
  });

  test("belongs to its customer: another one may use the same", async () => {
    const [scene, other] = [await world.open(), await world.open()];
    const key = randomUUID();
    const first = await place(scene, scene.cart(), key);
    const second = await place(other, other.cart(), key);
    expect(second.order.id).not.toBe(first.order.id);
  });

  test.each([
    ["before the gateway heard of it", false],
    ["after the gateway had charged", true],
  ])("goes on after a crash %s, under the same payment key", async (_when, charged) => {
    const scene = await world.open();
    const key = randomUUID();
    const { online } = world.services.gateways;
    const crashing: OrderServices = {
      ...world.services,
      gateways: {
        ...world.services.gateways,
        online: {
          ...online,
          async authorise(request) {
            if (charged) await online.authorise(request);
            throw new Error("the process died");
          },
        },
      },
    };
    const placedAt = new Date(Date.now() - 60_000);
    await expect(placeOrder(crashing, scene.customerId, key, scene.cart(), placedAt)).rejects.toThrow("died");
    const again = await place(scene, scene.cart(), key);
    expect(again).toMatchObject({ isReplay: true, order: { status: "CONFIRMED" } });
    expect(await world.sandbox.audit(again.order.id)).toHaveLength(1);
  });

  test("may be tried again after a refusal that wrote nothing", async () => {
    const scene = await world.open();
    const key = randomUUID();
    const soldOut = (available: boolean) =>
      world.db.update(menuItems).set({ available }).where(eq(menuItems.id, scene.menuItemIds[0]));
    await soldOut(false);
    expect(await refusal(place(scene, scene.cart(), key))).toBe("ITEM_UNAVAILABLE");
    await soldOut(true);
    expect(await place(scene, scene.cart(), key)).toMatchObject({ isReplay: false, order: { status: "CONFIRMED" } });
  });
});
