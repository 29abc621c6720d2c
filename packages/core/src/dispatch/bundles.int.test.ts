import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { isDomainError } from "@tiffin/domain/errors";
import { plannerPolicy } from "@tiffin/domain/dispatch/policy";
import { destination } from "@tiffin/domain/geo/distance";
import type { OrderCommand } from "@tiffin/domain/order/decide";
import { transitionOrder } from "../lifecycle/index.ts";
import { refreshSheets, stillCarried } from "../location/index.ts";
import { acceptOffer, declineOffer } from "./answer-offer.ts";
import { currentRides } from "./current-rides.ts";
import { makeOffer } from "./make-offer.ts";
import { partLateBundles } from "./part-late-bundles.ts";
import { releaseRide } from "./release-ride.ts";
import { pickedUp } from "./ride-taps.ts";
import { setShift } from "./set-shift.ts";
import { expireOffers, revokeOffers } from "./settle-offer.ts";
import { createDispatchWorld, type DispatchWorld } from "./testing/dispatch-world.ts";

let world: DispatchWorld;
beforeAll(async () => {
  world = await createDispatchWorld(
    { postgresUrl: inject("postgresUrl"), redisUrl: inject("redisUrl"), soketi: inject("soketi") },
    9,
  );
});
afterAll(() => world.close());

const code = async (act: () => Promise<unknown>): Promise<string> => {
  try {
    await act();
    return "OK";
  } catch (error) {
    if (isDomainError(error)) return error.code;
    throw error;
  }
};
const system = { type: "system", id: null } as const;
const cancel = (orderId: string) =>
  transitionOrder(world.db, { orderId, command: { type: "cancel", reason: "ops" }, actor: system, now: new Date() });

/** A rider who is asked to carry two orders of one kitchen, the second one's door first. */
async function asked() {
  const kitchen = await world.open({ riders: 2 });
  const [riderId, otherRider = ""] = kitchen.riderIds;
  const first = kitchen.orderId;
  const second = await world.orderAt(kitchen, destination(kitchen.location, 0, 500));
  const question = await makeOffer(
    world.services,
    {
      riderId,
      orders: [
        { orderId: second, features: {} },
        { orderId: first, features: {} },
      ],
      stops: [
        { kind: "pickup", orderIds: [second, first] },
        { kind: "dropoff", orderIds: [second] },
        { kind: "dropoff", orderIds: [first] },
      ],
    },
    new Date(),
  );
  const [lead, follower] = question ?? [];
  if (lead === undefined || follower === undefined) throw new Error("nobody was asked");
  return { ...kitchen, riderId, otherRider, first, second, lead, follower };
}
const answerTo = ({ rideId, riderId, seq }: { rideId: string; riderId: string; seq: number }, now = new Date()) => ({
  rideId,
  riderId,
  seq,
  now,
});

describe("one question about two orders", () => {
  it("shows the rider all doors in order, and what all of it pays", async () => {
    const { riderId, lead, follower, restaurantId } = await asked();
    const { offer } = await currentRides(world.services, riderId, new Date());
    expect(offer).toMatchObject({
      rideId: lead.rideId,
      offerSeq: lead.seq,
      restaurant: { id: restaurantId },
      orders: [{ rideId: lead.rideId }, { rideId: follower.rideId }],
      stops: [
        { kind: "pickup", rideIds: [lead.rideId, follower.rideId] },
        { kind: "dropoff", rideIds: [lead.rideId] },
        { kind: "dropoff", rideIds: [follower.rideId] },
      ],
    });
    const pays = offer?.orders.map(({ pay }) => pay.amount) ?? [];
    expect(offer?.pay.amount).toBe(pays.reduce((sum, pay) => sum + pay, 0));
  });

  it("is answered as a whole: both orders are the rider's, in the order of the doors", async () => {
    const { riderId, first, second, lead, follower } = await asked();
    await acceptOffer(world.services, answerTo(lead));
    for (const orderId of [first, second])
      expect(await world.order(orderId)).toMatchObject({ status: "ASSIGNED", riderId });
    const { rides, stops, offer } = await currentRides(world.services, riderId, new Date());
    expect(offer).toBeUndefined();
    expect(rides.map(({ id }) => id)).toEqual([lead.rideId, follower.rideId]);
    expect(stops.map(({ kind, rideIds }) => [kind, ...rideIds])).toEqual([
      ["pickup", lead.rideId, follower.rideId],
      ["dropoff", lead.rideId],
      ["dropoff", follower.rideId],
    ]);
  });

  it("may be answered by way of either order, once", async () => {
    const { lead, follower } = await asked();
    const codes = await Promise.all(
      [lead, follower, lead, follower].map((offer) => code(() => acceptOffer(world.services, answerTo(offer)))),
    );
    expect(codes.toSorted()).toEqual(["OFFER_TAKEN", "OFFER_TAKEN", "OFFER_TAKEN", "OK"]);
  });

  it("lists what is still to be fetched before what is on board", async () => {
    const { riderId, lead, follower, second } = await asked();
    await acceptOffer(world.services, answerTo(lead));
    await transitionOrder(world.db, {
      orderId: second,
      command: { type: "mark-ready" },
      actor: system,
      now: new Date(),
    });
    await pickedUp(world.db, { rideId: lead.rideId, riderId, now: new Date() });
    const { rides, stops } = await currentRides(world.services, riderId, new Date());
    expect(rides.map(({ id }) => id)).toEqual([follower.rideId, lead.rideId]);
    expect(stops.map(({ kind }) => kind)).toEqual(["pickup", "dropoff", "dropoff"]);
  });

  it("is declined, and runs out, as a whole", async () => {
    const declined = await asked();
    await declineOffer(world.services, answerTo(declined.follower));
    expect(await code(() => acceptOffer(world.services, answerTo(declined.lead)))).toBe("OFFER_EXPIRED");

    const late = await asked();
    await expireOffers(world.services, new Date(late.lead.expiresAt.getTime() + 1));
    for (const orderId of [late.first, late.second])
      expect((await world.offersOf(orderId)).map(({ status }) => status)).toEqual(["EXPIRED"]);
  });

  it("is refused when one of its orders was cancelled, and taken back with it", async () => {
    const { riderId, first, second, lead, otherRider } = await asked();
    await cancel(first);
    expect((await currentRides(world.services, riderId, new Date())).offer).toBeUndefined();
    expect(await code(() => acceptOffer(world.services, answerTo(lead)))).toBe("OFFER_EXPIRED");
    expect(await world.order(second)).toMatchObject({ status: "CONFIRMED", riderId: null });
    await revokeOffers(world.services, { orderId: first }, new Date());
    const again = await makeOffer(
      world.services,
      { riderId: otherRider, orders: [{ orderId: second, features: {} }] },
      new Date(),
    );
    expect(again?.[0]).toMatchObject({ orderId: second, seq: 2 });
  });
});

describe("a rider with two orders", () => {
  it("loses one that is released, and keeps the other", async () => {
    const { riderId, first, second, lead } = await asked();
    await acceptOffer(world.services, answerTo(lead));
    const gone = { rideId: lead.rideId, riderId, reason: "test", actor: system, now: new Date() };
    expect(await releaseRide(world.db, gone)).toBe(true);
    expect(await world.order(second)).toMatchObject({ status: "CONFIRMED", riderId: null });
    expect(await world.order(first)).toMatchObject({ status: "ASSIGNED", riderId });
  });

  it("leaves with what is ready when the kitchen will be late with the other", async () => {
    const { riderId, staffId, first, second, lead } = await asked();
    await acceptOffer(world.services, answerTo(lead));
    const say = (orderId: string, command: OrderCommand) =>
      transitionOrder(world.db, { orderId, command, actor: { type: "staff", id: staffId }, now: new Date() });
    await say(first, { type: "accept", prepMinutes: 10 });
    await say(second, { type: "accept", prepMinutes: 20 });
    expect(await partLateBundles(world.services, plannerPolicy, new Date())).toBe(0);
    const { acceptedAt } = await world.order(second);
    await say(second, { type: "delay", minutes: 20 });
    const { rides } = await currentRides(world.services, riderId, new Date());
    const inFortyMinutes = new Date((acceptedAt?.getTime() ?? 0) + 40 * 60_000).toISOString();
    expect(rides.find(({ orderId }) => orderId === second)?.expectedReadyAt).toBe(inFortyMinutes);
    await refreshSheets(world.services, [riderId]);
    expect(await partLateBundles(world.services, plannerPolicy, new Date())).toBe(1);
    const shown = await stillCarried(
      world.redis,
      [first, second].map((orderId) => ({ riderId, orderId })),
    );
    expect([...shown]).toEqual([first]);
    expect(await world.order(second)).toMatchObject({ status: "CONFIRMED", riderId: null });
    expect(await world.order(first)).toMatchObject({ status: "ASSIGNED", riderId });
  });

  it("gives both back by going off shift", async () => {
    const { riderId, first, second, lead } = await asked();
    await acceptOffer(world.services, answerTo(lead));
    await setShift(world.services, riderId, false, new Date());
    for (const orderId of [first, second])
      expect(await world.order(orderId)).toMatchObject({ status: "CONFIRMED", riderId: null });
  });

  it("can take a third on the way there, put in its place, unless something else was given to them meanwhile", async () => {
    const scene = await asked();
    const { riderId, first, second, lead, follower } = scene;
    await acceptOffer(world.services, answerTo(lead));
    const third = await world.orderAt(scene);
    const way = {
      riderId,
      orders: [{ orderId: third, features: {} }],
      stops: [
        { kind: "pickup", orderIds: [second, third, first] },
        { kind: "dropoff", orderIds: [second] },
        { kind: "dropoff", orderIds: [third] },
        { kind: "dropoff", orderIds: [first] },
      ],
    } as const;
    // A plan that does not know of what they carry asks nobody.
    expect(await makeOffer(world.services, way, new Date())).toBeNull();
    const [addOn] = (await makeOffer(world.services, { ...way, carries: [first, second] }, new Date())) ?? [];
    if (addOn === undefined) throw new Error("nobody was asked");
    await acceptOffer(world.services, answerTo(addOn));
    const { rides } = await currentRides(world.services, riderId, new Date());
    expect(rides.map(({ id }) => id)).toEqual([lead.rideId, addOn.rideId, follower.rideId]);
  });
});
