import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { acceptOffer, currentRides, delivered, pickedUp, setShift } from "@tiffin/core/dispatch";
import { acceptTicket, getOrder, markReady, placeOrder } from "@tiffin/core/orders";
import { insertCustomer, insertKitchen, insertRider } from "@tiffin/db/testing/fixtures";
import { createWorkerWorld, eventually, type WorkerWorld } from "./testing/worker-world.ts";

let world: WorkerWorld;
beforeAll(async () => {
  world = await createWorkerWorld(
    { postgresUrl: inject("postgresUrl"), redisUrl: inject("redisUrl"), soketi: inject("soketi") },
    43,
  );
});
afterAll(() => world.close());

it("an order is delivered and charged although worker and engine are killed on its way", async () => {
  const kitchen = await insertKitchen(world.db);
  const customer = await insertCustomer(world.db);
  const riderId = await insertRider(world.db, kitchen.cityId);
  const beat = () => world.location.ingest(riderId, [kitchen.location], new Date());
  await setShift(world.services, riderId, true, new Date());
  await beat();
  const worker = await world.startWorkerProcess();
  const { order } = await placeOrder(
    world.services,
    customer.customerId,
    randomUUID(),
    {
      restaurantId: kitchen.restaurantId,
      addressId: customer.addressId,
      items: [{ menuItemId: kitchen.menuItemIds[0], quantity: 1 }],
      paymentMethod: { type: "card", token: "tok_ok" },
    },
    new Date(),
  );
  const offer = () =>
    eventually(async () => {
      await beat();
      return (await currentRides(world.services, riderId, new Date())).offer;
    });
  const first = await offer();

  // Between offer and accept: whether or not the rider is still in time, the order finds its way.
  await worker.kill();
  await world.startWorkerProcess();
  const { rideId, offerSeq: seq } = await acceptedAfter(first);
  await acceptTicket(world.services, kitchen.staffId, order.id, 10, new Date());

  // Between accept and pick-up.
  await world.crashEngine();
  await markReady(world.services, kitchen.staffId, order.id, new Date());
  await pickedUp(world.services.db, { rideId, riderId, now: new Date() });
  await delivered(world.services, { rideId, riderId, now: new Date(), pin: order.pin });

  const viewer = { userId: customer.customerId, roles: ["customer"] };
  expect(await getOrder(world.services, viewer, order.id, new Date())).toMatchObject({ status: "DELIVERED" });
  await eventually(async () => (await world.sandbox.audit(order.id)).find(({ status }) => status === "captured"));
  expect(seq).toBeGreaterThanOrEqual(first.offerSeq);

  /** Accepts this offer, or the next one when it has run out meanwhile. */
  async function acceptedAfter(open: typeof first): Promise<typeof first> {
    try {
      await acceptOffer(world.services, { rideId: open.rideId, riderId, seq: open.offerSeq, now: new Date() });
      return open;
    } catch {
      return acceptedAfter(await offer());
    }
  }
});
