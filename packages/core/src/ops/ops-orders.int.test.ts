import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { newId } from "@tiffin/db/ids";
import { insertPayment } from "@tiffin/db/queries/payments";
import { rides } from "@tiffin/db/schema/dispatch";
import { orders } from "@tiffin/db/schema/orders";
import { createTestDatabase, type TestDatabase } from "@tiffin/db/testing";
import { insertOrder, insertRider } from "@tiffin/db/testing/fixtures";
import type { OrderCommand } from "@tiffin/domain/order/decide";
import { transitionOrder } from "../lifecycle/index.ts";
import { closeRedis, openRedis } from "../redis/index.ts";
import { assignOpsOrder, cancelOpsOrder, getOpsOrder, listOpsOrders, type OpsServices } from "./index.ts";

let database: TestDatabase;
let services: OpsServices;
beforeAll(async () => {
  database = await createTestDatabase(inject("postgresUrl"));
  const redis = openRedis(inject("redisUrl"), { name: "ops-test" });
  services = { db: database.db, redis, cursorSecret: "a secret of the test" };
});
afterAll(async () => {
  await closeRedis(services.redis);
  await database.close();
});

const opsId = newId();
const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000);
const system = { type: "system", id: null } as const;

/** A paid order, two riders on shift, and what else is to happen to it. */
async function paidOrder(...commands: OrderCommand[]) {
  const fixture = await insertOrder(services.db, { riders: 2 });
  const { orderId } = fixture;
  const [order] = await services.db.select().from(orders).where(eq(orders.id, orderId));
  const key = newId();
  await insertPayment(services.db, {
    id: key,
    orderId,
    provider: "sandbox",
    method: "card",
    status: "AUTHORIZED",
    currency: "INR",
    amount: order?.total ?? 0,
    idempotencyKey: key,
  });
  const all: OrderCommand[] = [{ type: "confirm" }, ...commands];
  for (const command of all) await transitionOrder(services.db, { orderId, command, actor: system, now: new Date() });
  return fixture;
}
const refusal = (act: Promise<unknown>) =>
  act.then(
    () => "done",
    (error: { code?: string }) => error.code,
  );

describe("orders that need a person", () => {
  test("are listed with the reason, once their time is up, and not before", async () => {
    const silent = await paidOrder();
    const ready = await paidOrder({ type: "mark-ready" });
    const gone = await paidOrder({ type: "cancel", reason: "ops" });
    const reasons = async (minutes: number) => {
      const page = await listOpsOrders(services, { stuck: true, limit: 100 }, inMinutes(minutes));
      return new Map(page.items.map(({ id, stuck }) => [id, stuck]));
    };
    expect((await reasons(1)).size).toBe(0);
    const later = await reasons(90);
    expect(later.get(silent.orderId)).toBe("kitchen_silent");
    expect(later.get(gone.orderId)).toBe("refund");
    expect(later.has(ready.orderId)).toBe(false);
    await services.db.update(orders).set({ escalatedAt: new Date() }).where(eq(orders.id, ready.orderId));
    expect((await reasons(1)).get(ready.orderId)).toBe("no_rider");
    expect((await getOpsOrder(services, ready.orderId, new Date())).stuck).toBe("no_rider");
  });

  test("come in pages, each order once", async () => {
    const { items } = await listOpsOrders(services, { limit: 100 }, new Date());
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listOpsOrders(services, { limit: 2, ...(cursor ? { cursor } : {}) }, new Date());
      ids.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(ids).toEqual(items.map(({ id }) => id));
    expect(await refusal(listOpsOrders(services, { limit: 2, cursor: "made-up" }, new Date()))).toBe(
      "VALIDATION_FAILED",
    );
  });
});

describe("an order in the hands of ops", () => {
  test("goes to the rider who is named, and from one to another until the food is picked up", async () => {
    const { orderId, riderIds, cityId } = await paidOrder({ type: "mark-ready" });
    const [first, second = ""] = riderIds;
    const assign = (riderId: string) => assignOpsOrder(services, opsId, orderId, riderId, new Date());
    expect(await assign(first)).toMatchObject({ status: "READY", riderId: first });
    expect(await assign(first)).toMatchObject({ riderId: first });
    expect(await assign(second)).toMatchObject({ status: "READY", riderId: second });
    const held = await services.db.select().from(rides).where(eq(rides.orderId, orderId));
    expect(held).toMatchObject([{ riderId: second, status: "ASSIGNED" }]);

    const other = await paidOrder();
    expect(await refusal(assignOpsOrder(services, opsId, other.orderId, second, new Date()))).toBe("NOT_FOUND");
    expect(await refusal(assign(newId()))).toBe("NOT_FOUND");
    await transitionOrder(services.db, {
      orderId,
      command: { type: "pick-up", riderId: second },
      actor: system,
      now: new Date(),
    });
    expect(await refusal(assign(await insertRider(services.db, cityId)))).toBe("ILLEGAL_TRANSITION");
  });

  test("is called off with a reason that its customer reads", async () => {
    const { orderId } = await paidOrder();
    const cancelled = await cancelOpsOrder(services, opsId, orderId, "The kitchen burnt down", new Date());
    expect(cancelled).toMatchObject({
      status: "CANCELLED",
      cancelReason: "ops",
      cancelNote: "The kitchen burnt down",
    });
    expect(await refusal(cancelOpsOrder(services, opsId, orderId, "again", new Date()))).toBe("ORDER_NOT_CANCELLABLE");
    expect(await refusal(cancelOpsOrder(services, opsId, "nonsense", "x", new Date()))).toBe("NOT_FOUND");
  });
});
