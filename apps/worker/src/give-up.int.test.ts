import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { placeOrder } from "@tiffin/core/orders";
import { orders } from "@tiffin/db/schema/orders";
import { insertCustomer, insertKitchen } from "@tiffin/db/testing/fixtures";
import { channels } from "@tiffin/domain/wire/live";
import { createWorkerWorld, eventually, type WorkerWorld } from "./testing/worker-world.ts";

let world: WorkerWorld;
beforeAll(async () => {
  world = await createWorkerWorld(
    { postgresUrl: inject("postgresUrl"), redisUrl: inject("redisUrl"), soketi: inject("soketi") },
    45,
  );
  Object.assign(world.env, { DISPATCH_ESCALATE_SECONDS: "1", DISPATCH_GIVE_UP_SECONDS: "5" });
  await world.startWorker();
});
afterAll(() => world.close());

it("an order that nobody can bring is told to ops, then cancelled, and its money let go", async () => {
  const { cityId, restaurantId, menuItemIds } = await insertKitchen(world.db);
  const { customerId, addressId } = await insertCustomer(world.db);
  const desk = await world.listen({ userId: randomUUID(), roles: ["ops"] }, channels.ops(cityId));
  const { order } = await placeOrder(
    world.services,
    customerId,
    randomUUID(),
    {
      restaurantId,
      addressId,
      items: [{ menuItemId: menuItemIds[0], quantity: 1 }],
      paymentMethod: { type: "card", token: "tok_ok" },
    },
    new Date(),
  );
  const customer = await world.listen({ userId: customerId, roles: ["customer"] }, channels.order(order.id));

  const told = expect.objectContaining({ orderId: order.id, type: "order/escalated", status: "CONFIRMED" });
  await eventually(() => desk.heard.find(({ data }) => told.asymmetricMatch(data)));
  const over = expect.objectContaining({ status: "CANCELLED" });
  await eventually(() => customer.heard.find(({ data }) => over.asymmetricMatch(data)));
  const [row] = await world.db.select().from(orders).where(eq(orders.id, order.id));
  expect(row?.cancelReason).toBe("no_rider");
  await eventually(async () => (await world.sandbox.audit(order.id)).find(({ status }) => status === "voided"));
});
