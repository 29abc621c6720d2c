import { eq } from "drizzle-orm";
import { expect, inject, test } from "vitest";
import { newId } from "@tiffin/db/ids";
import { orders } from "@tiffin/db/schema/orders";
import { createTestDatabase } from "@tiffin/db/testing";
import { insertOrder } from "@tiffin/db/testing/fixtures";
import { createKitchenLoads } from "./kitchen-loads.ts";

test("a kitchen's load are the tickets that it has taken and not made ready", async () => {
  const database = await createTestDatabase(inject("postgresUrl"));
  const { db } = database;
  const { cityId, restaurantId, orderId, riderIds } = await insertOrder(db);
  const open = async () => (await createKitchenLoads(db).of(cityId)).get(restaurantId);
  const set = (change: Partial<typeof orders.$inferInsert>) =>
    db.update(orders).set(change).where(eq(orders.id, orderId));

  expect(await open()).toBeUndefined(); // Not paid.
  await set({ status: "CONFIRMED" });
  expect(await open()).toBe(1);
  await set({ status: "ASSIGNED", riderId: riderIds[0] });
  expect(await open()).toBe(1);
  await set({ placedAt: new Date(Date.now() - 4 * 3_600_000) });
  expect(await open()).toBeUndefined(); // Forgotten.
  await set({ placedAt: new Date(), status: "READY", readyAt: new Date() });
  expect(await open()).toBeUndefined();
  await database.close();
});

test("the database is asked once by all who ask meanwhile, and while it is gone the last answer stands", async () => {
  const database = await createTestDatabase(inject("postgresUrl"));
  const { db } = database;
  const { cityId, restaurantId, orderId } = await insertOrder(db);
  await db.update(orders).set({ status: "CONFIRMED" }).where(eq(orders.id, orderId));
  const errors: unknown[] = [];
  const kept = createKitchenLoads(db);
  const fresh = createKitchenLoads(db, { maxAgeMs: 1, onError: (error) => errors.push(error) });

  const answers = await Promise.all(Array.from({ length: 50 }, () => kept.of(cityId)));
  expect(new Set(answers).size).toBe(1);
  expect((await fresh.of(cityId)).get(restaurantId)).toBe(1);
  await db.update(orders).set({ status: "CANCELLED" }).where(eq(orders.id, orderId));
  expect((await kept.of(cityId)).get(restaurantId)).toBe(1);
  await expect.poll(async () => (await fresh.of(cityId)).size).toBe(0);
  await db.update(orders).set({ status: "CONFIRMED" }).where(eq(orders.id, orderId));
  await expect.poll(async () => (await fresh.of(cityId)).size).toBe(1);

  await database.close();
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect((await fresh.of(cityId)).get(restaurantId)).toBe(1);
  expect((await fresh.of(newId())).size).toBe(0);
  expect(errors.length).toBeGreaterThan(0);
});
