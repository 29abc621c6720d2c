import { describe, expect, it } from "vitest";
import type { Instance, InstanceOrder, Place } from "./instance.ts";
import type { Replay } from "./replay.ts";
import { overall, summarise } from "./summary.ts";

const place = (id: string): Place => ({ id, location: { lat: 0, lng: 0 } });
const order = (id: string): InstanceOrder => ({
  id,
  restaurantId: "r",
  pickup: place("r"),
  dropoff: place(id),
  placedAt: 0,
  readyAt: 600,
});
const town: Instance = {
  name: "town",
  orders: ["a", "b", "c", "d"].map(order),
  couriers: ["x", "y"].map((id) => ({ id, start: place(id), onAt: 0, offAt: 3_600 })),
  travelSeconds: () => 300,
  service: { beforePickup: 0, afterPickup: 0, beforeDropoff: 0, afterDropoff: 0 },
  pay: { perOrder: 10, guaranteedPerHour: 15 },
};
/** Three of four, ten, twenty and thirty minutes after the click; two of them together. */
const done: Replay = {
  carried: [
    {
      courierId: "x",
      assignedAt: 0,
      pickupAt: 600,
      orders: [
        { order: order("a"), dropoffAt: 600 },
        { order: order("b"), dropoffAt: 1_200 },
      ],
    },
    { courierId: "y", assignedAt: 0, pickupAt: 900, orders: [{ order: order("c"), dropoffAt: 1_800 }] },
  ],
  moves: [],
  offers: 6,
  declined: 4,
  planMillis: { total: 120, longest: 7.004 },
};

describe("a day's summary", () => {
  it("counts minutes from the click, what is left, and what couriers earn: by the order, or by the hour if that is more", () => {
    expect(summarise(town, done)).toEqual({
      instance: "town",
      orders: 4,
      delivered: 3,
      undeliveredPercent: 25,
      clickToDoorMean: 20,
      clickToDoorP90: 28,
      readyToPickupMean: 1.67,
      readyToDoorMean: 10,
      // 20 for two orders, and the hour's 15 for one.
      costPerOrder: 11.67,
      ordersPerBundle: 1.5,
      offersPerOrder: 1.5,
      planMillisMean: 2,
      planMillisLongest: 7,
    });
    expect(summarise({ ...town, pay: null }, done).costPerOrder).toBeNull();
  });
});

describe("the summary of all days", () => {
  const one = summarise(town, done);
  const other = {
    ...one,
    orders: 400,
    delivered: 400,
    undeliveredPercent: 0,
    clickToDoorMean: 30,
    planMillisLongest: 90,
  };

  it("counts each day alike, however many its orders, and names the longest plan of all", () => {
    expect(overall([one, other])).toMatchObject({
      orders: 404,
      delivered: 403,
      undeliveredPercent: 12.5,
      clickToDoorMean: 25,
      costPerOrder: 11.67,
      planMillisLongest: 90,
    });
  });

  it("has no cost where a day does not say what couriers earn", () => {
    expect(overall([one, { ...other, costPerOrder: null }]).costPerOrder).toBeNull();
  });
});
