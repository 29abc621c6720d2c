import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { and, eq } from "drizzle-orm";
import { ledgerPostings, ledgerTransactions } from "@tiffin/db/schema/ledger";
import { outbox } from "@tiffin/db/schema/outbox";
import { isDomainError } from "@tiffin/domain/errors";
import { bearingDegrees, destination } from "@tiffin/domain/geo/distance";
import type { Location } from "@tiffin/domain/geo/location";
import { TRAIL_FLAGS } from "@tiffin/domain/location/trail-flags";
import { beginSession, copyTrail, refreshSheets, type TrailPoint } from "../location/index.ts";
import { transitionOrder } from "../lifecycle/index.ts";
import { acceptOffer } from "./answer-offer.ts";
import { rideView } from "./current-rides.ts";
import { watchGeofences } from "./geofences.ts";
import { matchCity } from "./match-city.ts";
import { closeCancelledRide } from "./release-ride.ts";
import { arrived, delivered, pickedUp } from "./ride-taps.ts";
import { defaultDispatchSettings } from "./services.ts";
import { setShift } from "./set-shift.ts";
import { createDispatchWorld, type DispatchWorld } from "./testing/dispatch-world.ts";

let world: DispatchWorld;
beforeAll(async () => {
  world = await createDispatchWorld(
    { postgresUrl: inject("postgresUrl"), redisUrl: inject("redisUrl"), soketi: inject("soketi") },
    7,
  );
});
afterAll(() => world.close());

const kitchenSays = (orderId: string, command: { type: "mark-ready" } | { type: "cancel"; reason: "ops" }) =>
  transitionOrder(world.db, { orderId, command, actor: { type: "system", id: null }, now: new Date() });

/** A ride that its rider has accepted; with `cooked`, the food is ready. */
async function accepted({ cooked = true } = {}) {
  const fixture = await world.open();
  const {
    offers: [offer],
  } = await matchCity(world.services, fixture.cityId, defaultDispatchSettings, new Date());
  if (offer === undefined) throw new Error("nobody was asked");
  const { rideId, riderId, seq } = offer;
  await acceptOffer(world.services, { rideId, riderId, seq, now: new Date() });
  if (cooked) await kitchenSays(fixture.orderId, { type: "mark-ready" });
  await refreshSheets(world.services, [riderId]);
  const order = await world.order(fixture.orderId);
  const door = { lat: order.dropoffLat, lng: order.dropoffLng };
  return { ...fixture, rideId, riderId, door, tap: () => ({ rideId, riderId, now: new Date() }) };
}

const code = async (act: () => Promise<unknown>): Promise<string> => {
  try {
    await act();
    return "OK";
  } catch (error) {
    if (isDomainError(error)) return error.code;
    throw error;
  }
};

describe("handing over", () => {
  it("takes the right PIN, and no other", async () => {
    const { tap, orderId } = await accepted();
    await pickedUp(world.db, tap());
    expect(await code(() => delivered(world.services, { ...tap(), pin: "0000" }))).toBe("PIN_WRONG");
    expect(await world.order(orderId)).toMatchObject({ status: "PICKED_UP" });
    expect(await code(() => delivered(world.services, { ...tap(), pin: "4711" }))).toBe("OK");
    expect(await world.order(orderId)).toMatchObject({ status: "DELIVERED" });
    expect(await world.ride(orderId)).toMatchObject({ status: "DELIVERED" });
  });

  it("is refused for a while after five wrong PINs", async () => {
    const { tap } = await accepted();
    await pickedUp(world.db, tap());
    const answers: string[] = [];
    for (let guess = 0; guess < 6; guess += 1) {
      answers.push(await code(() => delivered(world.services, { ...tap(), pin: `000${guess}` })));
    }
    expect(answers).toEqual([...Array.from({ length: 5 }, () => "PIN_WRONG"), "PIN_LOCKED"]);
  });

  it("needs the PIN unless the rider's live position is at the door", async () => {
    const { tap, riderId, door } = await accepted();
    await pickedUp(world.db, tap());
    expect(await code(() => delivered(world.services, tap()))).toBe("PIN_REQUIRED");
    // The phone was off on the way.
    await beginSession(world.services.redis, riderId);
    const near = (meters: number, more: object) => world.ping(riderId, destination(door, 0, meters), more);
    await near(150, { accuracy: 120 });
    expect(await code(() => delivered(world.services, tap()))).toBe("PIN_REQUIRED");
    await near(150, { accuracy: 0 });
    expect(await code(() => delivered(world.services, tap()))).toBe("PIN_REQUIRED");
    await near(150, { accuracy: 90 });
    await near(900, { accuracy: 2_000 });
    expect(await code(() => delivered(world.services, tap()))).toBe("OK");
  });

  it("is refused before the pick-up, the pick-up before the food is ready, and both to a stranger", async () => {
    const { tap, orderId } = await accepted({ cooked: false });
    expect(await code(() => pickedUp(world.db, tap()))).toBe("ILLEGAL_TRANSITION");
    expect(await code(() => delivered(world.services, { ...tap(), pin: "4711" }))).toBe("ILLEGAL_TRANSITION");
    const other = await accepted();
    expect(await code(() => pickedUp(world.db, { ...tap(), riderId: other.riderId }))).toBe("NOT_FOUND");
    expect(await world.order(orderId)).toMatchObject({ status: "ASSIGNED" });
  });

  it("may be tapped twice: the second changes nothing", async () => {
    const { tap, orderId } = await accepted();
    for (const step of [arrived, arrived, pickedUp, pickedUp]) await step(world.db, tap());
    await arrived(world.db, tap());
    const before = await world.ride(orderId);
    expect(before.status).toBe("AT_CUSTOMER");
    await Promise.all([1, 2, 3].map(() => delivered(world.services, { ...tap(), pin: "4711" })));
    expect(await world.ride(orderId)).toMatchObject({ status: "DELIVERED" });
  });

  it("leaves nothing of the way", async () => {
    const { tap, riderId, rideId } = await accepted();
    const wayLeft = async () => (await rideView(world.services, riderId, rideId, new Date())).route;
    await pickedUp(world.db, tap());
    expect((await wayLeft()).distanceMeters).toBeGreaterThan(0);
    await delivered(world.services, { ...tap(), pin: "4711" });
    expect(await wayLeft()).toMatchObject({ to: "customer", distanceMeters: 0, durationSeconds: 0 });
  });
});

it("saying again that a shift is on makes nobody believed anywhere; a shift that begins does", async () => {
  const { riderIds, location } = await world.open();
  const [riderId] = riderIds;
  const away = destination(location, 0, 9_000);
  await world.ping(riderId, location, { seq: 7 });
  const told = await setShift(world.services, riderId, true, new Date(), undefined, new Date(Date.now() + 3_600_000));
  expect(told).toMatchObject({ online: true });
  await expect(world.ping(riderId, away, { seq: 8 })).rejects.toThrow("TOO_FAST");
  await expect(world.ping(riderId, location, { seq: 7 })).rejects.toThrow("DUPLICATE");
  for (const online of [false, true]) await setShift(world.services, riderId, online, new Date());
  await world.ping(riderId, away, { seq: 1 });
});

it("a rider can't leave with food on board", async () => {
  const { tap, riderId } = await accepted();
  await pickedUp(world.db, tap());
  expect(await code(() => setShift(world.services, riderId, false, new Date()))).toBe("RIDER_BUSY");
});

it("a cancelled order ends its ride and frees its rider", async () => {
  const { orderId, riderId } = await accepted();
  await kitchenSays(orderId, { type: "cancel", reason: "ops" });
  await closeCancelledRide(world.db, orderId, new Date());
  await closeCancelledRide(world.db, orderId, new Date());
  expect(await world.ride(orderId)).toMatchObject({ status: "CANCELLED", riderId });
});

describe("the fences", () => {
  const start = Date.now();
  const point = (riderId: string, place: Location, seconds: number, change: Partial<TrailPoint> = {}): TrailPoint => ({
    riderId,
    lat: place.lat,
    lng: place.lng,
    recordedAt: start + seconds * 1_000,
    seq: seconds,
    accuracy: 8,
    heading: null,
    speed: null,
    late: false,
    receivedAt: start + seconds * 1_000,
    flags: 0,
    ...change,
  });
  let seconds = 0;
  /** The rider's phone reports these places, ten seconds apart; the sheet follows what happened, as the relay does it. */
  const walk = async (riderId: string, places: Location[], change: Partial<TrailPoint> = {}) => {
    for (const place of places) {
      seconds += 10;
      const seen = point(riderId, place, seconds, change);
      await watchGeofences(world.services, [seen], new Date(seen.recordedAt));
      await refreshSheets(world.services, [riderId]);
    }
  };

  it("see the rider arrive, leave with the food, and reach the customer, and tell of it once", async () => {
    const { orderId, riderId, location, door } = await accepted();
    const status = async () => (await world.ride(orderId)).status;
    const towards = bearingDegrees(location, door);

    await walk(riderId, [destination(location, 0, 400), destination(location, 0, 40)]);
    expect(await status()).toBe("ASSIGNED");
    await walk(riderId, [destination(location, 0, 20), location, location]);
    expect(await status()).toBe("AT_RESTAURANT");

    await walk(riderId, [destination(location, towards, 95), destination(location, towards, 130)]);
    expect(await status()).toBe("AT_RESTAURANT");
    await walk(riderId, [destination(location, towards, 260)]);
    expect(await status()).toBe("PICKED_UP");
    expect(await world.order(orderId)).toMatchObject({ status: "PICKED_UP" });

    await walk(riderId, [destination(door, 0, 50), destination(door, 0, 30), destination(door, 0, 10)]);
    expect(await status()).toBe("AT_CUSTOMER");
    const told = await world.db
      .select({ data: outbox.payload })
      .from(outbox)
      .where(and(eq(outbox.subjectId, orderId), eq(outbox.topic, "order/rider_arrived")))
      .orderBy(outbox.position);
    expect(told.map(({ data }) => "at" in data && data.at)).toEqual(["restaurant", "customer"]);
  });

  it("leave food that isn't ready where it is, and don't trust vague fixes or teleports", async () => {
    const { orderId, riderId, location } = await accepted({ cooked: false });
    await walk(riderId, [destination(location, 0, 10), destination(location, 0, 10)], { accuracy: 500 });
    await walk(riderId, [location, location, location], { flags: TRAIL_FLAGS.teleport });
    expect(await world.ride(orderId)).toMatchObject({ status: "ASSIGNED" });
    await walk(riderId, [location, location, location, destination(location, 0, 300), destination(location, 0, 400)]);
    expect(await world.ride(orderId)).toMatchObject({ status: "AT_RESTAURANT" });
  });

  it("lose nothing with a worker that dies: the next one goes on, and what comes again counts once", async () => {
    const { orderId, riderId, location } = await accepted();
    const away = [destination(location, 0, 200), destination(location, 0, 300)];
    const trail = [location, location, location, location, ...away].map((place, index) =>
      point(riderId, place, 1_000 + index * 10),
    );
    const now = new Date(trail.at(-1)!.recordedAt);
    const deliver = async (points: TrailPoint[]) => {
      await watchGeofences(world.services, points, now);
      await refreshSheets(world.services, [riderId]);
    };
    await deliver(trail.slice(0, 2));
    expect(await world.ride(orderId)).toMatchObject({ status: "AT_RESTAURANT" });
    await deliver(trail.slice(2, 5));
    // The writer died before it had acknowledged these: they are delivered again, to another.
    await deliver(trail.slice(2, 5));
    expect(await world.ride(orderId)).toMatchObject({ status: "AT_RESTAURANT" });
    await deliver(trail.slice(5));
    expect(await world.ride(orderId)).toMatchObject({ status: "PICKED_UP" });
  });
});

describe("what a ride is paid", () => {
  /** A point each ten seconds of 100 m, so far to the east and back again. */
  const rode = async (riderId: string, from: Location, since: Date, meters: number) =>
    copyTrail(
      world.db,
      Array.from({ length: meters / 100 + 1 }, (_, index) => ({
        riderId,
        ...destination(from, 90, Math.min(index, meters / 100 - index) * 100),
        recordedAt: since.getTime() + index * 10_000,
        seq: index,
        accuracy: 6,
        heading: null,
        speed: 10,
        late: false,
        receivedAt: since.getTime(),
        flags: 0,
      })),
    );
  const brought = async (riddenShare: number | null) => {
    const { rideId, riderId, orderId, location } = await accepted();
    const order = await world.order(orderId);
    const offered = (await world.ride(orderId)).pay;
    const since = new Date(Date.now() - 40 * 60_000);
    await pickedUp(world.db, { rideId, riderId, now: since });
    const meters = Math.round(((riddenShare ?? 0) * order.distanceMeters) / 200) * 200;
    if (riddenShare !== null) await rode(riderId, location, since, meters);
    await delivered(world.services, { rideId, riderId, pin: "4711", now: new Date() });
    const ride = await world.ride(orderId);
    const posted = await world.db
      .select({ account: ledgerPostings.account, amount: ledgerPostings.amount })
      .from(ledgerPostings)
      .innerJoin(ledgerTransactions, eq(ledgerTransactions.id, ledgerPostings.transactionId))
      .where(eq(ledgerTransactions.key, `delivery:${orderId}`));
    expect(posted.reduce((sum, { amount }) => sum + amount, 0)).toBe(0);
    expect(posted.find(({ account }) => account === "rider")?.amount).toBe(-ride.pay);
    return { offered, pay: ride.pay, riddenMeters: ride.riddenMeters, meters, planned: order.distanceMeters };
  };

  it("is what was offered where the trail says nothing, or says less", async () => {
    const silent = await brought(null);
    expect(silent).toMatchObject({ pay: silent.offered, riddenMeters: null });
    const shorter = await brought(0.6);
    expect(shorter.pay).toBe(shorter.offered);
  });

  it("is more for a detour, up to half of the plan", async () => {
    const detour = await brought(1.3);
    expect(detour.riddenMeters).toBeGreaterThan(detour.planned);
    expect(detour.pay).toBeGreaterThan(detour.offered);
    const circles = await brought(4);
    expect(circles.riddenMeters).toBeGreaterThan(circles.planned * 3);
    expect(circles.pay - circles.offered).toBeLessThanOrEqual(Math.ceil((circles.planned * 0.5 * 800) / 1_000) + 1);
  });
});
