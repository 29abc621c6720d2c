import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { newId } from "@tiffin/db/ids";
import { offers, rides } from "@tiffin/db/schema/dispatch";
import { users } from "@tiffin/db/schema/identity";
import { opsActions } from "@tiffin/db/schema/ops";
import { orders } from "@tiffin/db/schema/orders";
import { riderTrail } from "@tiffin/db/schema/partitioned/rider-trail";
import { payments } from "@tiffin/db/schema/payments";
import { insertRider } from "@tiffin/db/testing/fixtures";
import { opsOrderQuerySchema } from "@tiffin/domain/wire/ops";
import type { z } from "zod";
import { arrived, pickedUp, setShift } from "../dispatch/index.ts";
import { transitionOrder } from "../lifecycle/index.ts";
import { assignOpsOrder, cancelOpsOrder, cityNow, getOpsOrder, listOpsOrders } from "./index.ts";
import { openOpsWorld, operatorOf, paidOrder, refusal, type OpsWorld } from "./testing/ops-world.ts";

let world: OpsWorld;
beforeAll(async () => {
  world = await openOpsWorld(inject("postgresUrl"), inject("redisUrl"));
});
afterAll(() => world.close());

const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000);
const system = { type: "system", id: null } as const;
const by = (opsId: string, key?: string) => ({ opsId, key, now: new Date() });
const list = (query: z.input<typeof opsOrderQuerySchema>, now = new Date(), opsId = world.opsId) =>
  listOpsOrders(world.services, opsId, opsOrderQuerySchema.parse({ limit: 100, ...query }), now);

describe("orders that need a person", () => {
  test("are listed with the reason, once their time is up, and not before", async () => {
    const { db } = world.services;
    const silent = await paidOrder(db);
    const ready = await paidOrder(db, { type: "mark-ready" });
    const gone = await paidOrder(db, { type: "cancel", reason: "ops" });
    const reasons = async (minutes: number) => {
      const page = await list({ stuck: true }, inMinutes(minutes));
      return new Map(page.items.map(({ id, stuck }) => [id, stuck]));
    };
    expect((await reasons(1)).size).toBe(0);
    const later = await reasons(90);
    expect(later.get(silent.orderId)).toBe("kitchen_silent");
    expect(later.get(gone.orderId)).toBe("refund");
    expect(later.has(ready.orderId)).toBe(false);
    await db.update(orders).set({ escalatedAt: new Date() }).where(eq(orders.id, ready.orderId));
    expect((await reasons(1)).get(ready.orderId)).toBe("no_rider");
    await db.update(payments).set({ reviewSince: new Date() }).where(eq(payments.orderId, silent.orderId));
    expect((await reasons(1)).get(silent.orderId)).toBe("review");
    expect(await getOpsOrder(world.services, world.opsId, ready.orderId, new Date())).toMatchObject({
      stuck: "no_rider",
      waitsFor: "escalated",
    });
  });

  test("are those whose kitchen never says that they are ready, too", async () => {
    const { services, opsId } = world;
    const order = await paidOrder(services.db, { type: "accept", prepMinutes: 20 });
    await assignOpsOrder(services, by(opsId), order.orderId, order.riderIds[0]);
    const at = async (minutes: number) => {
      const [found] = (await list({ city: order.citySlug }, inMinutes(minutes))).items;
      const { kitchens } = await cityNow(services, opsId, order.citySlug, inMinutes(minutes));
      return [found?.stuck, kitchens.map(({ isStuck }) => isStuck)];
    };
    expect(await at(34)).toEqual([null, [false]]);
    expect(await at(36)).toEqual(["not_ready", [true]]);
    const ready = { type: "mark-ready" } as const;
    await transitionOrder(services.db, { orderId: order.orderId, command: ready, actor: system, now: inMinutes(36) });
    expect(await at(37)).toEqual([null, [false]]);
  });

  test("and those whose rider fell silent at the restaurant or with the food", async () => {
    const { services, opsId } = world;
    const { db } = services;
    const order = await paidOrder(db, { type: "mark-ready" });
    const { orderId, riderIds } = order;
    const [riderId] = riderIds;
    await assignOpsOrder(services, by(opsId), orderId, riderId);
    const [ride] = await db.select().from(rides).where(eq(rides.orderId, orderId));
    const stuck = async (minutes: number) => (await getOpsOrder(services, opsId, orderId, inMinutes(minutes))).stuck;
    const tap = { rideId: ride?.id ?? "", riderId };
    await arrived(db, { ...tap, now: inMinutes(0) });
    expect([await stuck(9), await stuck(11)]).toEqual([null, "rider_silent"]);
    await pickedUp(db, { ...tap, now: inMinutes(12) });
    expect([await stuck(21), await stuck(23)]).toEqual([null, "rider_silent"]);
    const heard = { riderId, seq: 1, ...order.location, late: false };
    await db.insert(riderTrail).values({ ...heard, recordedAt: inMinutes(24), receivedAt: inMinutes(24) });
    expect([await stuck(33), await stuck(35)]).toEqual([null, "rider_silent"]);
  });

  test("say what they wait for while they have no rider", async () => {
    const { db } = world.services;
    const { orderId, riderIds, citySlug } = await paidOrder(db);
    const waitsFor = async () => (await list({ view: "waiting", city: citySlug })).items.map((one) => one.waitsFor);
    expect(await waitsFor()).toEqual(["matching"]);
    for (const riderId of riderIds) await setShift(world.services, riderId, false, new Date());
    expect(await waitsFor()).toEqual(["nobody_free"]);
    await setShift(world.services, riderIds[0], true, new Date());
    await assignOpsOrder(world.services, by(world.opsId), orderId, riderIds[0]);
    expect(await waitsFor()).toEqual([]);
  });

  test("come in pages, each order once, from either end", async () => {
    for (const sort of ["newest", "oldest"] as const) {
      const { items } = await list({ sort });
      const ids: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await list({ sort, limit: 2, ...(cursor ? { cursor } : {}) });
        ids.push(...page.items.map(({ id }) => id));
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
      expect(ids).toEqual(items.map(({ id }) => id));
      expect(ids.length).toBeGreaterThan(3);
    }
    expect(await refusal(list({ cursor: "made-up" }))).toBe("VALIDATION_FAILED");
    const { nextCursor } = await list({ limit: 2 });
    expect(await refusal(list({ view: "open", cursor: nextCursor ?? "" }))).toBe("VALIDATION_FAILED");
  });

  test("are found by their number, their customer, their phone and their restaurant, within a view", async () => {
    const { db } = world.services;
    const { orderId, customerId, citySlug } = await paidOrder(db);
    await db.update(users).set({ name: "Meenakshi 100%" }).where(eq(users.id, customerId));
    const [person] = await db.select().from(users).where(eq(users.id, customerId));
    const { number } = await getOpsOrder(world.services, world.opsId, orderId, new Date());
    const found = async (q: string) => (await list({ q, city: citySlug })).items.map(({ id }) => id);
    for (const q of [number, number.toLowerCase().slice(0, 5), "meenakshi", "100%", person?.phone ?? "", "udupi"])
      expect([q, await found(q)]).toEqual([q, [orderId]]);
    for (const q of ["100_", "%%", "nobody of this name"]) expect([q, await found(q)]).toEqual([q, []]);
    expect((await list({ q: number, status: "DELIVERED" })).items).toEqual([]);
    expect((await list({ q: number, view: "open", status: "CONFIRMED", reason: "matching" })).items).toHaveLength(1);
  });
});

describe("an order in the hands of ops", () => {
  test("goes to the rider who is named, and from one to another until the food is picked up", async () => {
    const { services, opsId } = world;
    const { orderId, riderIds, cityId } = await paidOrder(services.db, { type: "mark-ready" });
    const [first, second = ""] = riderIds;
    const assign = (riderId: string) => assignOpsOrder(services, by(opsId), orderId, riderId);
    expect(await assign(first)).toMatchObject({ status: "READY", riderId: first });
    expect(await assign(first)).toMatchObject({ riderId: first });
    expect(await assign(second)).toMatchObject({ status: "READY", riderId: second });
    const held = await services.db.select().from(rides).where(eq(rides.orderId, orderId));
    expect(held).toMatchObject([{ riderId: second, status: "ASSIGNED" }]);
    const { events } = await getOpsOrder(services, opsId, orderId, new Date());
    expect(events.filter(({ actor }) => actor === "ops")).toMatchObject([
      { type: "assigned", actorName: "Farah" },
      { type: "unassigned", actorName: "Farah", reason: "reassigned" },
      { type: "assigned", actorName: "Farah" },
    ]);

    const other = await paidOrder(services.db);
    expect(await refusal(assignOpsOrder(services, by(opsId), other.orderId, second))).toBe("NOT_FOUND");
    expect(await refusal(assign(newId()))).toBe("NOT_FOUND");
    await transitionOrder(services.db, {
      orderId,
      command: { type: "pick-up", riderId: second },
      actor: system,
      now: new Date(),
    });
    expect(await refusal(assign(await insertRider(services.db, cityId)))).toBe("ILLEGAL_TRANSITION");
  });

  test("is called off with a reason that its customer reads, once for each key", async () => {
    const { services, opsId } = world;
    const { orderId } = await paidOrder(services.db);
    const key = newId();
    const cancel = (reason: string, attempt?: string) => cancelOpsOrder(services, by(opsId, attempt), orderId, reason);
    const [first, second] = await Promise.all([
      cancel("The kitchen burnt down", key),
      cancel("The kitchen burnt down", key),
    ]);
    expect(first).toMatchObject({ status: "CANCELLED", cancelReason: "ops", cancelNote: "The kitchen burnt down" });
    expect(second.events).toHaveLength(first.events.length);
    expect(await cancel("The kitchen burnt down", key)).toMatchObject({ status: "CANCELLED" });
    expect(await refusal(cancel("Another reason", key))).toBe("IDEMPOTENCY_KEY_REUSED");
    expect(await refusal(cancel("again"))).toBe("ORDER_NOT_CANCELLABLE");
    expect(await refusal(cancel("again", "no UUID"))).toBe("VALIDATION_FAILED");
    expect(await refusal(cancelOpsOrder(services, by(opsId), "nonsense", "x"))).toBe("NOT_FOUND");
    const audit = await services.db
      .select()
      .from(opsActions)
      .where(and(eq(opsActions.subjectId, orderId), eq(opsActions.actorId, opsId)));
    // The attempt without a key was refused, and is kept as such; those with the key are one, and done.
    expect(new Map(audit.map(({ idempotencyKey, outcome }) => [idempotencyKey, outcome]))).toEqual(
      new Map([
        [key, "done"],
        [null, "ORDER_NOT_CANCELLABLE"],
      ]),
    );
  });

  test("shows who was asked, what was known of them and what they said", async () => {
    const { services, opsId } = world;
    const { orderId, riderIds } = await paidOrder(services.db);
    await assignOpsOrder(services, by(opsId), orderId, riderIds[0]);
    const [ride] = await services.db.select().from(rides).where(eq(rides.orderId, orderId));
    await services.db.insert(offers).values({
      id: newId(),
      rideId: ride?.id ?? "",
      orderId,
      riderId: riderIds[0],
      seq: 1,
      round: 1,
      status: "DECLINED",
      declineReason: "too_far",
      features: { policy: "greedy", pickupMeters: 740 },
      expiresAt: new Date(),
    });
    expect((await getOpsOrder(services, opsId, orderId, new Date())).decisions).toMatchObject([
      { seq: 1, status: "DECLINED", declineReason: "too_far", features: { policy: "greedy", pickupMeters: 740 } },
    ]);
  });
});

describe("an operator of one city", () => {
  test("sees and touches nothing of another", async () => {
    const { services } = world;
    const own = await paidOrder(services.db);
    const foreign = await paidOrder(services.db);
    const opsId = await operatorOf(services.db, own.cityId);
    expect((await list({}, new Date(), opsId)).items.map(({ id }) => id)).toEqual([own.orderId]);
    expect((await list({ city: own.citySlug }, new Date(), opsId)).items).toHaveLength(1);
    expect(await refusal(list({ city: foreign.citySlug }, new Date(), opsId))).toBe("NOT_FOUND");
    expect(await refusal(getOpsOrder(services, opsId, foreign.orderId, new Date()))).toBe("NOT_FOUND");
    expect(await refusal(assignOpsOrder(services, by(opsId), foreign.orderId, foreign.riderIds[0]))).toBe("NOT_FOUND");
    expect(await refusal(cancelOpsOrder(services, by(opsId), foreign.orderId, "no reason"))).toBe("NOT_FOUND");
    expect(await refusal(cancelOpsOrder(services, by(opsId), own.orderId, "a reason"))).toBe("done");
  });
});
