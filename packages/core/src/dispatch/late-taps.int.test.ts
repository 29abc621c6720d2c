import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { newId } from "@tiffin/db/ids";
import { orderEvents } from "@tiffin/db/schema/orders";
import { outbox } from "@tiffin/db/schema/outbox";
import { DOOR_WAIT_MS } from "@tiffin/domain/ride/cant-deliver";
import { ledgerFaults } from "../ledger/index.ts";
import { transitionOrder } from "../lifecycle/index.ts";
import { acceptOffer } from "./answer-offer.ts";
import { assignByHand } from "./assign-by-hand.ts";
import { cantDeliver } from "./cant-deliver.ts";
import { currentRides } from "./current-rides.ts";
import { earningsOf } from "./earnings.ts";
import { matchCity } from "./match-city.ts";
import { arrived, delivered, pickedUp } from "./ride-taps.ts";
import { defaultDispatchSettings } from "./services.ts";
import { createDispatchWorld, type DispatchWorld } from "./testing/dispatch-world.ts";

let world: DispatchWorld;
beforeAll(async () => {
  world = await createDispatchWorld(
    { postgresUrl: inject("postgresUrl"), redisUrl: inject("redisUrl"), soketi: inject("soketi") },
    44,
  );
});
afterAll(() => world.close());

const start = Date.now();
/** Minutes after the order was accepted; the last of these tests' taps is told an hour later. */
const minute = (minutes: number) => new Date(start + minutes * 60_000);
const back = minute(60);

/** A ride that was accepted a moment ago, its food ready. */
async function accepted({ riders = 1 } = {}) {
  const fixture = await world.open({ riders });
  const { offers } = await matchCity(world.services, fixture.cityId, defaultDispatchSettings, new Date());
  const [offer] = offers;
  if (offer === undefined) throw new Error("nobody was asked");
  const { rideId, riderId, seq } = offer;
  await acceptOffer(world.services, { rideId, riderId, seq, now: new Date() });
  const { orderId } = fixture;
  const command = { type: "mark-ready" } as const;
  await transitionOrder(world.db, { orderId, command, actor: { type: "system", id: null }, now: new Date() });
  return { ...fixture, rideId, riderId, told: (happenedAt: Date) => ({ rideId, riderId, now: back, happenedAt }) };
}
const timeline = async (orderId: string) =>
  (await world.db.select().from(orderEvents).where(eq(orderEvents.orderId, orderId)).orderBy(orderEvents.seq)).map(
    ({ type, at }) => [type, at.getTime()],
  );

describe("taps that were made without network", () => {
  it("are written with the times at which they were made", async () => {
    const { orderId, rideId, told } = await accepted();
    await arrived(world.db, told(minute(5)));
    await pickedUp(world.db, told(minute(8)));
    await arrived(world.db, told(minute(20)));
    await delivered(world.services, { ...told(minute(22)), pin: "4711" });
    expect(await world.order(orderId)).toMatchObject({ pickedUpAt: minute(8), deliveredAt: minute(22) });
    expect(await world.ride(orderId)).toMatchObject({
      id: rideId,
      arrivedAtRestaurantAt: minute(5),
      pickedUpAt: minute(8),
      arrivedAtCustomerAt: minute(20),
      deliveredAt: minute(22),
    });
    expect((await timeline(orderId)).slice(-4)).toEqual([
      ["rider-arrived", minute(5).getTime()],
      ["picked-up", minute(8).getTime()],
      ["rider-arrived", minute(20).getTime()],
      ["delivered", minute(22).getTime()],
    ]);
  });

  it("leave the timeline going forward, whatever the phone's clock says", async () => {
    const { orderId, told } = await accepted();
    await arrived(world.db, told(minute(10)));
    await pickedUp(world.db, told(minute(4)));
    const times = (await timeline(orderId)).map(([, at]) => Number(at));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(await world.order(orderId)).toMatchObject({ pickedUpAt: minute(10) });
  });

  it("are refused with a time that can't be, and change nothing", async () => {
    const { orderId, told } = await accepted();
    for (const at of [minute(62), minute(-13 * 60)]) {
      await expect(pickedUp(world.db, told(at))).rejects.toMatchObject({ code: "VALIDATION_FAILED" });
    }
    expect(await world.order(orderId)).toMatchObject({ status: "READY" });
  });

  it("are told to be in vain when the order was cancelled meanwhile, and do nothing twice", async () => {
    const { orderId, told } = await accepted();
    await pickedUp(world.db, told(minute(8)));
    await pickedUp(world.db, told(minute(8)));
    const command = { type: "cancel", reason: "ops" } as const;
    await transitionOrder(world.db, { orderId, command, actor: { type: "system", id: null }, now: minute(9) });
    await expect(delivered(world.services, { ...told(minute(12)), pin: "4711" })).rejects.toMatchObject({
      code: "ILLEGAL_TRANSITION",
    });
    expect((await timeline(orderId)).filter(([type]) => type === "picked-up")).toHaveLength(1);
  });
});

describe("a rider who can't deliver", () => {
  it("gives the ride back before the pick-up, and another is looked for", async () => {
    const { orderId, told } = await accepted();
    await cantDeliver(world.services, { ...told(minute(2)), reason: "vehicle" });
    expect(await world.order(orderId)).toMatchObject({ status: "CONFIRMED", riderId: null });
    expect(await world.ride(orderId)).toMatchObject({ status: "SEARCHING", riderId: null });
    const topics = (await world.db.select().from(outbox).where(eq(outbox.subjectId, orderId))).map(
      ({ topic }) => topic,
    );
    expect(topics).toEqual(expect.arrayContaining(["order/unassigned", "dispatch/requested"]));
  });

  it("may say so again, also when another has the order by then, and changes nothing", async () => {
    const { orderId, rideId, riderIds, riderId, told } = await accepted({ riders: 2 });
    await cantDeliver(world.services, { ...told(minute(2)), reason: "vehicle" });
    const before = await timeline(orderId);
    await cantDeliver(world.services, { ...told(minute(2)), reason: "vehicle" });
    expect(await timeline(orderId)).toEqual(before);
    const free = await world.db.select().from(outbox).where(eq(outbox.subjectId, riderId));
    expect(free.filter(({ topic }) => topic === "rider/available")).toHaveLength(1);

    const other = riderIds.find((id) => id !== riderId) ?? "";
    await assignByHand(world.services, { orderId, riderId: other, actor: { type: "ops", id: null }, now: minute(3) });
    await cantDeliver(world.services, { ...told(minute(2)), reason: "vehicle" });
    expect(await world.ride(orderId)).toMatchObject({ status: "ASSIGNED", riderId: other });
    // Whoever never had it is told nothing of it.
    await expect(
      cantDeliver(world.services, { rideId, riderId: newId(), reason: "vehicle", now: back }),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("ends the order after the pick-up, is free at once and earns nothing with it", async () => {
    const { orderId, riderId, told } = await accepted();
    await pickedUp(world.db, told(minute(8)));
    const spilt = { ...told(minute(12)), reason: "food_damaged" as const };
    await cantDeliver(world.services, spilt);
    await cantDeliver(world.services, spilt);
    expect(await world.order(orderId)).toMatchObject({ status: "CANCELLED", cancelReason: "food_damaged" });
    expect((await currentRides(world.services, riderId, back)).rides).toEqual([]);
    expect((await earningsOf(world.db, riderId, back)).days.at(-1)).toMatchObject({ deliveries: 0 });
    const free = await world.db.select().from(outbox).where(eq(outbox.subjectId, riderId));
    expect(free.filter(({ topic }) => topic === "rider/available")).toHaveLength(1);
  });

  it("waits five minutes at the door of a customer who is not there", async () => {
    const { orderId, riderId, told } = await accepted();
    await pickedUp(world.db, told(minute(8)));
    const absent = (at: Date) => cantDeliver(world.services, { ...told(at), reason: "customer_absent" });
    await expect(absent(minute(9))).rejects.toMatchObject({ code: "ILLEGAL_TRANSITION" });
    await arrived(world.db, told(minute(20)));
    await expect(absent(minute(22))).rejects.toMatchObject({ extra: { waitUntil: minute(25).toISOString() } });
    await absent(new Date(minute(20).getTime() + DOOR_WAIT_MS));
    // The way to the door is paid, once.
    await absent(new Date(minute(20).getTime() + DOOR_WAIT_MS));
    const { pay } = await world.ride(orderId);
    const { days } = await earningsOf(world.db, riderId, back);
    const paid = days.filter(({ undelivered }) => undelivered > 0);
    expect(paid.map(({ deliveries, earned }) => [deliveries, earned.amount])).toEqual([[0, pay]]);
    expect(await ledgerFaults(world.db)).toEqual([]);
    expect(await world.order(orderId)).toMatchObject({ status: "CANCELLED", cancelReason: "customer_unreachable" });
  });
});
