import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { isDomainError } from "@tiffin/domain/errors";
import { bearingDegrees, destination } from "@tiffin/domain/geo/distance";
import { refreshSheets, type TrailPoint } from "../location/index.ts";
import { transitionOrder } from "../lifecycle/index.ts";
import { acceptOffer } from "./answer-offer.ts";
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
    expect(answers).toEqual([...Array.from({ length: 5 }, () => "PIN_WRONG"), "RATE_LIMITED"]);
  });

  it("needs the PIN unless the rider's live position is at the door", async () => {
    const { tap, riderId, door } = await accepted();
    await pickedUp(world.db, tap());
    expect(await code(() => delivered(world.services, tap()))).toBe("PIN_REQUIRED");
    await setShift(world.services, riderId, true, new Date());
    await world.ping(riderId, destination(door, 0, 150));
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
  const point = (riderId: string, place: { lat: number; lng: number }, accuracy = 8): TrailPoint => ({
    riderId,
    ...place,
    recordedAt: Date.now(),
    seq: 1,
    accuracy,
    heading: null,
    speed: null,
    late: false,
    receivedAt: Date.now(),
    flags: 0,
  });
  /** The rider's phone reports these places; the sheet follows what happened, as the relay does it. */
  const walk = async (riderId: string, places: { lat: number; lng: number }[]) => {
    for (const place of places) {
      await watchGeofences(world.services, [point(riderId, place)], new Date());
      await refreshSheets(world.services, [riderId]);
    }
  };

  it("see the rider arrive, leave with the food, and reach the customer", async () => {
    const { orderId, riderId, location, door } = await accepted();
    const status = async () => (await world.ride(orderId)).status;
    const towards = bearingDegrees(location, door);

    await walk(riderId, [destination(location, 0, 400), destination(location, 0, 40)]);
    expect(await status()).toBe("ASSIGNED");
    await walk(riderId, [destination(location, 0, 20)]);
    expect(await status()).toBe("AT_RESTAURANT");

    await walk(riderId, [destination(location, towards, 95), destination(location, towards, 130)]);
    expect(await status()).toBe("AT_RESTAURANT");
    await walk(riderId, [destination(location, towards, 260)]);
    expect(await status()).toBe("PICKED_UP");
    expect(await world.order(orderId)).toMatchObject({ status: "PICKED_UP" });

    await walk(riderId, [destination(door, 0, 50), destination(door, 0, 30)]);
    expect(await status()).toBe("AT_CUSTOMER");
  });

  it("leave food that isn't ready where it is, and don't trust vague fixes", async () => {
    const { orderId, riderId, location } = await accepted({ cooked: false });
    for (const meters of [10, 10]) {
      await watchGeofences(world.services, [point(riderId, destination(location, 0, meters), 500)], new Date());
    }
    expect(await world.ride(orderId)).toMatchObject({ status: "ASSIGNED" });
    await walk(riderId, [location, location, destination(location, 0, 300), destination(location, 0, 400)]);
    expect(await world.ride(orderId)).toMatchObject({ status: "AT_RESTAURANT" });
  });
});
