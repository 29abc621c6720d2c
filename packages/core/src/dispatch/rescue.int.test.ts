import { desc, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { outbox } from "@tiffin/db/schema/outbox";
import { riderTrail } from "@tiffin/db/schema/partitioned/rider-trail";
import { transitionOrder } from "../lifecycle/index.ts";
import { acceptOffer } from "./answer-offer.ts";
import { assignByHand } from "./assign-by-hand.ts";
import { dispatchRound, firstWaitSeconds } from "./dispatch-round.ts";
import { matchCity } from "./match-city.ts";
import { cancelUnanswered, releaseSilentRiders, rescueUndispatched } from "./rescue.ts";
import { arrived } from "./ride-taps.ts";
import { defaultDispatchSettings } from "./services.ts";
import { createDispatchWorld, type DispatchWorld } from "./testing/dispatch-world.ts";

let world: DispatchWorld;
beforeAll(async () => {
  world = await createDispatchWorld(
    { postgresUrl: inject("postgresUrl"), redisUrl: inject("redisUrl"), soketi: inject("soketi") },
    8,
  );
});
afterAll(() => world.close());

const after = (seconds: number) => new Date(Date.now() + seconds * 1_000);
const topicsOf = async (orderId: string) =>
  (
    await world.db
      .select({ topic: outbox.topic })
      .from(outbox)
      .where(eq(outbox.subjectId, orderId))
      .orderBy(desc(outbox.position))
  ).map(({ topic }) => topic);

it("an order that no run looks after is handed to dispatch again; one that is looked after is left alone", async () => {
  const { orderId } = await world.open();
  const looked = await world.open();
  const rescue = (now: Date) => rescueUndispatched(world.services, defaultDispatchSettings, now);
  const firstTurn = firstWaitSeconds(defaultDispatchSettings);
  expect(await rescue(after(firstTurn))).toBe(0);
  await world.redis.flushdb();
  await dispatchRound(world.services, looked.orderId, defaultDispatchSettings, new Date());
  await rescue(after(firstTurn + 70));
  expect(await topicsOf(orderId)).toContain("dispatch/requested");
  expect(await topicsOf(looked.orderId)).not.toContain("dispatch/requested");
  expect(await rescue(after(firstTurn + 130)), "the new run is waited for").toBe(0);
});

it("an order that its kitchen leaves unanswered is cancelled, one that it took is not", async () => {
  const silent = await world.open();
  const taken = await world.open();
  await transitionOrder(world.db, {
    orderId: taken.orderId,
    command: { type: "accept", prepMinutes: 20 },
    actor: { type: "staff", id: taken.staffId },
    now: new Date(),
  });
  await cancelUnanswered(world.services, after(60));
  expect(await world.order(silent.orderId)).toMatchObject({ status: "CONFIRMED" });
  await cancelUnanswered(world.services, after(301));
  expect(await world.order(silent.orderId)).toMatchObject({ status: "CANCELLED", cancelReason: "kitchen_silent" });
  expect(await world.order(taken.orderId)).toMatchObject({ status: "CONFIRMED" });
});

/** A rider who is on the way to the restaurant. */
async function onTheWay() {
  const fixture = await world.open();
  const {
    offers: [offer],
  } = await matchCity(world.services, fixture.cityId, defaultDispatchSettings, new Date());
  if (offer === undefined) throw new Error("nobody was asked");
  await acceptOffer(world.services, { ...offer, now: new Date() });
  return { ...fixture, riderId: offer.riderId };
}

it("a ride whose rider fell silent on the way goes back to dispatch", async () => {
  const { orderId } = await onTheWay();
  expect(await releaseSilentRiders(world.services, 600, after(300))).toBe(0);
  expect(await releaseSilentRiders(world.services, 600, after(601))).toBe(1);
  expect(await world.order(orderId)).toMatchObject({ status: "CONFIRMED", riderId: null });
  expect((await world.offersOf(orderId)).map(({ status }) => status)).toEqual(["RELEASED"]);
  expect((await topicsOf(orderId))[0]).toBe("dispatch/requested");
});

it("a Redis that lost its positions takes nobody's ride: the trail and the rider's own steps say who is there", async () => {
  const moving = await onTheWay();
  const tapping = await onTheWay();
  const gone = await onTheWay();
  // One who fetches two orders has arrived at the first restaurant a while after the ride to the second began.
  const { riderId } = tapping;
  const second = await world.orderAt(tapping);
  const ops = { type: "ops", id: null } as const;
  await assignByHand(world.services, { orderId: second, riderId, actor: ops, now: new Date() });
  await arrived(world.db, { rideId: (await world.ride(tapping.orderId)).id, riderId, now: after(500) });
  await world.db.insert(riderTrail).values({
    riderId: moving.riderId,
    recordedAt: after(500),
    seq: 1,
    ...moving.location,
    late: false,
    receivedAt: after(500),
  });
  await world.redis.flushdb();

  expect(await releaseSilentRiders(world.services, 600, after(700))).toBe(1);
  expect(await world.order(gone.orderId)).toMatchObject({ status: "CONFIRMED", riderId: null });
  expect(await world.order(moving.orderId)).toMatchObject({ status: "ASSIGNED", riderId: moving.riderId });
  expect(await world.order(second)).toMatchObject({ status: "ASSIGNED", riderId });
  expect(await releaseSilentRiders(world.services, 600, after(1_101)), "silent for long enough since").toBe(2);
});
