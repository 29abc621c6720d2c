import { asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { newId } from "@tiffin/db/ids";
import { orderEvents, orders } from "@tiffin/db/schema/orders";
import { outbox } from "@tiffin/db/schema/outbox";
import { createTestDatabase, type TestDatabase } from "@tiffin/db/testing";
import { insertOrder } from "@tiffin/db/testing/fixtures";
import type { OrderCommand } from "@tiffin/domain/order/decide";
import { transitionOrder } from "./index.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase(inject("postgresUrl"));
});
afterAll(() => database.close());

const act = (orderId: string, command: OrderCommand, now = new Date()) =>
  transitionOrder(database.db, { orderId, command, actor: { type: "system", id: null }, now });

describe("transitionOrder", () => {
  it("writes the row, the audit and the outbox together", async () => {
    const { orderId, riderIds } = await insertOrder(database.db);
    const riderId = riderIds[0];
    await act(orderId, { type: "confirm" });
    await act(orderId, { type: "accept", prepMinutes: 12 });
    const assigned = await act(orderId, { type: "assign", riderId });
    expect(assigned).toMatchObject({ status: "ASSIGNED", riderId, prepMinutes: 12 });

    const audit = await database.db
      .select()
      .from(orderEvents)
      .where(eq(orderEvents.orderId, orderId))
      .orderBy(asc(orderEvents.seq));
    expect(audit.map((event) => [event.seq, event.type, event.status])).toEqual([
      [1, "confirmed", "CONFIRMED"],
      [2, "accepted", "CONFIRMED"],
      [3, "assigned", "ASSIGNED"],
    ]);
    const told = await database.db.select().from(outbox).where(eq(outbox.subjectId, orderId)).orderBy(outbox.position);
    expect(told.map((row) => row.topic)).toEqual(["order/confirmed", "order/accepted", "order/assigned"]);
  });

  it("writes how long the kitchen needs, and by how much that is more, for its rider too", async () => {
    const { orderId, riderIds } = await insertOrder(database.db);
    const riderId = riderIds[0];
    await act(orderId, { type: "confirm" });
    const at = new Date();
    await act(orderId, { type: "accept", prepMinutes: 12 }, at);
    await act(orderId, { type: "assign", riderId }, at);
    const delayed = await act(orderId, { type: "delay", minutes: 10 }, at);
    expect(delayed).toMatchObject({ status: "ASSIGNED", riderId, acceptedAt: at, prepMinutes: 22 });
    const [row] = await database.db.select().from(orders).where(eq(orders.id, orderId));
    expect(row?.prepMinutes).toBe(22);
    const events = await database.db.select().from(orderEvents).where(eq(orderEvents.orderId, orderId));
    const said = { minutes: 10, prepMinutes: 22 };
    expect(events.find(({ type }) => type === "delayed")).toMatchObject({ status: "ASSIGNED", data: said });
    const told = await database.db.select().from(outbox).where(eq(outbox.subjectId, orderId)).orderBy(outbox.position);
    expect(told.at(-1)).toMatchObject({ topic: "order/delayed", payload: { orderId, riderId, ...said } });
  });

  it("leaves nothing behind when it refuses", async () => {
    const { orderId } = await insertOrder(database.db);
    await expect(act(orderId, { type: "mark-ready" })).rejects.toMatchObject({ code: "ILLEGAL_TRANSITION" });
    expect(await database.db.select().from(orderEvents).where(eq(orderEvents.orderId, orderId))).toEqual([]);
    expect(await database.db.select().from(outbox).where(eq(outbox.subjectId, orderId))).toEqual([]);
    await expect(act(newId(), { type: "confirm" })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("lets exactly one of many riders have an order, however they race", async () => {
    const { orderId, riderIds } = await insertOrder(database.db, { riders: 8 });
    await act(orderId, { type: "confirm" });
    const results = await Promise.allSettled(riderIds.map((riderId) => act(orderId, { type: "assign", riderId })));
    expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
    for (const result of results) {
      if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "ILLEGAL_TRANSITION" });
    }
  });

  it("is held by the database itself: no carried order without a rider, no second charge, no second offer", async () => {
    const { orderId } = await insertOrder(database.db);
    const sql = database.db.$client;
    await expect(sql`update orders set status = 'ASSIGNED' where id = ${orderId}`).rejects.toThrow(
      /orders_carried_by_one_rider/,
    );
    await expect(sql`update orders set total = total + 1 where id = ${orderId}`).rejects.toThrow(/orders_sum/);
    const charge = (key: string) => sql`
      insert into payments (id, order_id, provider, method, status, currency, amount, idempotency_key)
      values (${newId()}, ${orderId}, 'sandbox', 'card', 'AUTHORIZED', 'INR', 100, ${key})`;
    await charge("first");
    await expect(charge("second")).rejects.toThrow(/payments_one_live_per_order/);
  });
});
