import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { openingHours } from "@tiffin/db/schema/catalog";
import { rides } from "@tiffin/db/schema/dispatch";
import { restaurantStaff } from "@tiffin/db/schema/identity";
import { orderEvents, orders } from "@tiffin/db/schema/orders";
import { insertKitchen, insertRider, insertUser } from "@tiffin/db/testing/fixtures";
import { encodePosition } from "../location/rider-position.ts";
import { transitionOrder } from "../lifecycle/index.ts";
import { cancelOrder } from "./cancel-order.ts";
import { placeOrder } from "./place-order.ts";
import { getOrder, listOrders } from "./read-orders.ts";
import { createOrderWorld, type OrderWorld, type Scene } from "./testing/order-world.ts";
import { acceptTicket, delayTicket, listTickets, markReady, rejectTicket } from "./tickets.ts";
import { trackOrder } from "./track-order.ts";

let world: OrderWorld;
beforeAll(async () => {
  world = await createOrderWorld(inject("postgresUrl"), inject("redisUrl"));
});
afterAll(() => world.close());

const now = () => new Date();
const paidOrder = async (scene: Scene, token = "tok_ok") => {
  const request = scene.cart({ paymentMethod: { type: "card", token } });
  return (await placeOrder(world.services, scene.customerId, randomUUID(), request, now())).order;
};
const customer = (userId: string) => ({ userId, roles: ["customer"] });
const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => "done",
    (error: { code?: string }) => error.code ?? error,
  );

describe("who sees an order", () => {
  test("its customer with the PIN; its rider, its kitchen and ops without; nobody else at all", async () => {
    const scene = await world.open();
    const order = await paidOrder(scene);
    const riderId = await insertRider(world.db, scene.cityId);
    await transitionOrder(world.db, {
      orderId: order.id,
      command: { type: "assign", riderId },
      actor: { type: "rider", id: riderId },
      now: now(),
    });
    const see = (userId: string, role: string) => getOrder(world.services, { userId, roles: [role] }, order.id, now());

    expect((await see(scene.customerId, "customer")).pin).toBe(order.pin);
    expect(await see(riderId, "rider")).toMatchObject({ id: order.id, rider: { name: "Imran" } });
    expect((await see(riderId, "rider")).pin).toBeUndefined();
    expect((await see(scene.staffId, "staff")).pin).toBeUndefined();
    expect((await see(await insertUser(world.db, "ops"), "ops")).pin).toBeUndefined();

    const other = await insertKitchen(world.db);
    expect(await refusal(see(other.staffId, "staff"))).toBe("NOT_FOUND");
    expect(await refusal(see(await insertRider(world.db, scene.cityId), "rider"))).toBe("NOT_FOUND");
    expect(await refusal(see((await world.open()).customerId, "customer"))).toBe("NOT_FOUND");
    expect(await refusal(getOrder(world.services, customer(scene.customerId), "no-such-order", now()))).toBe(
      "NOT_FOUND",
    );
  });

  test("the customer leafs through all of theirs, newest first", async () => {
    const scene = await world.open();
    const placed: string[] = [];
    for (let count = 0; count < 5; count += 1) placed.unshift((await paidOrder(scene)).id);
    await paidOrder(await world.open());

    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listOrders(world.services, scene.customerId, { limit: 2, cursor }, now());
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual(placed);
  });

  test("a cursor that is forged, or somebody else's, is refused", async () => {
    const [scene, other] = [await world.open(), await world.open()];
    await paidOrder(scene);
    await paidOrder(scene);
    const { nextCursor } = await listOrders(world.services, scene.customerId, { limit: 1 }, now());
    const list = (customerId: string, cursor: string) =>
      refusal(listOrders(world.services, customerId, { limit: 1, cursor }, now()));
    expect(nextCursor).not.toBeNull();
    expect(await list(scene.customerId, nextCursor!)).toBe("done");
    expect(await list(other.customerId, nextCursor!)).toBe("VALIDATION_FAILED");
    expect(await list(scene.customerId, `x${nextCursor}`)).toBe("VALIDATION_FAILED");
    expect(await list(scene.customerId, "nonsense")).toBe("VALIDATION_FAILED");
  });
});

describe("calling an order off", () => {
  test("works until the kitchen has taken it on", async () => {
    const scene = await world.open();
    const early = await paidOrder(scene);
    expect(early.cancellable).toBe(true);
    expect(await cancelOrder(world.services, scene.customerId, early.id, now())).toMatchObject({
      status: "CANCELLED",
      cancelReason: "customer",
      cancellable: false,
      eta: null,
    });
    const late = await paidOrder(scene);
    await acceptTicket(world.services, scene.staffId, late.id, 15, now());
    expect(await refusal(cancelOrder(world.services, scene.customerId, late.id, now()))).toBe("ORDER_NOT_CANCELLABLE");
  });

  test("and taking it on at the same moment: exactly one of the two happens", async () => {
    const scene = await world.open();
    const placed = await Promise.all(Array.from({ length: 12 }, () => paidOrder(scene)));
    for (const { id } of placed) {
      const [calledOff, takenOn] = await Promise.all([
        refusal(cancelOrder(world.services, scene.customerId, id, now())),
        refusal(acceptTicket(world.services, scene.staffId, id, 15, now())),
      ]);
      const order = await getOrder(world.services, customer(scene.customerId), id, now());
      const outcome = [calledOff, takenOn, order.status, order.acceptedAt === undefined];
      expect([
        ["done", "ILLEGAL_TRANSITION", "CANCELLED", true],
        ["ORDER_NOT_CANCELLABLE", "done", "CONFIRMED", false],
      ]).toContainEqual(outcome);
    }
  });

  test("is for its customer only", async () => {
    const scene = await world.open();
    const order = await paidOrder(scene);
    const { customerId } = await world.open();
    expect(await refusal(cancelOrder(world.services, customerId, order.id, now()))).toBe("NOT_FOUND");
  });
});

describe("the kitchen's board", () => {
  test("moves a ticket from new to cooking to ready", async () => {
    const scene = await world.open();
    const order = await paidOrder(scene);
    const group = async (status: "new" | "cooking" | "ready" | "done" | "open") =>
      (await listTickets(world.services, scene.staffId, { status }, now())).items.map(({ id }) => id);

    expect(await group("new")).toEqual([order.id]);
    const accepted = await acceptTicket(world.services, scene.staffId, order.id, 25, now());
    expect(Date.parse(accepted.readyBy!) - Date.parse(accepted.acceptedAt!)).toBe(25 * 60_000);
    expect([await group("new"), await group("cooking")]).toEqual([[], [order.id]]);
    expect(await markReady(world.services, scene.staffId, order.id, now())).toMatchObject({ status: "CONFIRMED" });
    expect([await group("cooking"), await group("ready"), await group("open")]).toEqual([[], [order.id], [order.id]]);
    expect(await group("done")).toEqual([]);
    expect(await refusal(acceptTicket(world.services, scene.staffId, order.id, 25, now()))).toBe("ILLEGAL_TRANSITION");
  });

  test("puts off what is cooked: the ticket and whoever waits see the new time, the promise stays what it was", async () => {
    const scene = await world.open();
    const order = await paidOrder(scene);
    const at = now();
    const { acceptedAt, readyBy } = await acceptTicket(world.services, scene.staffId, order.id, 25, at);
    const eta = async () => (await trackOrder(world.services, customer(scene.customerId), order.id, at)).eta!;
    const before = await eta();
    const promised = async () =>
      world.db
        .select({ low: orders.promisedLowAt, high: orders.promisedHighAt })
        .from(orders)
        .where(eq(orders.id, order.id));
    const given = await promised();

    const more = { minutes: 10, readyBy };
    const delayed = await delayTicket(world.services, scene.staffId, order.id, more, at);
    expect(delayed.acceptedAt).toBe(acceptedAt);
    expect(Date.parse(delayed.readyBy!) - Date.parse(readyBy!)).toBe(10 * 60_000);
    expect((await eta()).low - before.low).toBe(10);
    expect(await promised()).toEqual(given);
    const again = delayTicket(world.services, scene.staffId, order.id, more, at);
    expect(await refusal(again)).toBe("ILLEGAL_TRANSITION");
    await markReady(world.services, scene.staffId, order.id, at);
    const late = delayTicket(world.services, scene.staffId, order.id, { minutes: 5 }, at);
    expect(await refusal(late)).toBe("ILLEGAL_TRANSITION");
  });

  test("shows what must be ready first on top, and nothing that isn't paid", async () => {
    const scene = await world.open();
    await paidOrder(scene, "tok_3ds");
    const [slow, quick] = [await paidOrder(scene), await paidOrder(scene)];
    await acceptTicket(world.services, scene.staffId, slow.id, 40, now());
    await acceptTicket(world.services, scene.staffId, quick.id, 10, now());
    const { items } = await listTickets(world.services, scene.staffId, {}, now());
    expect(items.map(({ id }) => id)).toEqual([quick.id, slow.id]);
    expect((await listTickets(world.services, scene.staffId, { status: "PAYMENT_PENDING" }, now())).items).toEqual([]);
  });

  test("a refused order is cancelled with the kitchen's reason", async () => {
    const scene = await world.open();
    const order = await paidOrder(scene);
    await rejectTicket(world.services, scene.staffId, order.id, "The oven is broken", now());
    expect(await getOrder(world.services, customer(scene.customerId), order.id, now())).toMatchObject({
      status: "CANCELLED",
      cancelReason: "kitchen_rejected",
      cancelNote: "The oven is broken",
    });
    expect((await listTickets(world.services, scene.staffId, { status: "done" }, now())).items).toMatchObject([
      { id: order.id, cancelReason: "kitchen_rejected", cancelNote: "The oven is broken" },
    ]);
    const audit = await world.db.select().from(orderEvents).where(eq(orderEvents.orderId, order.id));
    expect(audit.find(({ type }) => type === "cancelled")).toMatchObject({ actor: "staff", actorId: scene.staffId });
  });

  test("keeps the past by the day on which it was ordered, on the restaurant's own calendar", async () => {
    const scene = await world.open();
    const order = await paidOrder(scene);
    await rejectTicket(world.services, scene.staffId, order.id, "The oven is broken", now());
    // A quarter past midnight in Kolkata, still the day before in London.
    const placedAt = new Date("2026-03-01T18:45:00Z");
    await world.db.update(orders).set({ placedAt }).where(eq(orders.id, order.id));
    const on = async (date: string) =>
      (await listTickets(world.services, scene.staffId, { status: "done", date }, now())).items.map(({ id }) => id);
    expect([await on("2026-03-01"), await on("2026-03-02"), await on("2026-03-03")]).toEqual([[], [order.id], []]);

    const { restaurantId } = await insertKitchen(world.db);
    await world.db.insert(restaurantStaff).values({ restaurantId, userId: scene.staffId });
    expect(await refusal(on("2026-03-02"))).toBe("VALIDATION_FAILED");
  });

  test("belongs to its own staff", async () => {
    const scene = await world.open();
    const order = await paidOrder(scene);
    const other = await insertKitchen(world.db);
    expect((await listTickets(world.services, other.staffId, {}, now())).items).toEqual([]);
    const { restaurantId } = scene;
    expect(await refusal(listTickets(world.services, other.staffId, { restaurantId }, now()))).toBe("NOT_FOUND");
    expect(await refusal(acceptTicket(world.services, other.staffId, order.id, 10, now()))).toBe("NOT_FOUND");
    expect(await refusal(delayTicket(world.services, other.staffId, order.id, { minutes: 10 }, now()))).toBe(
      "NOT_FOUND",
    );
    expect(await refusal(rejectTicket(world.services, other.staffId, order.id, "no", now()))).toBe("NOT_FOUND");
    expect(await refusal(markReady(world.services, other.staffId, order.id, now()))).toBe("NOT_FOUND");
  });
});

describe("tracking", () => {
  test("shows the rider while he carries the order, with the way that is left, and no longer", async () => {
    const scene = await world.open();
    const order = await paidOrder(scene);
    const riderId = await insertRider(world.db, scene.cityId);
    const track = () => trackOrder(world.services, customer(scene.customerId), order.id, now());
    const at = now();
    const last = { lat: 12.972, lng: 77.595, at: at.getTime() };
    const unsaid = { heading: null, doubted: null, vagueAt: null, isProof: false, cityId: null };
    const pos = encodePosition({ last, seq: 1, ...unsaid });
    await world.redis.hset(`rider:${riderId}`, { pos });
    expect((await track()).rider).toBeUndefined();

    const move = (command: Parameters<typeof transitionOrder>[1]["command"]) =>
      transitionOrder(world.db, { orderId: order.id, command, actor: { type: "rider", id: riderId }, now: now() });
    await move({ type: "assign", riderId });
    const tracked = await track();
    expect(tracked.rider).toMatchObject({ name: "Imran", location: { lat: 12.972, lng: 77.595 } });
    expect(tracked.route?.at(-1)).toEqual([scene.location.lng, scene.location.lat]);
    expect(tracked.eta?.low).toBeGreaterThan(0);
    expect(tracked.stream).toMatchObject({
      channel: `private-order-${order.id}`,
      authEndpoint: "http://127.0.0.1:4000/v1/live/auth",
    });

    await move({ type: "mark-ready" });
    await move({ type: "pick-up", riderId });
    expect((await track()).route?.at(-1)).toEqual([77.6016, 12.9756]);
    await move({ type: "deliver", riderId });
    const delivered = await track();
    expect(delivered.rider).toBeUndefined();
    expect(delivered.eta).toBeNull();
    expect(delivered.order.timeline.map(({ status }) => status)).toEqual([
      "CREATED",
      "CONFIRMED",
      "ASSIGNED",
      "READY",
      "PICKED_UP",
      "DELIVERED",
    ]);
  });
});

describe("a rider whose phone fell silent", () => {
  /** An order that was given to a rider so many minutes ago, and where they were last. */
  const carried = async (assignedMinutesAgo: number, heardMinutesAgo: number) => {
    const scene = await world.open();
    const order = await paidOrder(scene);
    const riderId = await insertRider(world.db, scene.cityId);
    const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);
    await transitionOrder(world.db, {
      orderId: order.id,
      command: { type: "assign", riderId },
      actor: { type: "rider", id: riderId },
      now: ago(assignedMinutesAgo),
    });
    const ride = {
      id: randomUUID(),
      cityId: scene.cityId,
      currency: "INR",
      pay: 0,
      riderId,
      status: "ASSIGNED",
    } as const;
    await world.db.insert(rides).values({ ...ride, orderId: order.id });
    const heard = ago(heardMinutesAgo);
    const last = { lat: 13.02, lng: 77.595, at: heard.getTime() };
    const kept = { seq: 1, heading: null, doubted: null, vagueAt: null, isProof: true, cityId: null };
    const pos = encodePosition({ last, ...kept });
    await world.redis.hset(`rider:${riderId}`, { pos });
    const viewer = customer(scene.customerId);
    return {
      heard,
      track: await trackOrder(world.services, viewer, order.id, now()),
      unseen: await getOrder(world.services, viewer, order.id, now()),
    };
  };

  test("is shown where they were last seen, and when", async () => {
    const { heard, track, unseen } = await carried(20, 12);
    expect(track.rider).toMatchObject({ location: { lat: 13.02, lng: 77.595 }, recordedAt: heard.toISOString() });
    expect(track.eta?.high, "nothing is reckoned from there any more").toBe(unseen.eta?.high);
  });

  test("is not shown where they were before they had the order", async () => {
    expect((await carried(20, 25)).track.rider).toBeUndefined();
    expect((await carried(0, 0.5)).track.rider).toBeDefined();
  });
});

test("a kitchen without hours is never open", async () => {
  const scene = await world.open();
  await world.db.delete(openingHours).where(eq(openingHours.restaurantId, scene.restaurantId));
  expect(await refusal(paidOrder(scene))).toBe("RESTAURANT_CLOSED");
});
