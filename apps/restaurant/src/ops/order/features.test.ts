import { VEHICLES, type CityOrder, type CityRider } from "@tiffin/domain/dispatch/city";
import { planCity } from "@tiffin/domain/dispatch/plan";
import { greedyPolicy, plannerPolicy } from "@tiffin/domain/dispatch/policy";
import { describe, expect, it } from "vitest";
import en from "../../../messages/en.json" with { type: "json" };
import hi from "../../../messages/hi.json" with { type: "json" };
import { FEATURES, partsOf, readFeatures } from "./features.ts";

const now = new Date("2026-03-01T12:00:00Z");
const order: CityOrder<number> = {
  orderId: "o",
  restaurantId: "udupi",
  pickup: 0,
  dropoff: 2_000,
  placedAt: now,
  waitingSince: now,
  readyAt: now,
  readySpreadSeconds: 0,
  promisedAt: null,
  askedBefore: {},
  declinedBy: [],
};
const rider = (riderId: string, at: number): CityRider<number> => ({
  riderId,
  at,
  freeAt: now,
  freePlace: at,
  carries: [],
  shiftEndsAt: null,
  vehicle: "bicycle",
  offersMade: 4,
  offersAccepted: 3,
  idleSince: now,
});
const away = (from: number, to: number) => Math.abs(from - to);
const logged = [greedyPolicy, plannerPolicy].map((policy) => {
  const riders = [rider("near", 100), rider("far", 900)];
  const { offers } = planCity({ now, orders: [order], riders, travel: away, meters: away }, policy);
  return { policy: policy.kind, why: offers[0]?.why ?? {} };
});

describe("what dispatch notes about its choice", () => {
  it.each(logged)("has a name in every language, under the rule “$policy”", ({ policy, why }) => {
    expect(Object.keys(why).length).toBeGreaterThan(10);
    expect(readFeatures(why).others).toEqual([]);
    for (const { ops } of [en, hi]) {
      const { feature, featureValue, vehicle } = ops;
      for (const name of Object.keys(why)) expect(feature).toHaveProperty(name);
      expect(featureValue).toHaveProperty(policy);
      expect(Object.keys(vehicle)).toEqual([...VEHICLES]);
    }
  });

  it("names nothing that nobody notes", () => {
    const names = new Set(logged.flatMap(({ why }) => Object.keys(why)));
    expect(Object.keys(FEATURES).filter((name) => !names.has(name))).toEqual([]);
    for (const { ops } of [en, hi]) expect(Object.keys(ops.feature).toSorted()).toEqual([...names].toSorted());
  });

  it("is read in one order, without what was not known; older names stand as they are", () => {
    expect(readFeatures({ cost: 3, idleSeconds: null, oldName: 1, rideSeconds: 60 })).toEqual({
      known: [
        { name: "rideSeconds", value: 60 },
        { name: "cost", value: 3 },
      ],
      others: [{ name: "oldName", value: 1 }],
    });
  });

  it("says times as people do", () => {
    expect(partsOf(59.4)).toEqual({ hours: 0, minutes: 0, seconds: 59 });
    expect(partsOf(-95)).toEqual({ hours: 0, minutes: 2, seconds: 0 });
    expect(partsOf(3_599)).toEqual({ hours: 1, minutes: 0, seconds: 0 });
  });
});
