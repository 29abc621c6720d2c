import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { newId } from "@tiffin/db/ids";
import { insertDeadLetter } from "@tiffin/db/queries/relay";
import { restaurants } from "@tiffin/db/schema/catalog";
import { riders } from "@tiffin/db/schema/dispatch";
import { opsActions } from "@tiffin/db/schema/ops";
import { orderEvents, orders } from "@tiffin/db/schema/orders";
import { outbox } from "@tiffin/db/schema/outbox";
import { payments } from "@tiffin/db/schema/payments";
import { insertRider, type FixtureOrder } from "@tiffin/db/testing/fixtures";
import { locationKeys } from "../location/index.ts";
import { encodePosition } from "../location/rider-position.ts";
import { transitionOrder } from "../lifecycle/index.ts";
import {
  assignCandidates,
  assignOpsOrder,
  citiesOfOps,
  cityNow,
  depositCash,
  listDeadLetters,
  listOpsKitchens,
  listPaymentReviews,
  pauseKitchen,
  resumeKitchen,
  settleDeadLetter,
  takeOffShift,
} from "./index.ts";
import { openOpsWorld, operatorOf, paidOrder, refusal, type OpsWorld } from "./testing/ops-world.ts";

let world: OpsWorld;
beforeAll(async () => {
  world = await openOpsWorld(inject("postgresUrl"), inject("redisUrl"));
});
afterAll(() => world.close());

const by = (opsId: string, key?: string) => ({ opsId, key, now: new Date() });
const system = { type: "system", id: null } as const;
const auditOf = (subjectId: string) =>
  world.services.db.select().from(opsActions).where(eq(opsActions.subjectId, subjectId));
/** Puts a rider some meters north of the restaurant, as their phone did so many seconds ago. */
const locate = ({ location }: FixtureOrder, riderId: string, meters: number, secondsAgo = 0) =>
  world.services.redis.hset(locationKeys.rider(riderId), {
    pos: encodePosition({
      last: { lat: location.lat + meters / 111_000, lng: location.lng, at: Date.now() - secondsAgo * 1_000 },
      seq: 1,
      heading: 90,
      doubted: null,
      vagueAt: null,
      isProof: true,
      cityId: null,
    }),
    session: "one",
  });

describe("riders who could take an order", () => {
  test("come free and near first; who is silent or has an order is said so", async () => {
    const { services, opsId } = world;
    const { db } = services;
    const order = await paidOrder(db);
    const [near, busy = ""] = order.riderIds;
    const [far, silent, unlocated] = [
      await insertRider(db, order.cityId),
      await insertRider(db, order.cityId),
      await insertRider(db, order.cityId),
    ];
    await locate(order, near, 300);
    await locate(order, far, 2_000);
    await locate(order, silent, 100, 300);
    await locate(order, busy, 50);
    const foreign = await paidOrder(db);
    // A second order of the same city, in the hands of one of them.
    await db.update(orders).set({ cityId: order.cityId }).where(eq(orders.id, foreign.orderId));
    await assignOpsOrder(services, by(opsId), foreign.orderId, busy);

    const { items } = await assignCandidates(services, opsId, order.orderId, new Date());
    expect(items.map(({ id, isLive, distanceMeters, minutes }) => [id, isLive, distanceMeters, minutes])).toEqual([
      [near, true, 300, 1],
      [far, true, 2_000, 4],
      [silent, false, 100, 1],
      [unlocated, false, null, null],
      [busy, true, 50, 1],
    ]);
    expect(items.at(-1)).toMatchObject({ carries: [expect.any(String)], hasRoom: true });
    await db.update(riders).set({ vehicle: "bicycle" }).where(eq(riders.userId, busy));
    const third = await paidOrder(db);
    await db.update(orders).set({ cityId: order.cityId }).where(eq(orders.id, third.orderId));
    await assignOpsOrder(services, by(opsId), third.orderId, busy);
    const full = (await assignCandidates(services, opsId, order.orderId, new Date())).items.at(-1);
    expect(full).toMatchObject({ id: busy, carries: [expect.any(String), expect.any(String)], hasRoom: false });
    expect(await refusal(assignOpsOrder(services, by(opsId), order.orderId, busy))).toBe("RIDER_BUSY");

    await assignOpsOrder(services, by(opsId), order.orderId, near);
    const others = await assignCandidates(services, opsId, order.orderId, new Date());
    expect(others.items.map(({ id }) => id)).not.toContain(near);
    const stranger = await operatorOf(db, foreign.cityId);
    expect(await refusal(assignCandidates(services, stranger, order.orderId, new Date()))).toBe("NOT_FOUND");
  });
});

describe("a city as it stands", () => {
  test("shows its riders, its kitchens with work, and what is on its way", async () => {
    const { services, opsId } = world;
    const order = await paidOrder(services.db, { type: "mark-ready" });
    const [first, second = ""] = order.riderIds;
    await locate(order, first, 500);
    await locate(order, second, 900, 120);
    const before = await cityNow(services, opsId, order.citySlug, new Date());
    expect(before.counts).toEqual({ stuck: 0, waiting: 1, open: 1, reviews: 0 });
    expect(before.kitchens).toMatchObject([{ id: order.restaurantId, orderIds: [order.orderId], isStuck: false }]);
    expect(before.dropoffs).toEqual([]);
    expect(new Map(before.riders.map(({ id, isLive, heading }) => [id, [isLive, heading]]))).toEqual(
      new Map([
        [first, [true, 90]],
        [second, [false, 90]],
      ]),
    );

    await assignOpsOrder(services, by(opsId), order.orderId, first);
    const command = { type: "pick-up", riderId: first } as const;
    await transitionOrder(services.db, { orderId: order.orderId, command, actor: system, now: new Date() });
    const after = await cityNow(services, opsId, order.citySlug, new Date());
    expect(after.kitchens).toEqual([]);
    expect(after.dropoffs).toMatchObject([{ orderId: order.orderId, riderId: first }]);
    expect(after.riders.find(({ id }) => id === first)?.orderIds).toEqual([order.orderId]);
  });

  test("is for its operators alone", async () => {
    const { services } = world;
    const [own, foreign] = [await paidOrder(services.db), await paidOrder(services.db)];
    const opsId = await operatorOf(services.db, own.cityId);
    expect((await citiesOfOps(services, opsId)).map(({ id }) => id)).toEqual([own.cityId]);
    expect((await citiesOfOps(services, world.opsId)).length).toBeGreaterThan(1);
    expect(await refusal(cityNow(services, opsId, foreign.citySlug, new Date()))).toBe("NOT_FOUND");
    expect(await refusal(listOpsKitchens(services, opsId, foreign.citySlug, undefined, new Date()))).toBe("NOT_FOUND");
    expect(await refusal(cityNow(services, opsId, own.citySlug, new Date()))).toBe("done");
  });
});

describe("a restaurant", () => {
  test("is paused with an end or without one, resumed, and each of it is kept with the operator's name", async () => {
    const { services, opsId } = world;
    const { restaurantId, citySlug } = await paidOrder(services.db);
    const key = newId();
    const pause = (minutes: number | null, attempt?: string) =>
      pauseKitchen(services, by(opsId, attempt), restaurantId, { minutes, reason: "Flooded" });
    const paused = await pause(30, key);
    expect(paused).toMatchObject({ acceptingOrders: false, openOrders: 1 });
    expect(Date.parse(paused.pausedUntil ?? "") - Date.now()).toBeGreaterThan(29 * 60_000);
    expect((await pause(30, key)).pausedUntil).toBe(paused.pausedUntil);
    expect(await refusal(pause(60, key))).toBe("IDEMPOTENCY_KEY_REUSED");
    expect(await pause(null)).toMatchObject({ acceptingOrders: false, pausedUntil: null });
    const [row] = await services.db.select().from(restaurants).where(eq(restaurants.id, restaurantId));
    expect(row).toMatchObject({ acceptingOrders: false, pausedUntil: null });
    expect(await resumeKitchen(services, by(opsId), restaurantId)).toMatchObject({ acceptingOrders: true });

    expect((await auditOf(restaurantId)).map(({ type, actorId, outcome }) => [type, actorId, outcome])).toEqual([
      ["restaurant.pause", opsId, "done"],
      ["restaurant.pause", opsId, "done"],
      ["restaurant.resume", opsId, "done"],
    ]);
    const told = await services.db.select().from(outbox).where(eq(outbox.subjectId, restaurantId));
    expect(told.map(({ topic }) => topic)).toEqual(["catalog/changed", "catalog/changed", "catalog/changed"]);
    const listed = (q: string) => listOpsKitchens(services, opsId, citySlug, q, new Date());
    expect((await listed("UDUPI")).items.map(({ id }) => id)).toEqual([restaurantId]);
    expect((await listed("%")).items).toEqual([]);
  });

  test("of another city is not there", async () => {
    const { services } = world;
    const [own, foreign] = [await paidOrder(services.db), await paidOrder(services.db)];
    const opsId = await operatorOf(services.db, own.cityId);
    const pause = { minutes: 30, reason: "no reason" };
    expect(await refusal(pauseKitchen(services, by(opsId), foreign.restaurantId, pause))).toBe("NOT_FOUND");
    expect(await refusal(resumeKitchen(services, by(opsId), foreign.restaurantId))).toBe("NOT_FOUND");
    expect(await refusal(resumeKitchen(services, by(opsId), "nonsense"))).toBe("NOT_FOUND");
    expect(await auditOf(foreign.restaurantId)).toEqual([]);
  });
});

describe("a rider", () => {
  test("is taken off shift, and what they have not picked up goes back, in the operator's name", async () => {
    const { services, opsId } = world;
    const { orderId, riderIds } = await paidOrder(services.db);
    const [riderId] = riderIds;
    await assignOpsOrder(services, by(opsId), orderId, riderId);
    const key = newId();
    const end = () => takeOffShift(services, by(opsId, key), riderId, "Phone broken");
    expect(await end()).toEqual({ riderId, online: false });
    expect(await end()).toEqual({ riderId, online: false });
    const [order] = await services.db.select().from(orders).where(eq(orders.id, orderId));
    expect(order).toMatchObject({ status: "CONFIRMED", riderId: null });
    const events = await services.db.select().from(orderEvents).where(eq(orderEvents.orderId, orderId));
    expect(events.filter(({ type }) => type === "unassigned")).toMatchObject([{ actor: "ops", actorId: opsId }]);
    expect(await auditOf(riderId)).toMatchObject([{ type: "rider.off_shift", data: { reason: "Phone broken" } }]);
  });

  test("with food on board stays, and one of another city is not there", async () => {
    const { services, opsId } = world;
    const own = await paidOrder(services.db, { type: "mark-ready" });
    const [riderId] = own.riderIds;
    await assignOpsOrder(services, by(opsId), own.orderId, riderId);
    const command = { type: "pick-up", riderId } as const;
    await transitionOrder(services.db, { orderId: own.orderId, command, actor: system, now: new Date() });
    const busy = await refusal(takeOffShift(services, by(opsId), riderId, "x"));
    const [row] = await services.db.select().from(riders).where(eq(riders.userId, riderId));
    expect([busy, row?.online, (await auditOf(riderId)).map(({ outcome }) => outcome)]).toEqual([
      "RIDER_BUSY",
      true,
      ["RIDER_BUSY"],
    ]);
    const stranger = await operatorOf(services.db, (await paidOrder(services.db)).cityId);
    expect(await refusal(takeOffShift(services, by(stranger), riderId, "x"))).toBe("NOT_FOUND");
    expect(await refusal(depositCash(services, by(stranger, newId()), riderId, 100))).toBe("NOT_FOUND");
    expect(await refusal(takeOffShift(services, by(opsId), "nonsense", "x"))).toBe("NOT_FOUND");
  });
});

describe("what waits for an operator's decision", () => {
  test("payments under review are shown to the operators of their city", async () => {
    const { services, opsId } = world;
    const [own, foreign] = [await paidOrder(services.db), await paidOrder(services.db)];
    for (const { orderId } of [own, foreign])
      await services.db.update(payments).set({ reviewSince: new Date() }).where(eq(payments.orderId, orderId));
    const stranger = await operatorOf(services.db, own.cityId);
    const shown = async (who: string) => (await listPaymentReviews(services, who)).items.map(({ orderId }) => orderId);
    expect(await shown(stranger)).toEqual([own.orderId]);
    expect((await shown(opsId)).toSorted()).toEqual([own.orderId, foreign.orderId].toSorted());
    expect((await cityNow(services, opsId, own.citySlug, new Date())).counts).toMatchObject({ reviews: 1, stuck: 1 });
  });

  test("dead letters are told again or put away, once, by operators of the whole platform", async () => {
    const { services, opsId } = world;
    const { orderId, cityId } = await paidOrder(services.db);
    const [message] = await services.db.select().from(outbox).where(eq(outbox.subjectId, orderId)).limit(1);
    await insertDeadLetter(services.db, { sink: "live", outboxId: message?.id ?? "", error: "refused" });
    await insertDeadLetter(services.db, { sink: "search", outboxId: newId(), error: "gone" });
    const { items } = await listDeadLetters(services, opsId);
    expect(items).toMatchObject([
      { sink: "live", topic: "order/confirmed", subjectId: orderId },
      { sink: "search", topic: null },
    ]);
    const [first, second] = items;
    const stranger = await operatorOf(services.db, cityId);
    expect(await refusal(listDeadLetters(services, stranger))).toBe("FORBIDDEN");
    expect(await refusal(settleDeadLetter(services, by(stranger), first?.id ?? "", "close"))).toBe("FORBIDDEN");
    expect((await settleDeadLetter(services, by(opsId), first?.id ?? "", "retry")).items).toHaveLength(1);
    expect((await settleDeadLetter(services, by(opsId), second?.id ?? "", "close")).items).toEqual([]);
    expect(await refusal(settleDeadLetter(services, by(opsId), second?.id ?? "", "close"))).toBe("NOT_FOUND");
    expect(await services.db.$count(outbox, eq(outbox.subjectId, orderId))).toBe(2);
  });
});
