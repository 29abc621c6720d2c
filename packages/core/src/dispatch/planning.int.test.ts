import { setTimeout as sleep } from "node:timers/promises";
import { desc, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { newId } from "@tiffin/db/ids";
import { dispatchDecisions, offers, rides } from "@tiffin/db/schema/dispatch";
import { orders } from "@tiffin/db/schema/orders";
import { insertOrderAt } from "@tiffin/db/testing/fixtures";
import { greedyPolicy, plannerPolicy } from "@tiffin/domain/dispatch/policy";
import { destination } from "@tiffin/domain/geo/distance";
import { transitionOrder } from "../lifecycle/index.ts";
import { Streets } from "../location/index.ts";
import { acceptOffer, declineOffer } from "./answer-offer.ts";
import { currentRides } from "./current-rides.ts";
import { dispatchRound } from "./dispatch-round.ts";
import { explainOffer, pruneDecisions, replayDecision } from "./index.ts";
import { LONGEST_WAIT_SECONDS } from "./keys.ts";
import { matchCity } from "./match-city.ts";
import { defaultDispatchSettings, type DispatchSettings } from "./services.ts";
import { setShift } from "./set-shift.ts";
import { createDispatchWorld, type DispatchWorld } from "./testing/dispatch-world.ts";

let world: DispatchWorld;
beforeAll(async () => {
  world = await createDispatchWorld(
    { postgresUrl: inject("postgresUrl"), redisUrl: inject("redisUrl"), soketi: inject("soketi") },
    10,
  );
});
afterAll(() => world.close());

const settings = defaultDispatchSettings;
const after = (seconds: number) => new Date(Date.now() + seconds * 1_000);
const match = (cityId: string, change: Partial<DispatchSettings> = {}, now = new Date()) =>
  matchCity(world.services, cityId, { ...settings, ...change }, now);
const ready = (orderId: string) =>
  transitionOrder(world.db, {
    orderId,
    command: { type: "mark-ready" },
    actor: { type: "system", id: null },
    now: new Date(),
  });

describe("a matching round", () => {
  it("asks a lone rider at once, though the kitchen has not even looked at the order", async () => {
    const { cityId, orderId, riderIds } = await world.open();
    expect((await match(cityId)).offers).toMatchObject([{ orderId, riderId: riderIds[0], position: 0 }]);
  });

  it("that takes long to plan leaves riders their ten seconds: they begin when somebody is asked", async () => {
    class DistantStreets extends Streets {
      override async of(...where: Parameters<Streets["of"]>) {
        await sleep(300);
        return super.of(...where);
      }
    }
    const { cityId } = await world.open();
    const began = new Date();
    const services = { ...world.services, streets: new DistantStreets() };
    const [offer] = (await matchCity(services, cityId, settings, began)).offers;
    expect(offer!.createdAt.getTime()).toBeGreaterThan(began.getTime() + 200);
    expect(offer!.expiresAt.getTime() - offer!.createdAt.getTime()).toBe(10_000);
  });

  it("asks somebody else when the nearest rider says nothing, however far the others are", async () => {
    const { cityId, riderIds } = await world.open({ riders: 2, metersApart: 900 });
    const asked: (string | undefined)[] = [];
    for (const seconds of [0, 11, 22, 33]) asked.push((await match(cityId, {}, after(seconds))).offers[0]?.riderId);
    const [near, far] = riderIds;
    expect(asked).toEqual([near, far, undefined, near]);
  });

  it("plans with the nearest few of many riders, and with those behind them once these can't be asked", async () => {
    const { cityId, riderIds } = await world.open({ riders: 24, metersApart: 20 });
    const plannedWith = async () => {
      const [decision] = await world.db
        .select()
        .from(dispatchDecisions)
        .where(eq(dispatchDecisions.cityId, cityId))
        .orderBy(desc(dispatchDecisions.id))
        .limit(1);
      return (decision!.input as { riders: { riderId: string }[] }).riders.map(({ riderId }) => riderId);
    };
    await match(cityId);
    expect((await plannedWith()).toSorted()).toEqual(riderIds.slice(0, 16).toSorted());
    for (const riderId of riderIds.slice(0, 20)) await setShift(world.services, riderId, false, new Date());
    const { offers } = await match(cityId);
    expect((await plannedWith()).toSorted()).toEqual(riderIds.slice(20).toSorted());
    expect(riderIds.slice(20)).toContain(offers[0]?.riderId);
  });

  it("finds the free rider behind a crowd of those who have food on board or said no", async () => {
    const kitchen = await world.open({ riders: 121, metersApart: 10 });
    const { cityId, orderId, riderIds } = kitchen;
    const free = riderIds[120];
    const rideOf = (id: string) => ({ id: newId(), orderId: id, cityId, currency: "INR" as const, pay: 4_000 });
    const asked = rideOf(orderId);
    await world.db.insert(rides).values(asked);
    const createdAt = new Date();
    const refusals = riderIds.slice(0, 60).map((riderId, index) => ({
      id: newId(),
      rideId: asked.id,
      orderId,
      riderId,
      seq: index + 1,
      round: index + 1,
      status: "DECLINED" as const,
      createdAt,
      expiresAt: createdAt,
      settledAt: createdAt,
    }));
    await world.db.insert(offers).values(refusals);
    await world.db.update(orders).set({ offerSeq: refusals.length }).where(eq(orders.id, orderId));
    for (const riderId of riderIds.slice(60, 120)) {
      const other = await insertOrderAt(world.db, kitchen);
      const onBoard = { status: "PICKED_UP" as const, riderId };
      await world.db
        .update(orders)
        .set({ ...onBoard, readyAt: createdAt })
        .where(eq(orders.id, other.orderId));
      await world.db.insert(rides).values({ ...rideOf(other.orderId), ...onBoard, pickedUpAt: createdAt });
    }
    expect((await match(cityId)).offers).toMatchObject([{ orderId, riderId: free }]);
  });

  it("asks one rider to carry two orders of one kitchen when there is nobody else", async () => {
    const kitchen = await world.open({ riders: 1 });
    const second = await world.orderAt(kitchen, destination(kitchen.location, 40, 900));
    await Promise.all([ready(kitchen.orderId), ready(second)]);
    const { offers } = await match(kitchen.cityId);
    expect(offers.map(({ orderId }) => orderId).toSorted()).toEqual([kitchen.orderId, second].toSorted());
    expect(new Set(offers.map(({ questionId }) => questionId)).size).toBe(1);
    const [lead] = offers;
    if (lead === undefined) throw new Error("nobody was asked");
    await acceptOffer(world.services, { ...lead, now: new Date() });
    const { stops } = await currentRides(world.services, lead.riderId, new Date());
    expect(stops.map(({ kind }) => kind)).toEqual(["pickup", "dropoff", "dropoff"]);
  });

  it("asks who is on the way to the kitchen to take along what comes next", async () => {
    const kitchen = await world.open({ riders: 1 });
    await ready(kitchen.orderId);
    const [first] = (await match(kitchen.cityId)).offers;
    if (first === undefined) throw new Error("nobody was asked");
    await acceptOffer(world.services, { ...first, now: new Date() });
    const second = await world.orderAt(kitchen);
    await ready(second);
    const { offers } = await match(kitchen.cityId);
    expect(offers).toMatchObject([{ orderId: second, riderId: first.riderId }]);
    const [more] = offers;
    if (more !== undefined) await acceptOffer(world.services, { ...more, now: new Date() });
    expect((await currentRides(world.services, first.riderId, new Date())).rides).toHaveLength(2);
  });

  it("gives each of two orders a rider of its own while there are enough", async () => {
    const kitchen = await world.open({ riders: 6 });
    const second = await world.orderAt(kitchen, destination(kitchen.location, 200, 1_500));
    const { offers } = await match(kitchen.cityId);
    expect(offers.map(({ orderId }) => orderId).toSorted()).toEqual([kitchen.orderId, second].toSorted());
    expect(new Set(offers.map(({ riderId }) => riderId)).size).toBe(2);
  });

  it("holds an order back as long as the policy says, and no longer", async () => {
    const { cityId, orderId } = await world.open();
    const policy = { ...plannerPolicy, holdBackSeconds: 120 };
    const held = await match(cityId, { policy });
    expect(held.offers).toEqual([]);
    const round = await dispatchRound(world.services, orderId, { ...settings, policy }, new Date());
    expect(round).toMatchObject({ kind: "nobody", waitSeconds: LONGEST_WAIT_SECONDS });
    const { waiting } = await explainOffer(world.db, orderId);
    expect(waiting).toMatchObject({ why: "too_early" });
    expect(waiting?.until?.getTime()).toBeGreaterThan(Date.now() + 100_000);
    // The rider's phone is silent by then: only the plan's time is meant to have passed.
    await world.db.$client`update order_events set at = at - interval '121 seconds' where order_id = ${orderId}`;
    expect((await match(cityId, { policy })).offers).toMatchObject([{ orderId }]);
  });

  it("plans nothing beyond the end of a rider's shift", async () => {
    const { cityId, orderId, riderIds } = await world.open();
    await setShift(world.services, riderIds[0], true, new Date(), undefined, after(300));
    expect((await match(cityId)).offers).toEqual([]);
    expect((await explainOffer(world.db, orderId)).waiting).toMatchObject({ why: "no_rider_in_time" });
    await setShift(world.services, riderIds[0], true, new Date(), undefined, null);
    expect((await match(cityId)).offers).toMatchObject([{ orderId }]);
  });

  it("asks only riders who were heard of lately, and whose vehicle has room", async () => {
    const kitchen = await world.open();
    const { cityId, riderIds } = kitchen;
    // Then nobody has been heard of for 46 seconds.
    expect((await match(cityId, {}, after(46))).offers).toEqual([]);
    await world.db.$client`update riders set vehicle = 'bicycle' where user_id = ${riderIds[0]}`;
    let waiting = "";
    for (let load = 0; load < 2; load += 1) {
      const [offer] = (await match(cityId)).offers;
      if (offer === undefined) throw new Error("nobody was asked");
      await acceptOffer(world.services, { ...offer, now: new Date() });
      waiting = await world.orderAt(kitchen);
    }
    expect((await match(cityId)).offers).toEqual([]);
    expect((await explainOffer(world.db, waiting)).waiting).toMatchObject({ why: "riders_busy" });
  });

  it("goes by the nearest rider alone where that is the policy", async () => {
    const { cityId, orderId, riderIds } = await world.open({ riders: 3 });
    const { offers } = await match(cityId, { policy: greedyPolicy });
    expect(offers).toMatchObject([{ orderId, riderId: riderIds[0], features: { policy: "greedy" } }]);
  });
});

describe("the log of decisions", () => {
  it("says why this rider, who came next, and what came of it", async () => {
    const { cityId, orderId, riderIds } = await world.open({ riders: 3, metersApart: 400 });
    const [offer] = (await match(cityId)).offers;
    if (offer === undefined) throw new Error("nobody was asked");
    await declineOffer(world.services, { ...offer, now: new Date(), reason: "too far" });
    await match(cityId);
    const { offers, waiting } = await explainOffer(world.db, orderId);
    expect(waiting).toBeNull();
    expect(offers).toHaveLength(2);
    expect(offers[0]).toMatchObject({
      status: "DECLINED",
      declineReason: "too far",
      rider: { id: riderIds[0], name: "Imran" },
      together: [orderId],
      features: { policy: "planner", scorer: "hand-set-1", candidates: 3 },
    });
    expect(offers[0]?.alternatives.map(({ riderId }) => riderId)).toEqual([riderIds[1], riderIds[2]]);
    expect(offers[1]).toMatchObject({ status: "PENDING", rider: { id: riderIds[1] } });
  });

  it("can be planned again, from the record alone, with the same outcome", async () => {
    const kitchen = await world.open({ riders: 4, metersApart: 300 });
    for (const bearing of [10, 20, 200]) await world.orderAt(kitchen, destination(kitchen.location, bearing, 1_200));
    const { offers } = await match(kitchen.cityId);
    expect(offers).toHaveLength(4);
    const [decision] = await world.db
      .select()
      .from(dispatchDecisions)
      .where(eq(dispatchDecisions.cityId, kitchen.cityId));
    const again = await replayDecision(world.db, decision?.id ?? "");
    expect(again.isSame).toBe(true);
    expect(again.replayed?.offers.flatMap(({ orderIds }) => orderIds).toSorted()).toEqual(
      offers.map(({ orderId }) => orderId).toSorted(),
    );
  });

  it("is forgotten after some days, and the offers keep their reasons", async () => {
    const { cityId, orderId } = await world.open();
    await match(cityId);
    expect(await pruneDecisions(world.db, after(1))).toBeGreaterThan(0);
    const { offers } = await explainOffer(world.db, orderId);
    expect(offers).toMatchObject([{ features: { policy: "planner" }, alternatives: [], decisionId: null }]);
  });
});
