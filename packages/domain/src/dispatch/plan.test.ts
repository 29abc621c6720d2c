import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { destination, distanceMeters } from "../geo/distance.ts";
import type { Location } from "../geo/location.ts";
import type { CityOrder, CityRider } from "./city.ts";
import { planCity } from "./plan.ts";
import { greedyPolicy, plannerPolicy, radiusAfter } from "./policy.ts";

const centre = { lat: 12.97, lng: 77.59 };
const now = new Date("2026-03-01T12:00:00Z");
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1_000);
const order = (orderId: string, change: Partial<CityOrder<Location>> = {}): CityOrder<Location> => ({
  orderId,
  restaurantId: "udupi",
  pickup: centre,
  dropoff: destination(centre, 45, 2_000),
  placedAt: ago(60),
  waitingSince: ago(1),
  readyAt: now,
  readySpreadSeconds: 0,
  promisedAt: null,
  askedBefore: {},
  declinedBy: [],
  ...change,
});
const rider = (riderId: string, meters: number): CityRider<Location> => ({
  riderId,
  at: destination(centre, 90, meters),
  freeAt: now,
  freePlace: destination(centre, 90, meters),
  carries: [],
  shiftEndsAt: null,
  vehicle: null,
  offersMade: 0,
  offersAccepted: 0,
  idleSince: null,
});
const planned = (orders: CityOrder<Location>[], riders: CityRider<Location>[], policy = greedyPolicy) =>
  planCity<Location>(
    { now, orders, riders, travel: (a, b) => distanceMeters(a, b) / 6, meters: distanceMeters },
    policy,
  );
const solve = (orders: CityOrder<Location>[], riders: CityRider<Location>[]) =>
  planned(orders, riders).offers.map(({ orderIds, riderId }) => `${orderIds.join("+")}→${riderId}`);

describe("the nearest free rider is asked", () => {
  it("within 3 km at first", () => {
    expect(solve([order("o1")], [rider("far", 2_900), rider("near", 400)])).toEqual(["o1→near"]);
    expect(solve([order("o1")], [rider("r", 3_200)])).toEqual([]);
  });

  it("within 5 and 8 km as the order waits", () => {
    expect(solve([order("o1", { waitingSince: ago(11) })], [rider("r", 4_800)])).toEqual(["o1→r"]);
    expect(solve([order("o1", { waitingSince: ago(30) })], [rider("r", 7_800)])).toEqual(["o1→r"]);
    expect([0, 10, 25].map((seconds) => radiusAfter(seconds, greedyPolicy))).toEqual([3_000, 5_000, 8_000]);
  });

  it("never one who declined, and one who let it pass only after the others", () => {
    const riders = [rider("near", 100), rider("far", 2_000)];
    expect(solve([order("o1", { declinedBy: ["near"] })], riders)).toEqual(["o1→far"]);
    expect(solve([order("o1", { askedBefore: { near: 1 } })], riders)).toEqual(["o1→far"]);
    expect(solve([order("o1", { askedBefore: { near: 1 } })], [rider("near", 100)])).toEqual(["o1→near"]);
  });

  it("for the order that waits longest first", () => {
    expect(solve([order("new"), order("old", { waitingSince: ago(9) })], [rider("r", 100)])).toEqual(["old→r"]);
  });

  it("and has the food in hand before the shift ends, the minutes at the door counted", () => {
    const { beforePickup } = greedyPolicy.service;
    const leavesAfter = (seconds: number) => ({ ...rider("r", 600), shiftEndsAt: ago(-seconds) });
    expect(solve([order("o1")], [leavesAfter(100 + beforePickup)])).toEqual(["o1→r"]);
    expect(solve([order("o1")], [leavesAfter(100 + beforePickup - 1)])).toEqual([]);
    expect(solve([order("o1", { readyAt: ago(-600) })], [leavesAfter(599)])).toEqual([]);
  });

  it("and the reason is written down, with who came next", () => {
    const { offers, left } = planned(
      [order("o1"), order("o2", { waitingSince: now })],
      [rider("r", 600), rider("s", 900)],
    );
    expect(offers[0]).toMatchObject({
      why: { policy: "greedy", candidates: 2, pickupMeters: 600, rideSeconds: 100 },
      alternatives: [{ riderId: "s", rideSeconds: 150 }],
    });
    expect(left).toEqual([]);
    expect(planned([order("o1")], [rider("r", 9_000)]).left).toMatchObject([{ why: "no_rider_in_reach" }]);
  });
});

it("both policies answer the same question", () => {
  const offers = [greedyPolicy, plannerPolicy].map(
    (policy) =>
      planCity<Location>(
        {
          now,
          orders: [order("o1")],
          riders: [rider("far", 2_000), rider("near", 500)],
          travel: (a, b) => distanceMeters(a, b) / 6,
          meters: distanceMeters,
        },
        policy,
      ).offers,
  );
  for (const [offer] of offers)
    expect(offer).toMatchObject({
      riderId: "near",
      orderIds: ["o1"],
      stops: [
        { kind: "pickup", orderIds: ["o1"] },
        { kind: "dropoff", orderIds: ["o1"] },
      ],
    });
});

it("gives no rider two offers and no order two riders, and does not depend on the order of its lists", () => {
  const some = (prefix: string) =>
    fc
      .uniqueArray(fc.integer({ min: 0, max: 40 }), { maxLength: 15 })
      .map((numbers) => numbers.map((n) => `${prefix}${n}`));
  fc.assert(
    fc.property(some("o"), some("r"), (orderIds, riderIds) => {
      const orders = orderIds.map((id, at) => order(id, { waitingSince: ago(at % 3) }));
      const riders = riderIds.map((id, at) => rider(id, (at * 613) % 4_000));
      const offers = solve(orders, riders);
      const asked = offers.map((offer) => offer.split("→")[1]);
      expect(new Set(asked).size).toBe(asked.length);
      expect(new Set(offers.map((offer) => offer.split("→")[0])).size).toBe(offers.length);
      expect(solve(orders.toReversed(), riders.toReversed())).toEqual(offers);
    }),
  );
});
