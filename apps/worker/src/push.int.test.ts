import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { acceptOffer, arrived, currentRides, delivered, pickedUp, setShift } from "@tiffin/core/dispatch";
import { acceptTicket, cancelOrder, markReady, placeOrder } from "@tiffin/core/orders";
import { subscribe } from "@tiffin/core/push";
import { insertCustomer, insertKitchen, insertRider } from "@tiffin/db/testing/fixtures";
import type { PushApp } from "@tiffin/domain/wire/push";
import { TEST_CERTIFICATE } from "../../../packages/core/src/push/testing/certificate.ts";
import {
  startPushService,
  type TestBrowser,
  type TestPushService,
} from "../../../packages/core/src/push/testing/push-service.ts";
import { createWorkerWorld, eventually, type WorkerWorld } from "./testing/worker-world.ts";

let world: WorkerWorld;
let service: TestPushService;
let folder: string;
beforeAll(async () => {
  [world, service, folder] = await Promise.all([
    createWorkerWorld(
      { postgresUrl: inject("postgresUrl"), redisUrl: inject("redisUrl"), soketi: inject("soketi") },
      13,
    ),
    startPushService(),
    mkdtemp(join(tmpdir(), "tiffin-push-")),
  ]);
  const certificate = join(folder, "certificate.pem");
  await writeFile(certificate, TEST_CERTIFICATE);
  const { publicKey, privateKey, subject } = service.settings;
  Object.assign(world.env, {
    VAPID_PUBLIC_KEY: publicKey,
    VAPID_PRIVATE_KEY: privateKey,
    VAPID_SUBJECT: subject,
    PUSH_SERVICES: "localhost",
    NODE_EXTRA_CA_CERTS: certificate,
  });
});
afterAll(async () => {
  await world.close();
  await service.close();
  await rm(folder, { recursive: true, force: true });
});

async function device(userId: string, app: PushApp): Promise<TestBrowser> {
  const browser = service.browser();
  const services = { db: world.db, push: service.settings };
  const { endpoint, keys } = browser;
  await subscribe(services, userId, app, { endpoint, keys, locale: "en" }, new Date());
  return browser;
}
const kinds = (browser: TestBrowser) => browser.received.map(({ message }) => message.kind);
const patience = { timeout: 60_000 };

it("tells customer, rider and kitchen each step once, though one of two workers is killed on the way", async () => {
  const kitchen = await insertKitchen(world.db);
  const { customerId, addressId } = await insertCustomer(world.db);
  const riderId = await insertRider(world.db, kitchen.cityId);
  const [customer, rider, tablet] = [
    await device(customerId, "customer"),
    await device(riderId, "rider"),
    await device(kitchen.staffId, "restaurant"),
  ];
  const beat = () => world.location.ingest(riderId, [kitchen.location], new Date());
  await setShift(world.services, riderId, true, new Date());
  await beat();
  const [first] = [await world.startWorkerProcess(), await world.startWorkerProcess()];
  const place = async () => {
    const { order } = await placeOrder(
      world.services,
      customerId,
      randomUUID(),
      {
        restaurantId: kitchen.restaurantId,
        addressId,
        items: [{ menuItemId: kitchen.menuItemIds[0], quantity: 1 }],
        paymentMethod: { type: "card", token: "tok_ok" },
      },
      new Date(),
    );
    return order;
  };
  const placed = await place();
  const { rideId, offerSeq: seq } = await eventually(async () => {
    await beat();
    return (await currentRides(world.services, riderId, new Date())).offer;
  });
  await acceptOffer(world.services, { rideId, riderId, seq, now: new Date() });
  await expect.poll(() => kinds(customer), patience).toEqual(["order.confirmed", "order.assigned"]);
  await expect.poll(() => kinds(tablet), patience).toEqual(["kitchen.new_order"]);
  expect(kinds(rider).filter((kind) => kind !== "offer.created")).toEqual([]);

  await first.kill();
  await acceptTicket(world.services, kitchen.staffId, placed.id, 10, new Date());
  await markReady(world.services, kitchen.staffId, placed.id, new Date());
  await pickedUp(world.db, { rideId, riderId, now: new Date() });
  await arrived(world.db, { rideId, riderId, now: new Date() });
  await delivered(world.services, { rideId, riderId, now: new Date(), pin: placed.pin });
  await expect
    .poll(() => kinds(customer), patience)
    .toEqual([
      "order.confirmed",
      "order.assigned",
      "order.accepted",
      "order.picked_up",
      "order.arriving",
      "order.delivered",
    ]);
  await expect.poll(() => kinds(rider), patience).toContain("ride.ready");

  await setShift(world.services, riderId, false, new Date());
  const next = await place();
  await cancelOrder(world.services, customerId, next.id, new Date());
  await expect
    .poll(() => customer.received.at(-1)?.message, patience)
    .toMatchObject({
      kind: "order.cancelled",
      url: `/orders/${next.id}`,
    });
  await expect.poll(() => kinds(tablet), patience).toContain("kitchen.cancelled");
  // The topics are the orders': of one order the newest step takes the place of those that a phone has missed.
  expect(new Set(customer.received.map(({ topic }) => topic)).size).toBe(2);
}, 240_000);
