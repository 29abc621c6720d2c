import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { eq, sql } from "drizzle-orm";
import { offers } from "@tiffin/db/schema/dispatch";
import { orderEvents, orders } from "@tiffin/db/schema/orders";
import { outbox } from "@tiffin/db/schema/outbox";
import { insertRiders } from "@tiffin/db/testing/fixtures";
import { isDomainError } from "@tiffin/domain/errors";
import { transitionOrder } from "../lifecycle/index.ts";
import { acceptOffer, declineOffer } from "./answer-offer.ts";
import { assignByHand } from "./assign-by-hand.ts";
import { cantDeliver } from "./cant-deliver.ts";
import { currentRides, rideView } from "./current-rides.ts";
import { dispatchRound } from "./dispatch-round.ts";
import { escalateWaiting } from "./escalate-waiting.ts";
import { makeOffer } from "./make-offer.ts";
import { makeOffers } from "./make-offer.ts";
import { matchCity } from "./match-city.ts";
import { releaseRide } from "./release-ride.ts";
import { defaultDispatchSettings } from "./services.ts";
import { setShift } from "./set-shift.ts";
import { createDispatchWorld, type DispatchWorld } from "./testing/dispatch-world.ts";

let world: DispatchWorld;
beforeAll(async () => {
  world = await createDispatchWorld(
    { postgresUrl: inject("postgresUrl"), redisUrl: inject("redisUrl"), soketi: inject("soketi") },
    5,
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
const ops = { type: "system", id: null } as const;
const count = (codes: string[]) =>
  codes.reduce<Record<string, number>>((sum, one) => ({ ...sum, [one]: (sum[one] ?? 0) + 1 }), {});
const match = async (cityId: string, now = new Date()) =>
  (await matchCity(world.services, cityId, defaultDispatchSettings, now)).offers;
/** Asks the nearest rider and returns the offer. */
async function offered(cityId: string) {
  const [offer] = await match(cityId);
  if (offer === undefined) throw new Error("nobody was asked");
  return offer;
}

describe("one order, many hands", () => {
  it("goes to one rider when a thousand accept at once", { timeout: 120_000 }, async () => {
    const { cityId, orderId, riderIds } = await world.open({ riders: 1 });
    const others = await insertRiders(world.db, cityId, 999);
    const { rideId, seq, riderId: asked } = await offered(cityId);
    const codes = await Promise.all(
      [...others, ...riderIds].map((riderId) =>
        code(() => acceptOffer(world.services, { rideId, riderId, seq, now: new Date() })),
      ),
    );
    expect(count(codes)).toEqual({ OK: 1, OFFER_TAKEN: 999 });
    expect(await world.order(orderId)).toMatchObject({ status: "ASSIGNED", riderId: asked });
    expect(await world.ride(orderId)).toMatchObject({ status: "ASSIGNED", riderId: asked });
  });

  it("is accepted once when one rider taps a thousand times", { timeout: 120_000 }, async () => {
    const { cityId } = await world.open();
    const { rideId, seq, riderId } = await offered(cityId);
    const codes = await Promise.all(
      Array.from({ length: 1_000 }, () =>
        code(() => acceptOffer(world.services, { rideId, riderId, seq, now: new Date() })),
      ),
    );
    expect(count(codes)).toEqual({ OK: 1, OFFER_TAKEN: 999 });
  });

  it("is offered once when many planners run at once", async () => {
    const { cityId, orderId } = await world.open({ riders: 5 });
    await Promise.all(Array.from({ length: 10 }, () => match(cityId)));
    // Two may stand in each other's way, one with the order's row and one with its rider's: the next round asks.
    await match(cityId);
    expect(await world.offersOf(orderId)).toHaveLength(1);
  });
});

describe("an answer", () => {
  it("counts although Redis was flushed after the offer", async () => {
    const { cityId, orderId } = await world.open();
    const { rideId, seq, riderId } = await offered(cityId);
    expect(await world.redis.get(`offer:rider:${riderId}`)).toBe(`${orderId}:${seq}`);
    await world.redis.flushdb();
    expect(await code(() => acceptOffer(world.services, { rideId, riderId, seq, now: new Date() }))).toBe("OK");
  });

  it("counts to the last moment of the ten seconds", async () => {
    const { cityId, orderId } = await world.open();
    const offer = await offered(cityId);
    await acceptOffer(world.services, { ...offer, now: new Date(offer.expiresAt.getTime() - 1) });
    expect(await world.order(orderId)).toMatchObject({ status: "ASSIGNED", riderId: offer.riderId });
  });

  it("that comes late is refused, and the order goes on to the next rider", async () => {
    const { cityId } = await world.open({ riders: 2 });
    const first = await offered(cityId);
    const late = new Date(first.expiresAt.getTime() + 1);
    const accept = (offer: typeof first, now: Date) =>
      acceptOffer(world.services, { rideId: offer.rideId, riderId: offer.riderId, seq: offer.seq, now });
    expect(await code(() => accept(first, late))).toBe("OFFER_EXPIRED");
    const [second] = await match(cityId, late);
    expect(second).toMatchObject({ seq: 2 });
    expect(second?.riderId).not.toBe(first.riderId);
    expect(await code(() => accept(first, late))).toBe("OFFER_SUPERSEDED");
    if (second) await accept(second, late);
    expect(await code(() => accept(first, late))).toBe("OFFER_TAKEN");
  });

  it("of another rider, or for a ride that is not there, is refused", async () => {
    const { cityId, riderIds } = await world.open({ riders: 2 });
    const { rideId, seq, riderId } = await offered(cityId);
    const other = riderIds.find((id) => id !== riderId) ?? "";
    const now = new Date();
    expect(await code(() => acceptOffer(world.services, { rideId, riderId: other, seq, now }))).toBe("OFFER_TAKEN");
    expect(await code(() => acceptOffer(world.services, { rideId: "nonsense", riderId, seq, now }))).toBe("NOT_FOUND");
    expect(await code(() => declineOffer(world.services, { rideId, riderId: other, seq, now }))).toBe("OFFER_TAKEN");
  });

  it("of a rider who says no sends the order to another, who is not asked twice", async () => {
    const { cityId, orderId } = await world.open({ riders: 2 });
    const { rideId, seq, riderId } = await offered(cityId);
    const now = new Date();
    await declineOffer(world.services, { rideId, riderId, seq, now, reason: "too far" });
    expect(await code(() => declineOffer(world.services, { rideId, riderId, seq, now }))).toBe("OFFER_EXPIRED");
    const [second] = await match(cityId);
    expect(second?.riderId).not.toBe(riderId);
    expect((await world.offersOf(orderId)).map(({ status }) => status)).toEqual(["DECLINED", "PENDING"]);
  });
});

describe("a rider who gave an order back", () => {
  const accept = async (cityId: string) => {
    const offer = await offered(cityId);
    await acceptOffer(world.services, { ...offer, now: new Date() });
    return offer;
  };

  it("is not asked about it again for a while, though there is nobody else; about another order, at once", async () => {
    const { cityId, ...kitchen } = await world.open({ riders: 1 });
    const { rideId, riderId } = await accept(cityId);
    await cantDeliver(world.services, { rideId, riderId, reason: "unsafe", now: new Date() });
    expect(await match(cityId)).toEqual([]);
    const other = await world.orderAt({ cityId, ...kitchen });
    expect(await match(cityId)).toMatchObject([{ orderId: other, riderId }]);
  });

  it("nor is one from whom an operator took it", async () => {
    const { cityId, orderId, riderIds } = await world.open({ riders: 2, metersApart: 800 });
    const { riderId } = await accept(cityId);
    const other = riderIds.find((id) => id !== riderId)!;
    await assignByHand(world.services, { orderId, riderId: other, actor: ops, now: new Date() });
    await setShift(world.services, other, false, new Date());
    expect(await match(cityId)).toEqual([]);
  });
});

describe("a rider", () => {
  it("who was asked meanwhile is not asked again, while the other questions of the round are", async () => {
    const { cityId, orderId, riderIds, ...kitchen } = await world.open({ riders: 2 });
    const second = await world.orderAt({ cityId, ...kitchen });
    const third = await world.orderAt({ cityId, ...kitchen });
    const ask = (riderId: string, id: string) => ({ riderId, orders: [{ orderId: id, features: {} }] });
    const [first] = await makeOffers(world.services, [ask(riderIds[0], orderId)], new Date());
    const made = await makeOffers(world.services, [ask(riderIds[0], second), ask(riderIds[1]!, third)], new Date());
    expect(made.map((offer) => [offer.riderId, offer.orderId])).toEqual([[riderIds[1], third]]);
    // Redis had a lock on the rider; without it, Postgres still says no, and nothing is half written.
    await world.redis.flushdb();
    expect(await makeOffers(world.services, [ask(riderIds[0], second)], new Date())).toEqual([]);
    expect(await world.offersOf(second)).toEqual([]);
    expect(await world.order(second)).toMatchObject({ offerSeq: 0 });
    expect(await world.offersOf(orderId)).toMatchObject([{ id: first!.id, seq: 1, status: "PENDING" }]);
  });

  it("has one open offer, though two orders wait", async () => {
    const first = await world.open({ riders: 1 });
    const second = await world.open({ riders: 1 });
    const [riderId] = first.riderIds;
    const now = new Date();
    const ask = (orderId: string) => ({ riderId, orders: [{ orderId, features: {} }] });
    const made = await Promise.all([
      makeOffer(world.services, ask(first.orderId), now),
      makeOffer(world.services, ask(second.orderId), now),
    ]);
    expect(made.filter((offer) => offer !== null)).toHaveLength(1);
    await world.redis.flushdb();
    const again = await makeOffer(world.services, ask(second.orderId), now);
    expect(again).toBeNull();
    const open = await world.db.select().from(offers).where(eq(offers.riderId, riderId));
    expect(open.filter(({ status }) => status === "PENDING")).toHaveLength(1);
  });

  it("sees the offer with the way and the pay, then the ride", async () => {
    const { cityId, riderIds } = await world.open();
    const { rideId, seq, riderId } = await offered(cityId);
    const before = await currentRides(world.services, riderIds[0], new Date());
    expect(before).toMatchObject({ offer: { rideId, offerSeq: seq, pay: { currency: "INR" } }, rides: [] });
    expect(before.offer?.distanceMeters).toBeGreaterThan(1_200);
    await acceptOffer(world.services, { rideId, riderId, seq, now: new Date() });
    const after = await currentRides(world.services, riderIds[0], new Date());
    expect(after.offer).toBeUndefined();
    const ride = { id: rideId, status: "ASSIGNED", acceptedSeq: seq, route: { to: "restaurant" } };
    expect(after.rides).toMatchObject([ride]);
    expect(await rideView(world.services, riderId, rideId, new Date())).toMatchObject(ride);
  });

  it("sees a ride that operations gave without an offer's number, and nobody else's at all", async () => {
    const { orderId, riderIds } = await world.open({ riders: 2 });
    const [riderId, stranger = ""] = riderIds;
    const actor = { type: "ops", id: null } as const;
    await assignByHand(world.services, { orderId, riderId, actor, now: new Date() });
    const [ride] = (await currentRides(world.services, riderId, new Date())).rides;
    expect(ride).toMatchObject({ orderId, status: "ASSIGNED" });
    expect(ride).not.toHaveProperty("acceptedSeq");
    const asSeen = (by: string) => code(() => rideView(world.services, by, ride?.id ?? "", new Date()));
    expect([await asSeen(riderId), await asSeen(stranger)]).toEqual(["OK", "NOT_FOUND"]);
  });

  it("who leaves gives the order back, and can't leave with food on board", async () => {
    const { cityId, orderId, riderIds } = await world.open();
    const { rideId, seq, riderId } = await offered(cityId);
    await acceptOffer(world.services, { rideId, riderId, seq, now: new Date() });
    await setShift(world.services, riderId, false, new Date());
    expect(await world.order(orderId)).toMatchObject({ status: "CONFIRMED", riderId: null });
    expect(await world.ride(orderId)).toMatchObject({ status: "SEARCHING", riderId: null });
    const refused = await world.location.ingest(riderIds[0], [{ lat: 12.97, lng: 77.59 }], new Date());
    expect(refused).toMatchObject({ accepted: 0, rejected: [{ index: 0, code: "OFF_SHIFT" }] });
  });
});

it("a rider who leaves and accepts at the same moment ends up either way, not in between", async () => {
  for (let round = 0; round < 5; round += 1) {
    const { cityId, orderId } = await world.open();
    const { rideId, seq, riderId } = await offered(cityId);
    const now = new Date();
    await Promise.all([
      code(() => acceptOffer(world.services, { rideId, riderId, seq, now })),
      code(() => setShift(world.services, riderId, false, now)),
    ]);
    expect(await world.order(orderId)).toMatchObject({ status: "CONFIRMED", riderId: null });
  }
});

describe("a round of an order's dispatch", () => {
  const settings = { ...defaultDispatchSettings, escalateAfterSeconds: 60, giveUpAfterSeconds: 120 };
  const after = (seconds: number) => new Date(Date.now() + seconds * 1_000);

  it("asks, waits for the answer, and is done once somebody has it", async () => {
    const { orderId } = await world.open();
    const round = await dispatchRound(world.services, orderId, settings, new Date());
    expect(round).toMatchObject({ kind: "offered" });
    const [offer] = await world.offersOf(orderId);
    if (offer) await acceptOffer(world.services, { ...offer, now: new Date() });
    expect(await dispatchRound(world.services, orderId, settings, new Date())).toEqual({
      kind: "done",
      status: "ASSIGNED",
    });
  });

  it("gives up when nobody is there for long; ops was told before, once", async () => {
    const { orderId, riderIds } = await world.open();
    for (const riderId of riderIds) await setShift(world.services, riderId, false, new Date());
    expect(await dispatchRound(world.services, orderId, settings, after(1))).toMatchObject({ kind: "nobody" });
    const told = async (seconds: number) => {
      const before = (await world.order(orderId)).escalatedAt;
      await escalateWaiting(world.services, settings, after(seconds));
      const { escalatedAt } = await world.order(orderId);
      return before === null && escalatedAt !== null;
    };
    expect([await told(50), await told(61), await told(70)]).toEqual([false, true, false]);
    const escalations = await world.db.select().from(outbox).where(eq(outbox.subjectId, orderId));
    expect(escalations.filter(({ topic }) => topic === "order/escalated")).toHaveLength(1);
    const last = await dispatchRound(world.services, orderId, settings, after(121));
    expect(last).toEqual({ kind: "done", status: "CANCELLED" });
    expect(await world.order(orderId)).toMatchObject({ status: "CANCELLED", cancelReason: "no_rider" });
  });

  /** As if it had been placed and confirmed so long ago. */
  const backdate = async (orderId: string, seconds: number) => {
    const ago = sql`${after(-seconds).toISOString()}::timestamptz`;
    await world.db.update(orders).set({ placedAt: ago }).where(eq(orders.id, orderId));
    await world.db.update(orderEvents).set({ at: ago }).where(eq(orderEvents.orderId, orderId));
  };

  it("gives up in time although there would be more riders to ask; the one who is asked may still answer", async () => {
    const { cityId, orderId } = await world.open({ riders: 3 });
    const { rideId, seq, riderId } = await offered(cityId);
    await backdate(orderId, 121);
    const round = () => dispatchRound(world.services, orderId, settings, new Date());
    expect(await round()).toMatchObject({ kind: "offered" });
    await declineOffer(world.services, { rideId, riderId, seq, now: new Date() });
    expect((await matchCity(world.services, cityId, settings, new Date())).offers).toEqual([]);
    expect(await round()).toEqual({ kind: "done", status: "CANCELLED" });
    expect((await world.offersOf(orderId)).map(({ status }) => status)).toEqual(["DECLINED"]);
  });

  it("gives up what was given back again and again, however short each search was", async () => {
    const { orderId, riderIds } = await world.open({ riders: 2 });
    await assignByHand(world.services, { orderId, riderId: riderIds[0], actor: ops, now: new Date() });
    await backdate(orderId, 3 * 120 + 1);
    const { id: rideId } = await world.ride(orderId);
    const now = new Date();
    await cantDeliver(world.services, { rideId, riderId: riderIds[0], reason: "restaurant_closed", now });
    expect(await dispatchRound(world.services, orderId, settings, now)).toEqual({ kind: "done", status: "CANCELLED" });
  });

  it("tells ops once in each search: an order that lost its rider is escalated anew", async () => {
    const { orderId, riderIds } = await world.open();
    const [riderId] = riderIds;
    const actor = { type: "ops", id: null } as const;
    const escalations = async () =>
      (await world.db.select().from(outbox).where(eq(outbox.subjectId, orderId)).orderBy(outbox.position))
        .filter(({ topic }) => topic === "order/escalated")
        .map(({ payload }) => payload);
    const escalate = (seconds: number) => escalateWaiting(world.services, settings, after(seconds));
    await escalate(61);
    expect(await escalations()).toMatchObject([{ orderId, search: 1 }]);
    await assignByHand(world.services, { orderId, riderId, actor, now: after(70) });
    expect(await world.order(orderId)).toMatchObject({ status: "ASSIGNED", escalatedAt: null });
    const { id: rideId } = await world.ride(orderId);
    await releaseRide(world.db, { rideId, riderId, reason: "rider_silent", actor, now: after(1_000) });
    await escalate(1_050);
    expect(await escalations(), "the new search is young").toHaveLength(1);
    await escalate(1_061);
    await escalate(1_070);
    expect(await escalations()).toMatchObject([{ search: 1 }, { search: 2 }]);
    expect((await world.order(orderId)).escalatedAt).not.toBeNull();
  });

  it("leaves a cancelled order alone", async () => {
    const { orderId } = await world.open();
    const actor = { type: "system", id: null } as const;
    await transitionOrder(world.db, { orderId, command: { type: "cancel", reason: "ops" }, actor, now: new Date() });
    expect(await dispatchRound(world.services, orderId, settings, new Date())).toMatchObject({ status: "CANCELLED" });
    expect(await world.offersOf(orderId)).toEqual([]);
  });
});
