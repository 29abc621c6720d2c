import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { eq } from "drizzle-orm";
import { newId } from "@tiffin/db/ids";
import { insertLedgerTransaction } from "@tiffin/db/queries/ledger";
import { rides } from "@tiffin/db/schema/dispatch";
import { orders } from "@tiffin/db/schema/orders";
import { payments } from "@tiffin/db/schema/payments";
import { createTestDatabase, type TestDatabase } from "@tiffin/db/testing";
import {
  insertKitchen,
  insertOrderAt,
  insertRider,
  insertUser,
  type FixtureKitchen,
} from "@tiffin/db/testing/fixtures";
import { capturePosted, undeliveredPosted } from "@tiffin/domain/ledger/transactions";
import { deliveriesOn, earningsOf } from "./earnings.ts";

let database: TestDatabase;
let kitchen: FixtureKitchen;
beforeAll(async () => {
  database = await createTestDatabase(inject("postgresUrl"));
  kitchen = await insertKitchen(database.db);
});
afterAll(() => database.close());

/** Half past eight in the evening by the city's clock, which is five and a half hours before UTC's. */
const now = new Date("2026-03-05T15:00:00Z");
const inr = (amount: number) => ({ amount, currency: "INR" });

/** A ride that a rider has brought, twenty minutes after they took it. */
async function brought(
  riderId: string,
  deliveredAt: string,
  { pay = 5_000, tip = 0, riddenMeters = null as number | null } = {},
) {
  const { orderId, customerId } = await insertOrderAt(database.db, kitchen);
  const [order] = await database.db.select().from(orders).where(eq(orders.id, orderId));
  const total = (order?.total ?? 0) + tip;
  await database.db.update(orders).set({ tip, total }).where(eq(orders.id, orderId));
  const at = new Date(deliveredAt);
  const rideId = newId();
  await database.db.insert(rides).values({
    id: rideId,
    orderId,
    cityId: kitchen.cityId,
    riderId,
    status: "DELIVERED",
    currency: "INR",
    pay,
    riddenMeters,
    assignedAt: new Date(at.getTime() - 20 * 60_000),
    deliveredAt: at,
  });
  return { rideId, orderId, customerId, total, orderNumber: order?.number };
}

/** The same to a door where nobody took it. */
async function inVain(riderId: string, endedAt: string, ridePay: number) {
  const ridden = await brought(riderId, endedAt, { pay: ridePay + 1_500, tip: 1_500 });
  const { rideId, orderId, customerId } = ridden;
  await database.db.update(rides).set({ status: "CANCELLED", deliveredAt: null }).where(eq(rides.id, rideId));
  const parties = { orderId, customerId, riderId, restaurantId: kitchen.restaurantId, currency: "INR" };
  await insertLedgerTransaction(database.db, undeliveredPosted({ ...parties, ridePay }, new Date(endedAt)));
  return ridden;
}

describe("what a rider earned", () => {
  it("is told for seven days of the city's calendar, tips named", async () => {
    const riderId = await insertRider(database.db, kitchen.cityId);
    const other = await insertRider(database.db, kitchen.cityId);
    await brought(riderId, "2026-03-05T14:00:00Z", { pay: 6_500, tip: 1_500 });
    // Local midnight is at 18:30 UTC: the first is of the 4th, the second of the 5th.
    await brought(riderId, "2026-03-04T18:29:59Z", { pay: 4_000 });
    await brought(riderId, "2026-03-04T18:30:00Z", { pay: 3_000 });
    // The first moment that is looked back on, and the last that is not.
    await brought(riderId, "2026-02-26T18:30:00Z", { pay: 2_000 });
    await brought(riderId, "2026-02-26T18:29:59Z", { pay: 1_000 });
    await brought(other, "2026-03-05T14:00:00Z", { pay: 9_000 });

    const { days, cashFloat, timeZone } = await earningsOf(database.db, riderId, now);
    expect(days.map(({ date, deliveries, earned, tips }) => [date, deliveries, earned.amount, tips.amount])).toEqual([
      ["2026-02-27", 1, 2_000, 0],
      ["2026-02-28", 0, 0, 0],
      ["2026-03-01", 0, 0, 0],
      ["2026-03-02", 0, 0, 0],
      ["2026-03-03", 0, 0, 0],
      ["2026-03-04", 1, 4_000, 0],
      ["2026-03-05", 2, 9_500, 1_500],
    ]);
    expect({ cashFloat, timeZone }).toEqual({ cashFloat: inr(0), timeZone: "Asia/Kolkata" });
  });

  it("includes ways that were ridden in vain, which are no deliveries and bring no tip", async () => {
    const riderId = await insertRider(database.db, kitchen.cityId);
    await brought(riderId, "2026-03-05T13:00:00Z", { pay: 6_500, tip: 1_500 });
    await inVain(riderId, "2026-03-05T14:00:00Z", 4_500);
    await inVain(riderId, "2026-03-04T18:29:59Z", 3_000);
    await inVain(await insertRider(database.db, kitchen.cityId), "2026-03-05T14:00:00Z", 9_000);
    expect((await earningsOf(database.db, riderId, now)).days.slice(-2)).toEqual([
      { date: "2026-03-04", deliveries: 0, undelivered: 1, earned: inr(3_000), tips: inr(0) },
      { date: "2026-03-05", deliveries: 1, undelivered: 1, earned: inr(11_000), tips: inr(1_500) },
    ]);
  });

  it("never counts a tip beyond the pay that it is part of", async () => {
    const riderId = await insertRider(database.db, kitchen.cityId);
    await brought(riderId, "2026-03-05T14:00:00Z", { pay: 1_000, tip: 1_500 });
    expect((await earningsOf(database.db, riderId, now)).days.at(-1)).toMatchObject({ tips: inr(1_000) });
  });

  it("goes with the customers' cash that they carry, whenever it was taken", async () => {
    const riderId = await insertRider(database.db, kitchen.cityId);
    const { orderId, customerId } = await brought(riderId, "2026-01-01T10:00:00Z");
    const order = { orderId, customerId, riderId, restaurantId: kitchen.restaurantId, currency: "INR" };
    const facts = { order, paymentId: newId(), amount: 24_900, captured: 24_900, cash: true };
    await insertLedgerTransaction(database.db, capturePosted(facts, new Date("2026-01-01T10:00:00Z")));
    expect((await earningsOf(database.db, riderId, now)).cashFloat).toEqual(inr(24_900));
  });

  it("is there for riders alone", async () => {
    const customerId = await insertUser(database.db, "customer");
    await expect(earningsOf(database.db, customerId, now)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("the deliveries of a day", () => {
  it("are the rider's own, latest first, with pay, tip, way, time and cash", async () => {
    const riderId = await insertRider(database.db, kitchen.cityId);
    const wasted = await inVain(riderId, "2026-03-05T10:00:00Z", 4_500);
    const early = await brought(riderId, "2026-03-04T18:30:00Z", { pay: 3_000, riddenMeters: 1_450 });
    const late = await brought(riderId, "2026-03-05T14:00:00Z", { pay: 6_500, tip: 1_500 });
    await brought(riderId, "2026-03-05T18:30:00Z");
    await brought(await insertRider(database.db, kitchen.cityId), "2026-03-05T14:00:00Z");
    await database.db.insert(payments).values({
      id: newId(),
      orderId: late.orderId,
      provider: "cash",
      method: "cash",
      currency: "INR",
      amount: late.total,
      idempotencyKey: newId(),
    });

    const common = { restaurantName: "Udupi Krishna Bhavan", durationSeconds: 1_200 };
    expect(await deliveriesOn(database.db, riderId, "2026-03-05")).toEqual([
      {
        ...common,
        rideId: late.rideId,
        orderNumber: late.orderNumber,
        delivered: true,
        deliveredAt: "2026-03-05T14:00:00.000Z",
        pay: inr(6_500),
        tip: inr(1_500),
        // The trail says nothing of it: as the streets have it.
        distanceMeters: 1_200,
        cashCollected: inr(late.total),
      },
      {
        ...common,
        rideId: wasted.rideId,
        orderNumber: wasted.orderNumber,
        delivered: false,
        deliveredAt: "2026-03-05T10:00:00.000Z",
        pay: inr(4_500),
        tip: inr(0),
        distanceMeters: 1_200,
      },
      {
        ...common,
        rideId: early.rideId,
        orderNumber: early.orderNumber,
        delivered: true,
        deliveredAt: "2026-03-04T18:30:00.000Z",
        pay: inr(3_000),
        tip: inr(0),
        distanceMeters: 1_450,
      },
    ]);
    expect(await deliveriesOn(database.db, riderId, "2026-03-03")).toEqual([]);
  });
});
