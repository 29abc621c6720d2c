import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { insertLedgerTransaction } from "@tiffin/db/queries/ledger";
import { riders } from "@tiffin/db/schema/dispatch";
import { restaurantStaff } from "@tiffin/db/schema/identity";
import { createTestDatabase, type TestDatabase } from "@tiffin/db/testing";
import { insertOrder } from "@tiffin/db/testing/fixtures";
import { capturePosted } from "@tiffin/domain/ledger/transactions";
import { bearerOf, demoUser } from "../testing/people.ts";
import { startTestGateway, type TestGateway } from "../testing/test-gateway.ts";

let database: TestDatabase;
let gateway: TestGateway;
beforeAll(async () => {
  database = await createTestDatabase(inject("postgresUrl"));
  gateway = await startTestGateway({ databaseUrl: database.url, redisUrl: inject("redisUrl") });
});
afterAll(async () => {
  await gateway.stop();
  await database.close();
});

const someone = async (...roles: Parameters<typeof demoUser>[1][]) => {
  const user = await demoUser(database.db, ...roles);
  return { ...user, headers: await bearerOf(gateway, user.phone) };
};
const period = `from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00Z`;
const codeOf = async (response: Response) => [response.status, ((await response.json()) as { code: string }).code];

describe("a refund", () => {
  const body = { liable: "platform", reason: "cold food" };

  test("is for ops, with a key of its own", async () => {
    const { orderId } = await insertOrder(database.db);
    const path = `/v1/ops/orders/${orderId}/refund`;
    const [ops, staff] = [await someone("ops"), await someone("staff")];
    const key = { "idempotency-key": randomUUID() };
    expect((await gateway.post(path, body)).status).toBe(401);
    expect((await gateway.post(path, body, { ...staff.headers, ...key })).status).toBe(403);
    expect(await codeOf(await gateway.post(path, body, ops.headers))).toEqual([400, "IDEMPOTENCY_KEY_REQUIRED"]);
  });

  test("names what is wrong with it", async () => {
    const ops = await someone("ops");
    const send = (orderId: string, request: object) =>
      gateway.post(`/v1/ops/orders/${orderId}/refund`, request, { ...ops.headers, "idempotency-key": randomUUID() });
    const { orderId } = await insertOrder(database.db);
    for (const amount of [0, -1, 1.5, "10", 1e12]) {
      const response = await send(orderId, { ...body, amount });
      expect([amount, response.status, JSON.stringify(await response.json())]).toEqual([
        amount,
        400,
        expect.stringContaining('"path":"amount"'),
      ]);
    }
    expect((await send(orderId, { ...body, liable: "nobody" })).status).toBe(400);
    expect((await send(randomUUID(), body)).status).toBe(404);
  });

  test("has its reviews beside it", async () => {
    const ops = await someone("ops");
    const response = await gateway.fetch("/v1/ops/payments/reviews", { headers: ops.headers });
    expect([response.status, await response.json()]).toEqual([200, { items: [] }]);
  });
});

describe("a statement", () => {
  test("is for the restaurant's own staff, as JSON and as CSV", async () => {
    const { restaurantId } = await insertOrder(database.db);
    const [own, other] = [await someone("staff"), await someone("staff")];
    await database.db.insert(restaurantStaff).values({ userId: own.id, restaurantId });
    const path = `/v1/kitchen/statement?${period}&restaurantId=${restaurantId}`;
    expect((await gateway.fetch(path, { headers: other.headers })).status).toBe(404);
    const json = await gateway.fetch(path, { headers: own.headers });
    expect([json.status, await json.json()]).toEqual([200, { lines: [], net: null, cashFloat: null }]);
    const csv = await gateway.fetch(`${path}&format=csv`, { headers: own.headers });
    expect([csv.headers.get("content-type"), await csv.text()]).toEqual([
      "text/csv; charset=utf-8",
      "time,what,order,amount,currency\n",
    ]);
    const backwards = `/v1/kitchen/statement?from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z`;
    expect(await codeOf(await gateway.fetch(backwards, { headers: own.headers }))).toEqual([400, "VALIDATION_FAILED"]);
  });

  test("shows a rider the cash that they carry, until they hand it over", async () => {
    const { orderId, customerId, restaurantId, cityId } = await insertOrder(database.db);
    const [rider, ops] = [await someone("rider"), await someone("ops")];
    await database.db.insert(riders).values({ userId: rider.id, cityId });
    const order = { orderId, customerId, restaurantId, riderId: rider.id, currency: "INR" };
    const at = new Date("2026-01-10T12:00:00Z");
    const collected = { order, paymentId: randomUUID(), amount: 9_900, captured: 9_900, cash: true };
    await insertLedgerTransaction(database.db, capturePosted(collected, at));
    const statement = await gateway.fetch(`/v1/riders/statement?${period}`, { headers: rider.headers });
    expect(await statement.json()).toMatchObject({
      lines: [{ what: "cash_collected", amount: { amount: 9_900, currency: "INR" } }],
      cashFloat: { amount: 9_900, currency: "INR" },
    });
    const deposit = await gateway.post(
      `/v1/ops/riders/${rider.id}/cash-deposits`,
      { amount: 9_000 },
      {
        ...ops.headers,
        "idempotency-key": randomUUID(),
      },
    );
    expect([deposit.status, await deposit.json()]).toEqual([200, { float: { amount: 900, currency: "INR" } }]);
  });
});
