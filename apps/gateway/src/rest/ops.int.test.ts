import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { newId } from "@tiffin/db/ids";
import { opsCities } from "@tiffin/db/schema/ops";
import { payments } from "@tiffin/db/schema/payments";
import { restaurants } from "@tiffin/db/schema/catalog";
import { createTestDatabase, type TestDatabase } from "@tiffin/db/testing";
import { insertOrder, type FixtureOrder } from "@tiffin/db/testing/fixtures";
import { bearerOf, demoUser } from "../testing/people.ts";
import { startTestGateway, type TestGateway } from "../testing/test-gateway.ts";

let database: TestDatabase;
let gateway: TestGateway;
let order: FixtureOrder;
beforeAll(async () => {
  database = await createTestDatabase(inject("postgresUrl"));
  gateway = await startTestGateway({ databaseUrl: database.url, redisUrl: inject("redisUrl") });
  order = await insertOrder(database.db);
  const id = newId();
  await database.db.insert(payments).values({
    id,
    orderId: order.orderId,
    provider: "sandbox",
    method: "card",
    currency: "INR",
    amount: 30_000,
    idempotencyKey: id,
  });
});
afterAll(async () => {
  await gateway.stop();
  await database.close();
});

const someone = async (...roles: Parameters<typeof demoUser>[1][]) => {
  const user = await demoUser(database.db, ...roles);
  return { ...user, headers: await bearerOf(gateway, user.phone) };
};
const ops = (method: string, path: string, headers: Record<string, string>) => {
  const body = JSON.stringify({
    riderId: order.riderIds[0],
    reason: "a reason",
    minutes: 30,
    amount: 1,
    liable: "platform",
  });
  return gateway.fetch(`/v1/ops${path}`, {
    method,
    headers: { "content-type": "application/json", "idempotency-key": randomUUID(), ...headers },
    ...(method === "GET" ? {} : { body }),
  });
};
/** Every door of the operators, about this order. */
const doors = (): [method: string, path: string][] => [
  ["GET", `/orders/${order.orderId}`],
  ["GET", `/orders/${order.orderId}/candidates`],
  ["POST", `/orders/${order.orderId}/assign`],
  ["POST", `/orders/${order.orderId}/cancel`],
  ["POST", `/orders/${order.orderId}/refund`],
  ["POST", `/restaurants/${order.restaurantId}/pause`],
  ["POST", `/restaurants/${order.restaurantId}/resume`],
  ["POST", `/riders/${order.riderIds[0]}/off-shift`],
  ["POST", `/riders/${order.riderIds[0]}/cash-deposits`],
];

describe("the operators' doors", () => {
  test("are shut to everybody else: 401 without a token, 403 with another role", async () => {
    const others = [await someone("customer"), await someone("rider"), await someone("staff")];
    const shut: [string, string][] = [...doors(), ["GET", "/orders"], ["GET", "/payments/reviews"]];
    for (const [method, path] of shut) {
      const statuses = [(await ops(method, path, {})).status];
      for (const { headers } of others) statuses.push((await ops(method, path, headers)).status);
      expect([path, ...statuses]).toEqual([path, 401, 403, 403, 403]);
    }
  });

  test("lead to nothing in a city that is not the operator's: 404, and nothing is changed", async () => {
    const operator = await someone("ops");
    const elsewhere = await insertOrder(database.db);
    await database.db.insert(opsCities).values({ userId: operator.id, cityId: elsewhere.cityId });
    for (const [method, path] of doors()) {
      expect([path, (await ops(method, path, operator.headers)).status]).toEqual([path, 404]);
    }
    expect((await ops("GET", `/orders?city=${order.citySlug}`, operator.headers)).status).toBe(404);
    const [restaurant] = await database.db.select().from(restaurants).where(eq(restaurants.id, order.restaurantId));
    expect(restaurant?.pausedUntil).toBeNull();
  });

  test("are open to an operator of the platform", async () => {
    const operator = await someone("ops");
    const detail = await ops("GET", `/orders/${order.orderId}`, operator.headers);
    expect([detail.status, await detail.json()]).toEqual([
      200,
      expect.objectContaining({ id: order.orderId, status: "CREATED", waitsFor: "payment", refundLog: [], ledger: [] }),
    ]);
    const paused = await ops("POST", `/restaurants/${order.restaurantId}/pause`, operator.headers);
    expect([paused.status, await paused.json()]).toEqual([200, expect.objectContaining({ acceptingOrders: false })]);
    const found = await ops("GET", "/orders?q=udupi&view=waiting&sort=oldest&limit=1", operator.headers);
    expect([found.status, await found.json()]).toMatchObject([200, { items: [{ restaurant: {} }] }]);
  });

  test("say which part of a question they don't understand", async () => {
    const operator = await someone("ops");
    for (const query of [
      "view=everything",
      "sort=best",
      "status=LOST",
      "reason=none",
      "limit=0",
      `q=${"x".repeat(81)}`,
    ]) {
      const response = await ops("GET", `/orders?${query}`, operator.headers);
      expect([query, response.status]).toEqual([query, 400]);
    }
    const pause = await gateway.post(
      `/v1/ops/restaurants/${order.restaurantId}/pause`,
      { minutes: 0, reason: "" },
      operator.headers,
    );
    expect([pause.status, JSON.stringify(await pause.json())]).toEqual([
      400,
      expect.stringContaining('"path":"minutes"'),
    ]);
  });
});
