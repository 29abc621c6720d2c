import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CarriedOrder, CityOrder, CityPlan, CityRider, CityState, PlannedOffer, Vehicle } from "../city.ts";
import { plannerPolicy, traitsOf, type PlannerPolicy } from "../policy.ts";
import { routeTimes } from "../route-end.ts";
import { handSetScorer } from "../scorer.ts";
import { planRides } from "./plan-rides.ts";

/** A street: places are metres along it, ridden at 5 m/s. */
type Street = number;
const travel = (from: Street, to: Street) => Math.abs(from - to) / 5;
const now = new Date("2026-03-01T12:00:00Z");
const inSeconds = (seconds: number) => new Date(now.getTime() + seconds * 1_000);
const { service } = plannerPolicy;

/** Asks at once, and holds nothing back. */
const atOnce: PlannerPolicy = { ...plannerPolicy, waves: [{ afterSeconds: 0, radiusMeters: Infinity }] };
const oneByOne: PlannerPolicy = { ...atOnce, bundles: { ...atOnce.bundles, maxOrders: 1 } };
/** Waits for the last moment. */
const patient: PlannerPolicy = { ...atOnce, holdBackSeconds: Infinity };

const order = (orderId: string, overrides: Partial<CityOrder<Street>> = {}): CityOrder<Street> => ({
  orderId,
  restaurantId: "thali-house",
  pickup: 0,
  dropoff: 2_000,
  placedAt: now,
  waitingSince: now,
  readyAt: inSeconds(600),
  readySpreadSeconds: 0,
  promisedAt: null,
  askedBefore: {},
  declinedBy: [],
  ...overrides,
});
const rider = (riderId: string, overrides: Partial<CityRider<Street>> = {}): CityRider<Street> => {
  const at = overrides.at ?? 500;
  return {
    riderId,
    at,
    freeAt: now,
    freePlace: at,
    carries: [],
    shiftEndsAt: null,
    vehicle: null,
    offersMade: 0,
    offersAccepted: 0,
    idleSince: null,
    ...overrides,
  };
};
const carried = (orderId: string, overrides: Partial<CarriedOrder<Street>> = {}): CarriedOrder<Street> => ({
  orderId,
  restaurantId: "thali-house",
  pickup: 0,
  dropoff: 2_000,
  placedAt: now,
  readyAt: inSeconds(300),
  isPickedUp: false,
  ...overrides,
});
const planned = (policy: PlannerPolicy, input: Partial<CityState<Street>>): CityPlan =>
  planRides(
    { now, orders: [], riders: [], travel, meters: (from, to) => Math.abs(from - to), ...input },
    policy,
    handSetScorer,
  );
const asked = (plan: CityPlan) =>
  Object.fromEntries(plan.offers.flatMap(({ orderIds, riderId }) => orderIds.map((id) => [id, riderId])));

/** For each customer on an offer's way: how much later than if it were fetched when ready and brought straight. Seconds. */
function delays({ stops }: PlannedOffer, by: CityRider<Street>, orders: readonly CityOrder<Street>[]): number[] {
  const pace = { travel, service, slowness: traitsOf(by.vehicle).slowness };
  const longBefore = new Date(0);
  const doors = (rides: readonly CarriedOrder<Street>[]) => {
    const place = (kind: "pickup" | "dropoff", { orderId }: CarriedOrder<Street>) =>
      stops.findIndex((stop) => stop.kind === kind && stop.orderIds.includes(orderId));
    const route = rides.map((ride) => ({
      ...ride,
      pickupOrder: place("pickup", ride),
      dropOrder: place("dropoff", ride),
    }));
    const [first] = route.toSorted((a, b) => a.pickupOrder - b.pickupOrder);
    return routeTimes(first!.pickup, longBefore, route, pace).doors;
  };
  const onWay = new Set(stops.flatMap(({ orderIds }) => orderIds));
  const rides = [...orders.map((one) => ({ ...one, isPickedUp: false })), ...by.carries].filter(({ orderId }) =>
    onWay.has(orderId),
  );
  const together = doors(rides);
  return rides.map((ride) => together.get(ride.orderId)! - doors([ride]).get(ride.orderId)!);
}

describe("when a rider is asked", () => {
  const toDoor = 500 / 5 + service.beforePickup;

  it("not before they must leave to be at the door when the food is ready", () => {
    const { offers, left } = planned(patient, { orders: [order("a")], riders: [rider("asha")] });
    expect(offers).toEqual([]);
    expect(left).toEqual([{ orderId: "a", why: "too_early", until: inSeconds(600 - toDoor), riderId: "asha" }]);
  });

  it("then, to pick up when it is ready", () => {
    const { offers } = planned(patient, {
      now: inSeconds(600 - toDoor),
      orders: [order("a")],
      riders: [rider("asha", { freeAt: now })],
    });
    expect(offers).toMatchObject([{ riderId: "asha", orderIds: ["a"], pickupAt: inSeconds(600) }]);
  });

  it("a little sooner when the kitchen is not sure", () => {
    const { left } = planned(patient, { orders: [order("a", { readySpreadSeconds: 120 })], riders: [rider("asha")] });
    expect(left[0]?.until).toEqual(inSeconds(600 - toDoor - patient.earlyDeviations * 120));
  });

  it("at the latest when the order was held back as long as it may be", () => {
    const policy = { ...atOnce, holdBackSeconds: 60 };
    const orders = [order("a", { readyAt: inSeconds(3_600) })];
    expect(planned(policy, { orders, riders: [rider("asha")] }).left).toMatchObject([
      { why: "too_early", until: inSeconds(60) },
    ]);
    expect(asked(planned(policy, { now: inSeconds(60), orders, riders: [rider("asha")] }))).toEqual({ a: "asha" });
  });

  it("at once when nothing is held back, and not at all while busy", () => {
    expect(asked(planned(atOnce, { orders: [order("a")], riders: [rider("asha")] }))).toEqual({ a: "asha" });
    const busy = rider("bina", { freeAt: inSeconds(300), carries: [carried("x", { isPickedUp: true })] });
    expect(planned(atOnce, { orders: [order("a")], riders: [busy] }).left).toMatchObject([{ why: "riders_busy" }]);
  });
});

describe("who is asked", () => {
  it("waits for a rider who is about to be free next door rather than fetching one from afar", () => {
    const { offers, left } = planned(patient, {
      orders: [order("a", { readyAt: now })],
      riders: [rider("far", { at: 9_000 }), rider("soon", { at: 100, freeAt: inSeconds(120) })],
    });
    expect(offers).toEqual([]);
    expect(left).toMatchObject([{ why: "rider_soon_free", riderId: "soon" }]);
  });

  it("looks at all orders together: the nearest rider may be better used elsewhere", () => {
    const plan = planned(atOnce, {
      orders: [
        order("left", { restaurantId: "left", pickup: 0, readyAt: now }),
        order("right", { restaurantId: "right", pickup: 3_000, dropoff: 4_000, readyAt: now }),
      ],
      // `mid` is the nearest to both; taking it for "left" would leave "right" with a long way.
      riders: [rider("mid", { at: 1_400 }), rider("west", { at: -1_500 })],
    });
    expect(asked(plan)).toEqual({ left: "west", right: "mid" });
  });

  it("asks nobody who has said no, whose shift is over before, or who is too far off yet", () => {
    const orders = [order("a", { declinedBy: ["asha"] })];
    const riders = [rider("asha"), rider("bina", { shiftEndsAt: inSeconds(300) })];
    expect(planned(atOnce, { orders, riders }).left).toMatchObject([{ why: "no_rider_in_time" }]);
    const far = [rider("chitra", { at: 4_000 })];
    expect(planned(plannerPolicy, { orders, riders: far }).left).toMatchObject([{ why: "no_rider_in_reach" }]);
    const later = [order("a", { waitingSince: inSeconds(-15) })];
    expect(asked(planned(plannerPolicy, { orders: later, riders: far }))).toEqual({ a: "chitra" });
  });

  it("prefers who has waited longest for a ride, and who did not let it pass, when it hardly matters", () => {
    const idle = [rider("asha", { idleSince: inSeconds(-60) }), rider("bina", { idleSince: inSeconds(-3_000) })];
    expect(asked(planned(atOnce, { orders: [order("a")], riders: idle }))).toEqual({ a: "bina" });
    const passed = [order("a", { askedBefore: { asha: 1 } })];
    expect(asked(planned(atOnce, { orders: passed, riders: [rider("asha"), rider("bina")] }))).toEqual({ a: "bina" });
  });

  it("knows that a bicycle takes longer", () => {
    const riders = [rider("asha", { vehicle: "bicycle" }), rider("bina", { vehicle: "scooter", at: 550 })];
    expect(asked(planned(atOnce, { orders: [order("a", { readyAt: now })], riders }))).toEqual({ a: "bina" });
  });

  it("takes the order that has waited longest for a rider when there are too few", () => {
    const old = order("old", { restaurantId: "dosa", waitingSince: inSeconds(-300), placedAt: inSeconds(-300) });
    const { offers, left } = planned(oneByOne, { orders: [old, order("new")], riders: [rider("asha")] });
    expect(offers.flatMap(({ orderIds }) => orderIds)).toEqual(["old"]);
    expect(left).toMatchObject([{ orderId: "new", why: "others_first" }]);
  });

  it("sends the nearest rider for what was promised soonest, other things being equal", () => {
    const riders = [rider("near", { at: 500 }), rider("far", { at: 2_000 })];
    // In time with the near rider, five minutes late with the far one.
    const promisedAt = inSeconds(
      500 / 5 + service.beforePickup + service.afterPickup + 2_000 / 5 + service.beforeDropoff,
    );
    for (const hurried of ["a", "b"]) {
      const orders = ["a", "b"].map((id) =>
        order(id, { readyAt: now, promisedAt: id === hurried ? promisedAt : null }),
      );
      expect(asked(planned(oneByOne, { orders, riders }))).toMatchObject({ [hurried]: "near" });
    }
  });

  it("takes what is late already, or would be, before what can wait, when there are too few", () => {
    const riders = [rider("asha")];
    for (const promised of [-600, 900]) {
      for (const hurried of ["a", "b"]) {
        const orders = ["a", "b"].map((id) =>
          order(id, { readyAt: now, promisedAt: inSeconds(id === hurried ? promised : 3_000) }),
        );
        const { offers } = planned(oneByOne, { orders, riders });
        expect(offers.map(({ orderIds }) => orderIds)).toEqual([[hurried]]);
      }
    }
  });

  it("counts what comes later than promised half as much again", () => {
    const costBy = (promisedAt: Date | null) => {
      const { offers } = planned(atOnce, { orders: [order("a", { promisedAt })], riders: [rider("asha")] });
      return { cost: Number(offers[0]?.why["cost"]), doorAt: offers[0]!.dropoffAt[0]! };
    };
    const { cost, doorAt } = costBy(null);
    const before = (seconds: number) => new Date(doorAt.getTime() - seconds * 1_000);
    expect(costBy(before(0)).cost).toBe(cost);
    expect(costBy(before(-600)).cost).toBe(cost);
    expect(costBy(before(300)).cost).toBeCloseTo(cost + 150, 1);
  });

  it("says who came next, and by how much", () => {
    const { offers } = planned(atOnce, {
      orders: [order("a", { readyAt: now })],
      riders: [rider("asha"), rider("bina", { at: 1_000 })],
    });
    expect(offers[0]?.alternatives).toMatchObject([{ riderId: "bina", rideSeconds: 200 }]);
    expect(offers[0]?.why).toMatchObject({ policy: "planner", candidates: 2, rideSeconds: 100, scorer: "hand-set-1" });
  });
});

describe("bundles", () => {
  const neighbours = [order("a", { readyAt: now }), order("b", { dropoff: 2_200, readyAt: inSeconds(60) })];

  it("are made when riders are scarce: one way, all pick-ups first", () => {
    const { offers } = planned(atOnce, { orders: neighbours, riders: [rider("asha")] });
    expect(offers).toMatchObject([
      {
        orderIds: ["a", "b"],
        stops: [
          { kind: "pickup", orderIds: ["a", "b"] },
          { kind: "dropoff", orderIds: ["a"] },
          { kind: "dropoff", orderIds: ["b"] },
        ],
      },
    ]);
  });

  it("are not made of what is ready far apart, of different ends of the town, or beyond what a vehicle holds", () => {
    const apart = [neighbours[0]!, order("late", { readyAt: inSeconds(3_600) })];
    const elsewhere = [neighbours[0]!, order("other", { restaurantId: "dosa-corner", pickup: 5_000 })];
    for (const orders of [apart, elsewhere]) {
      const { offers } = planned(atOnce, { orders, riders: [rider("asha"), rider("bina")] });
      expect(offers.every(({ orderIds }) => orderIds.length === 1)).toBe(true);
    }
    const many = ["a", "b", "c"].map((id) => order(id, { readyAt: now }));
    const { offers } = planned(atOnce, { orders: many, riders: [rider("asha", { vehicle: "bicycle" })] });
    expect(offers[0]?.orderIds).toHaveLength(2);
  });

  describe("never make a customer's food later than the set bound, on the vehicle that brings it", () => {
    /** The second door lies the other way: its customer waits for the way to the first and back, and for the hand-over. */
    const delay = (meters: number, slowness: number) =>
      (2 * meters * slowness) / 5 + service.beforeDropoff + service.afterDropoff;
    const opposite = order("west", { dropoff: -6_000, readyAt: inSeconds(300) });
    const cases: [Vehicle | null, number, boolean][] = [
      [null, 2_000, true],
      [null, 2_050, false],
      ["scooter", 2_000, true],
      ["bicycle", 1_440, true],
      ["bicycle", 1_460, false],
      ["bicycle", 2_000, false],
    ];

    it.each(cases)("%s, the first door %i m off, in one question: %s", (vehicle, meters, isTaken) => {
      expect(delay(meters, traitsOf(vehicle).slowness) <= 900).toBe(isTaken);
      const orders = [order("east", { dropoff: meters, readyAt: inSeconds(300) }), opposite];
      const { offers } = planned(atOnce, { orders, riders: [rider("asha", { vehicle })] });
      expect(offers.map(({ orderIds }) => orderIds.length)).toEqual([isTaken ? 2 : 1]);
    });

    it.each(cases)("%s, the first door %i m off, added on the way: %s", (vehicle, meters, isTaken) => {
      const carries = [carried("east", { dropoff: meters })];
      const busy = rider("asha", { freeAt: inSeconds(900), freePlace: meters, carries, vehicle });
      expect(asked(planned(atOnce, { orders: [opposite], riders: [busy] }))).toEqual(isTaken ? { west: "asha" } : {});
    });
  });

  it("fetch from two restaurants side by side, where the policy allows it", () => {
    const orders = [
      order("a", { readyAt: now, dropoff: 3_000 }),
      order("b", { restaurantId: "dosa-corner", pickup: 100, dropoff: 3_100, readyAt: now }),
    ];
    const { offers } = planned(atOnce, { orders, riders: [rider("asha", { at: -200 })] });
    expect(offers[0]?.stops.map(({ kind, orderIds }) => [kind, ...orderIds].join(" "))).toEqual([
      "pickup a",
      "pickup b",
      "dropoff a",
      "dropoff b",
    ]);
    const strict = { ...atOnce, bundles: { ...atOnce.bundles, neighbourSeconds: 0 } };
    expect(planned(strict, { orders, riders: [rider("asha")] }).offers[0]?.orderIds).toHaveLength(1);
  });

  it("grow on the way: who goes to fetch one order may be asked to take another along", () => {
    const busy = rider("asha", { freeAt: inSeconds(900), freePlace: 2_000, carries: [carried("first")] });
    const orders = [order("more", { dropoff: 1_900, readyAt: inSeconds(300) })];
    const { offers } = planned(atOnce, { orders, riders: [busy, rider("far", { at: 15_000 })] });
    expect(offers).toMatchObject([
      {
        riderId: "asha",
        orderIds: ["more"],
        carries: ["first"],
        stops: [
          { kind: "pickup", orderIds: ["more", "first"] },
          { kind: "dropoff", orderIds: ["more"] },
          { kind: "dropoff", orderIds: ["first"] },
        ],
      },
    ]);
    const left = { ...busy, carries: [carried("first", { isPickedUp: true })] };
    expect(asked(planned(atOnce, { orders, riders: [left, rider("far", { at: 15_000 })] }))).toEqual({ more: "far" });
  });
});

describe("any city", () => {
  const place = fc.integer({ min: -5_000, max: 5_000 });
  const offset = fc.integer({ min: -600, max: 1_800 });
  const orders = fc.array(
    fc.record({
      pickup: fc.constantFrom(0, 300, 800, -1_500),
      dropoff: place,
      placed: fc.integer({ min: -900, max: 0 }),
      ready: offset,
      promised: fc.option(fc.integer({ min: 0, max: 3_600 })),
    }),
    { maxLength: 14 },
  );
  const riders = fc.array(
    fc.record({
      at: place,
      free: offset,
      end: fc.integer({ min: 0, max: 7_200 }),
      carries: fc.boolean(),
      vehicle: fc.constantFrom("bicycle", "motorbike", null),
    }),
    { maxLength: 8 },
  );
  const city = fc.tuple(orders, riders).map(([some, people]) => ({
    orders: some.map(({ pickup, dropoff, placed, ready, promised }, index) =>
      order(`o${index}`, {
        restaurantId: `r${pickup}`,
        pickup,
        dropoff,
        placedAt: inSeconds(placed),
        waitingSince: inSeconds(placed),
        readyAt: inSeconds(Math.max(placed, ready)),
        promisedAt: promised === null ? null : inSeconds(promised),
      }),
    ),
    riders: people.map(({ at, free, end, carries, vehicle }, index) =>
      rider(`c${index}`, {
        at,
        freeAt: carries ? inSeconds(Math.max(1, free)) : inSeconds(free),
        shiftEndsAt: inSeconds(end),
        carries: carries ? [carried(`x${index}`, { restaurantId: "r0", dropoff: at })] : [],
        vehicle,
      }),
    ),
  }));
  const policies = fc.constantFrom(atOnce, plannerPolicy, patient, { ...plannerPolicy, holdBackSeconds: 120 });

  it("gives no order two riders and no rider two questions, and forgets no order", () => {
    fc.assert(
      fc.property(city, policies, (input, policy) => {
        const { offers, left } = planned(policy, input);
        const offered = offers.flatMap(({ orderIds }) => orderIds);
        expect([...offered, ...left.map(({ orderId }) => orderId)].toSorted()).toEqual(
          input.orders.map(({ orderId }) => orderId).toSorted(),
        );
        expect(new Set(offers.map(({ riderId }) => riderId)).size).toBe(offers.length);
      }),
    );
  });

  it("plans nothing that can't be: not before it is ready or the rider could be there, not after the shift, not too much", () => {
    fc.assert(
      fc.property(city, policies, (input, policy) => {
        for (const { riderId, orderIds, pickupAt, carries, stops } of planned(policy, input).offers) {
          const by = input.riders.find((one) => one.riderId === riderId)!;
          const own = input.orders.filter(({ orderId }) => orderIds.includes(orderId));
          const first = stops[0]!.orderIds[0]!;
          const door = [...own, ...by.carries].find(({ orderId }) => orderId === first)!.pickup;
          expect(pickupAt.getTime()).toBeGreaterThanOrEqual(now.getTime() + travel(by.at, door) * 1_000);
          expect(pickupAt.getTime()).toBeLessThanOrEqual(by.shiftEndsAt!.getTime());
          for (const { readyAt } of own) expect(pickupAt.getTime()).toBeGreaterThanOrEqual(readyAt.getTime());
          expect(carries).toEqual(by.carries.map(({ orderId }) => orderId));
          expect(orderIds.length + carries.length).toBeLessThanOrEqual(
            by.vehicle === "bicycle" ? 2 : policy.bundles.maxOrders,
          );
        }
      }),
    );
  });

  it("makes nobody's food later than the set bound for the sake of another's", () => {
    fc.assert(
      fc.property(city, policies, (input, policy) => {
        for (const offer of planned(policy, input).offers) {
          const by = input.riders.find(({ riderId }) => riderId === offer.riderId)!;
          for (const delay of delays(offer, by, input.orders))
            expect(delay).toBeLessThanOrEqual(policy.bundles.maxDelaySeconds + 0.001);
        }
      }),
    );
  });

  it("asks nobody before the time unless the order can be held back no longer", () => {
    fc.assert(
      fc.property(city, (input) => {
        const fresh = planned(patient, input).offers.filter(({ carries }) => carries.length === 0);
        expect(fresh.filter(({ offerNotBefore }) => offerNotBefore > now)).toEqual([]);
      }),
    );
  });

  it("does not depend on the order of its lists", () => {
    fc.assert(
      fc.property(city, policies, ({ orders: some, riders: people }, policy) => {
        const there = planned(policy, { orders: some, riders: people });
        const back = planned(policy, { orders: some.toReversed(), riders: people.toReversed() });
        expect(back).toEqual(there);
      }),
    );
  });
});
