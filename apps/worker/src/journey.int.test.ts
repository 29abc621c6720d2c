import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { acceptOffer, assignByHand, currentRides, delivered, pickedUp, setShift } from "@tiffin/core/dispatch";
import { acceptTicket, cancelOrder, markReady, placeOrder } from "@tiffin/core/orders";
import { insertCustomer, insertKitchen, insertRider } from "@tiffin/db/testing/fixtures";
import { destination } from "@tiffin/domain/geo/distance";
import { channels } from "@tiffin/domain/wire/live";
import { createWorkerWorld, eventually, type WorkerWorld } from "./testing/worker-world.ts";

let world: WorkerWorld;
beforeAll(async () => {
  world = await createWorkerWorld(
    { postgresUrl: inject("postgresUrl"), redisUrl: inject("redisUrl"), soketi: inject("soketi") },
    6,
  );
  await world.startWorker();
});
afterAll(() => world.close());

/** A kitchen, a customer and a rider at its door. */
async function scene() {
  const kitchen = await insertKitchen(world.db);
  const customer = await insertCustomer(world.db);
  const riderId = await insertRider(world.db, kitchen.cityId);
  await setShift(world.services, riderId, true, new Date());
  const door = destination(kitchen.location, 90, 30);
  await world.location.ingest(riderId, [{ ...door, seq: 1 }], new Date());
  const order = async () => {
    const { order } = await placeOrder(
      world.services,
      customer.customerId,
      randomUUID(),
      {
        restaurantId: kitchen.restaurantId,
        addressId: customer.addressId,
        items: [{ menuItemId: kitchen.menuItemIds[0], quantity: 2 }],
        paymentMethod: { type: "card", token: "tok_ok" },
      },
      new Date(),
    );
    return order;
  };
  return { ...kitchen, ...customer, riderId, order };
}

it("an order is confirmed, offered, cooked, carried in sight of its customer, delivered and charged", async () => {
  const { riderId, staffId, customerId, restaurantId, location, order } = await scene();
  const rider = await world.listen({ userId: riderId, roles: ["rider"] }, channels.rider(riderId));
  const kitchen = await world.listen({ userId: staffId, roles: ["staff"] }, channels.restaurant(restaurantId));
  const placed = await order();
  const customer = await world.listen({ userId: customerId, roles: ["customer"] }, channels.order(placed.id));

  const offer = await eventually(() => rider.heard.find(({ name }) => name === "offer.created"));
  const { rideId, offerSeq: seq } = offer.data as { rideId: string; offerSeq: number };
  expect(kitchen.heard.map(({ name }) => name)).toContain("order.created");
  await acceptOffer(world.services, { rideId, riderId, seq, now: new Date() });
  await eventually(() => rider.heard.find(({ name }) => name === "ride.updated"));

  await acceptTicket(world.services, staffId, placed.id, 10, new Date());
  await markReady(world.services, staffId, placed.id, new Date());
  await pickedUp(world.services.db, { rideId, riderId, now: new Date() });

  // The relay has told the path of pings about the ride by the time the customer sees one.
  let number = 2;
  const seen = await eventually(async () => {
    await world.location.ingest(riderId, [{ ...destination(location, 45, 100 + number), seq: number++ }], new Date());
    return customer.heard.find(({ name }) => name === "rider.location");
  });
  expect(seen.data).toMatchObject({ seq: expect.any(Number), etaMinutes: { low: expect.any(Number) } });

  const { pin } = placed;
  await delivered(world.services, { rideId, riderId, now: new Date(), pin });
  await eventually(() =>
    customer.heard.find(
      ({ name, data }) => name === "order.updated" && (data as { status: string }).status === "DELIVERED",
    ),
  );
  await eventually(async () => (await world.sandbox.audit(placed.id)).find(({ status }) => status === "captured"));

  const points = number - 1;
  await eventually(async () => {
    const [row] = await world.db.$client`select count(*)::int as n from rider_trail where rider_id = ${riderId}`;
    return row?.["n"] === points ? row : null;
  });
});

it("orders of more cities than the worker has connections to Postgres all find a rider", async () => {
  const cities = await Promise.all(Array.from({ length: 12 }, scene));
  const riders = await Promise.all(
    cities.map(({ riderId }) => world.listen({ userId: riderId, roles: ["rider"] }, channels.rider(riderId))),
  );
  await Promise.all(cities.map(({ order }) => order()));
  const asked = riders.map(({ heard }) => eventually(() => heard.find(({ name }) => name === "offer.created")));
  expect(await Promise.all(asked)).toHaveLength(12);
});

it("an order that is cancelled while it is offered goes back whole, and its rider is free", async () => {
  const { riderId, customerId, order } = await scene();
  const rider = await world.listen({ userId: riderId, roles: ["rider"] }, channels.rider(riderId));
  const placed = await order();
  await eventually(() => rider.heard.find(({ name }) => name === "offer.created"));
  await cancelOrder(world.services, customerId, placed.id, new Date());
  await eventually(() => rider.heard.find(({ name }) => name === "offer.revoked"));
  await eventually(async () => (await world.sandbox.audit(placed.id)).find(({ status }) => status === "voided"));
  const { offer } = await currentRides(world.services, riderId, new Date());
  expect(offer).toBeUndefined();
});

it("a rider whose order an operator gives to another is let out of its channel", async () => {
  const { riderId, cityId, order } = await scene();
  const placed = await order();
  const actor = { type: "system", id: null } as const;
  const giveTo = (rider: string) =>
    assignByHand(world.services, { orderId: placed.id, riderId: rider, actor, now: new Date() });
  await giveTo(riderId);
  const former = await world.listen({ userId: riderId, roles: ["rider"] }, channels.order(placed.id));
  const nextRiderId = await insertRider(world.db, cityId);
  await setShift(world.services, nextRiderId, true, new Date());
  await giveTo(nextRiderId);
  await eventually(() => (former.refused.length > 0 ? former.refused : null));
  const heard = former.heard.length;
  const next = await world.listen({ userId: nextRiderId, roles: ["rider"] }, channels.order(placed.id));
  const at = { channel: channels.order(placed.id), name: "rider.location", data: { seq: 1 } };
  await world.services.realtime.publish(at);
  await eventually(() => next.heard.find(({ name }) => name === "rider.location"));
  expect(former.heard.length).toBe(heard);
});
