import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { OpenOrder, PlannedRider } from "./model.ts";
import { plannerPolicy as policy, planRides, type PlanRidesInput } from "./plan-rides.ts";

/** A street: places are metres along it, ridden at 5 m/s. */
type Street = number;
const travel = (from: Street, to: Street) => Math.abs(from - to) / 5;
const now = new Date("2026-03-01T12:00:00Z");
const inSeconds = (seconds: number) => new Date(now.getTime() + seconds * 1_000);

const order = (orderId: string, overrides: Partial<OpenOrder<Street>> = {}): OpenOrder<Street> => ({
  orderId,
  restaurantId: "thali-house",
  pickup: 0,
  dropoff: 2_000,
  placedAt: now,
  readyAt: inSeconds(600),
  ...overrides,
});
const rider = (riderId: string, overrides: Partial<PlannedRider<Street>> = {}): PlannedRider<Street> => ({
  riderId,
  at: 500,
  freeAt: now,
  shiftEndsAt: null,
  ...overrides,
});
const planned = (input: Partial<PlanRidesInput<Street>>) =>
  planRides({ now, orders: [], riders: [], travel, policy, ...input });

describe("who fetches what", () => {
  it("sends nobody to wait: the rider leaves so as to be at the door when the food is ready", () => {
    const { rides } = planned({ orders: [order("a")], riders: [rider("asha")] });
    const toDoor = 500 / 5 + policy.service.beforePickup;
    expect(rides).toEqual([
      expect.objectContaining({
        riderId: "asha",
        orderIds: ["a"],
        offerNotBefore: inSeconds(600 - toDoor),
        pickupAt: inSeconds(600),
      }),
    ]);
  });

  it("waits for a rider who is about to be free next door rather than fetching one from afar", () => {
    const { rides } = planned({
      orders: [order("a", { readyAt: now })],
      riders: [rider("far", { at: 9_000 }), rider("soon", { at: 100, freeAt: inSeconds(120) })],
    });
    expect(rides.map(({ riderId }) => riderId)).toEqual(["soon"]);
  });

  it("looks at all orders together: the nearest rider may be better used elsewhere", () => {
    const { rides } = planned({
      orders: [
        order("left", { restaurantId: "left", pickup: 0, readyAt: now }),
        order("right", { restaurantId: "right", pickup: 3_000, dropoff: 4_000, readyAt: now }),
      ],
      // `mid` is the nearest to both; taking it for "left" would leave "right" with a long way.
      riders: [rider("mid", { at: 1_400 }), rider("west", { at: -1_500 })],
    });
    expect(Object.fromEntries(rides.map(({ orderIds, riderId }) => [orderIds[0], riderId]))).toEqual({
      left: "west",
      right: "mid",
    });
  });

  it("asks nobody who has said no, or whose shift is over before", () => {
    const { rides, left } = planned({
      orders: [order("a", { notFor: new Set(["asha"]) })],
      riders: [rider("asha"), rider("bina", { shiftEndsAt: inSeconds(300) })],
    });
    expect(rides).toEqual([]);
    expect(left).toEqual([{ orderId: "a", why: "no_rider_could" }]);
  });

  it("says which orders others crowded out", () => {
    const { left } = planned({
      orders: [order("a"), order("b", { restaurantId: "dosa-corner", pickup: 400, dropoff: 900 })],
      riders: [rider("asha")],
    });
    expect(left).toEqual([{ orderId: "a", why: "others_first" }]);
  });
});

describe("bundles", () => {
  const neighbours = [order("a", { readyAt: now }), order("b", { dropoff: 2_200, readyAt: inSeconds(60) })];

  it("are made when riders are scarce", () => {
    const { rides } = planned({ orders: neighbours, riders: [rider("asha")] });
    expect(rides.map(({ orderIds }) => orderIds)).toEqual([["a", "b"]]);
  });

  it("are not made of what is ready far apart, nor of different restaurants", () => {
    const apart = [neighbours[0]!, order("late", { readyAt: inSeconds(3_600) })];
    const elsewhere = [neighbours[0]!, order("other", { restaurantId: "dosa-corner" })];
    for (const orders of [apart, elsewhere]) {
      const { rides } = planned({ orders, riders: [rider("asha"), rider("bina")] });
      expect(rides.every(({ orderIds }) => orderIds.length === 1)).toBe(true);
    }
  });

  it("never make a customer's food later than the set bound", () => {
    const opposite = [
      order("east", { dropoff: 6_000, readyAt: now }),
      order("west", { dropoff: -6_000, readyAt: now }),
    ];
    const { rides } = planned({ orders: opposite, riders: [rider("asha")] });
    expect(rides.every(({ orderIds }) => orderIds.length === 1)).toBe(true);
  });
});

describe("any city", () => {
  const place = fc.integer({ min: -5_000, max: 5_000 });
  const offset = fc.integer({ min: -600, max: 1_800 });
  const orders = fc.array(
    fc.record({
      pickup: fc.constantFrom(0, 800, -1_500),
      dropoff: place,
      placed: fc.integer({ min: -900, max: 0 }),
      ready: offset,
    }),
    { maxLength: 14 },
  );
  const riders = fc.array(fc.record({ at: place, free: offset, end: fc.integer({ min: 0, max: 7_200 }) }), {
    maxLength: 8,
  });
  const city = fc.tuple(orders, riders).map(([some, people]) => ({
    orders: some.map(({ pickup, dropoff, placed, ready }, index) =>
      order(`o${index}`, {
        restaurantId: `r${pickup}`,
        pickup,
        dropoff,
        placedAt: inSeconds(placed),
        readyAt: inSeconds(Math.max(placed, ready)),
      }),
    ),
    riders: people.map(({ at, free, end }, index) =>
      rider(`c${index}`, { at, freeAt: inSeconds(free), shiftEndsAt: inSeconds(end) }),
    ),
  }));

  it("gives no order two riders and no rider two rides, and forgets no order", () => {
    fc.assert(
      fc.property(city, (input) => {
        const { rides, left } = planned(input);
        const carried = rides.flatMap(({ orderIds }) => orderIds);
        expect([...carried, ...left.map(({ orderId }) => orderId)].toSorted()).toEqual(
          input.orders.map(({ orderId }) => orderId).toSorted(),
        );
        expect(new Set(rides.map(({ riderId }) => riderId)).size).toBe(rides.length);
      }),
    );
  });

  it("picks up nothing before it is ready, before the rider could be there, or after the shift", () => {
    fc.assert(
      fc.property(city, (input) => {
        for (const ride of planned(input).rides) {
          const by = input.riders.find(({ riderId }) => riderId === ride.riderId)!;
          const own = input.orders.filter(({ orderId }) => ride.orderIds.includes(orderId));
          const pickup = ride.pickupAt.getTime();
          const soonest = Math.max(now.getTime(), by.freeAt.getTime()) + travel(by.at, own[0]!.pickup) * 1_000;
          expect(pickup).toBeGreaterThanOrEqual(soonest);
          expect(pickup).toBeLessThanOrEqual(by.shiftEndsAt!.getTime());
          for (const { readyAt } of own) expect(pickup).toBeGreaterThanOrEqual(readyAt.getTime());
        }
      }),
    );
  });

  it("does not depend on the order of its lists", () => {
    fc.assert(
      fc.property(city, ({ orders: some, riders: people }) => {
        const there = planned({ orders: some, riders: people });
        const back = planned({ orders: some.toReversed(), riders: people.toReversed() });
        expect(back).toEqual(there);
      }),
    );
  });
});
