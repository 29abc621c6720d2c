import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { newId } from "@tiffin/db/ids";
import { replaceStreets } from "@tiffin/db/queries/city-streets";
import { addresses } from "@tiffin/db/schema/addresses";
import { closures, restaurants } from "@tiffin/db/schema/catalog";
import { generateCity } from "@tiffin/db/seed/city/generate-city";
import { canDeliver } from "@tiffin/domain/deliverability/deliverability";
import { estimateNewOrder } from "@tiffin/domain/eta/estimate";
import { toLocation } from "@tiffin/domain/geo/location";
import { localMoment } from "@tiffin/domain/opening-hours/opening-hours";
import { Streets } from "../location/index.ts";
import { placeOrder } from "./place-order.ts";
import { quoteOrder } from "./quote-order.ts";
import { createOrderWorld, type OrderWorld, type Scene } from "./testing/order-world.ts";

let world: OrderWorld;
beforeAll(async () => {
  world = await createOrderWorld(inject("postgresUrl"), inject("redisUrl"));
});
afterAll(() => world.close());

const now = () => new Date();
const quote = (scene: Scene, addressId = scene.addressId) =>
  quoteOrder(world.services, scene.customerId, scene.cart({ addressId }), now());
const change = (scene: Scene, to: Partial<typeof restaurants.$inferInsert>) =>
  world.db.update(restaurants).set(to).where(eq(restaurants.id, scene.restaurantId));

test("a kitchen with many tickets is quoted later, and the order says what its quote said", async () => {
  const scene = await world.open();
  const idle = await quote(scene);
  for (let ticket = 0; ticket < 9; ticket += 1) {
    await placeOrder(world.services, scene.customerId, randomUUID(), scene.cart(), now());
  }
  await expect.poll(async () => (await quote(scene)).etaMinutes.low).toBeGreaterThan(idle.etaMinutes.low + 10);
  const busy = await quote(scene);
  const width = ({ etaMinutes: { low, high } }: typeof busy) => high - low;
  expect(width(busy)).toBeGreaterThan(width(idle));

  const { order } = await placeOrder(world.services, scene.customerId, randomUUID(), scene.cart(), now());
  expect(order.eta).toMatchObject(busy.etaMinutes);
});

test("a pause, a holiday and a street too far each have their own word", async () => {
  const scene = await world.open();
  expect(await quote(scene)).toMatchObject({ deliverable: true });
  await change(scene, { deliveryRadiusMeters: 800 });
  expect((await quote(scene)).reason?.code).toBe("OUT_OF_DELIVERY_AREA");
  await change(scene, { pausedUntil: new Date(Date.now() + 60_000) });
  expect((await quote(scene)).reason?.code).toBe("RESTAURANT_PAUSED");
  const { date } = localMoment(now(), "Asia/Kolkata");
  await world.db.insert(closures).values({ id: newId(), restaurantId: scene.restaurantId, day: date });
  expect((await quote(scene)).reason?.code).toBe("RESTAURANT_CLOSED");
});

test("what a search card can know of the streets is what the quote says, all over a town", async () => {
  const scene = await world.open();
  const { graph } = generateCity(7);
  const map = { type: "FeatureCollection", features: [] } as const;
  await replaceStreets(world.db, { cityId: scene.cityId, graph, map, attribution: null }, now());
  const kitchen = toLocation(graph.nodes[400]!);
  const deliveryRadiusMeters = 2_500;
  await change(scene, { ...kitchen, deliveryRadiusMeters });
  const routes = await new Streets().of(world.db, scene.cityId, now());

  let reached = 0;
  const homes = Array.from({ length: 60 }, (_, i) => {
    const { lat, lng } = toLocation(graph.nodes[(i * 131 + 7) % graph.nodes.length]!);
    return { lat: lat + 0.0003, lng: lng - 0.0004 };
  });
  for (const home of homes) {
    const id = newId();
    await world.db.insert(addresses).values({ id, userId: scene.customerId, label: "Home", line1: "1", ...home });
    const [travel] = routes.outlook(home, [kitchen]);
    const promised = canDeliver({
      orderable: true,
      isOpen: true,
      acceptingOrders: true,
      streetMeters: travel!.distanceMeters,
      deliveryRadiusMeters,
    });
    const quoted = await quote(scene, id);
    expect(quoted).toMatchObject({ deliverable: promised, distanceMeters: travel!.distanceMeters });
    const etaMinutes = estimateNewOrder({ prepMinutes: 20, openTickets: 0 }, travel!.durationSeconds);
    expect(quoted.etaMinutes).toEqual(etaMinutes);
    if (promised) reached += 1;
  }
  // Both answers occurred.
  expect(reached).toBeGreaterThan(5);
  expect(reached).toBeLessThan(55);
});
