import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { destination, distanceMeters } from "../geo/distance.ts";
import { greedyPolicy, plan, radiusAfter, type FreeRider, type PlanInput, type WaitingOrder } from "./plan.ts";

const centre = { lat: 12.97, lng: 77.59 };
const now = new Date("2026-03-01T12:00:00Z");
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1_000);
const order = (orderId: string, change: Partial<WaitingOrder> = {}): WaitingOrder => ({
  orderId,
  restaurant: centre,
  dropoff: destination(centre, 45, 2_000),
  waitingSince: ago(1),
  readyAt: now,
  askedBefore: {},
  declinedBy: [],
  ...change,
});
const rider = (riderId: string, meters: number): FreeRider => ({
  riderId,
  location: destination(centre, 90, meters),
  offersMade: 0,
  offersAccepted: 0,
  idleSince: null,
});
const solve = (orders: WaitingOrder[], riders: FreeRider[], change: Partial<PlanInput> = {}) =>
  plan({ now, orders, riders, travelTime: (a, b) => distanceMeters(a, b) / 6, policy: greedyPolicy, ...change }).map(
    ({ orderId, riderId }) => `${orderId}→${riderId}`,
  );

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

  it("and the reason is written down", () => {
    const [offer] = plan({
      now,
      orders: [order("o1")],
      riders: [rider("r", 600)],
      travelTime: () => 100,
      policy: greedyPolicy,
    });
    expect(offer?.why).toMatchObject({ policy: "greedy", candidates: 1, pickupMeters: 600, pickupSeconds: 100 });
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
