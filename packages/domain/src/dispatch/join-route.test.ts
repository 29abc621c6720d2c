import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CarriedOrder } from "./city.ts";
import { joinRoute, readySpreadSeconds, type JoinRules } from "./join-route.ts";
import { routeTimes, type RideUnderWay } from "./route-end.ts";
import { stopsInOrder } from "./stops.ts";

const now = new Date("2026-03-01T12:00:00Z");
const inMinutes = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
/** Places lie on one street; a unit takes a second. */
const order = (orderId: string, change: Partial<CarriedOrder<number>> = {}): CarriedOrder<number> => ({
  orderId,
  restaurantId: "udupi",
  pickup: 0,
  dropoff: 300,
  placedAt: now,
  readyAt: now,
  isPickedUp: false,
  ...change,
});
const ride = (orderId: string, change: Partial<RideUnderWay<number>> = {}): RideUnderWay<number> => ({
  ...order(orderId, change),
  pickupOrder: 0,
  dropOrder: 0,
  ...change,
});
const rules: JoinRules<number> = {
  travel: (from, to) => Math.abs(from - to),
  service: { beforePickup: 60, afterPickup: 30, beforeDropoff: 60, afterDropoff: 30 },
  slowness: 1,
  maxDelaySeconds: 900,
  standsAt: null,
};
const join = (
  carried: RideUnderWay<number>[],
  added: CarriedOrder<number>,
  change: Partial<JoinRules<number>> = {},
): string[] | null => {
  const places = joinRoute(0, now, carried, added, { ...rules, ...change });
  if (places === null) return null;
  const placeOf = new Map(places.map((place) => [place.orderId, place]));
  const rides = [...carried, added].map((one) => ({ ...one, ...placeOf.get(one.orderId)!, rideId: one.orderId }));
  return stopsInOrder(rides).map(({ kind, rideIds }) => `${kind} ${rideIds.join("+")}`);
};

describe("one more order on a rider’s route", () => {
  it("of the same restaurant is fetched with the others, and brought where it lies on the way", () => {
    const carried = [ride("near", { dropoff: 200 }), ride("far", { dropoff: 600, dropOrder: 1 })];
    expect(join(carried, order("between", { dropoff: 400 }))).toEqual([
      "pickup near+between+far",
      "dropoff near",
      "dropoff between",
      "dropoff far",
    ]);
  });

  it("of another restaurant is fetched where that lies on the way, before the first door", () => {
    const carried = [ride("a", { restaurantId: "dosa", pickup: 300, dropoff: 600 })];
    expect(join(carried, order("b", { restaurantId: "biryani", pickup: 100, dropoff: 700 }))).toEqual([
      "pickup b",
      "pickup a",
      "dropoff a",
      "dropoff b",
    ]);
  });

  it("sends nobody away from the counter at which they stand", () => {
    const carried = [ride("a", { restaurantId: "dosa", pickup: 0, readyAt: inMinutes(10) })];
    const added = order("b", { restaurantId: "biryani", pickup: 100 });
    expect(join(carried, added)?.[0]).toBe("pickup b");
    expect(join(carried, added, { standsAt: "dosa" })?.[0]).toBe("pickup a");
  });

  it("is fetched before what is on board is brought, if that does not come too late", () => {
    const onBoard = [ride("a", { isPickedUp: true, dropoff: 300 })];
    expect(join(onBoard, order("b", { pickup: 100, dropoff: 400 }))).toEqual(["pickup b", "dropoff a", "dropoff b"]);
    expect(join(onBoard, order("b", { pickup: -600, dropoff: 400 }))).toBeNull();
  });

  it("does not go with food that is ready much sooner or later", () => {
    const early = [ride("a")];
    expect(join(early, order("b", { readyAt: inMinutes(20) }))).toBeNull();
    expect(join([ride("a", { readyAt: inMinutes(20) })], order("b"))).toBeNull();
    expect(readySpreadSeconds([ride("a"), ride("b", { readyAt: inMinutes(4) })], now)).toBe(240);
    expect(readySpreadSeconds([ride("a", { readyAt: inMinutes(-30) }), ride("b")], now)).toBe(0);
    expect(readySpreadSeconds([ride("a", { isPickedUp: true }), ride("b", { readyAt: inMinutes(40) })], now)).toBe(0);
  });

  it("leaves the others in their order, and makes nobody wait too long", () => {
    const place = fc.integer({ min: -500, max: 500 });
    const any = fc.record({
      restaurantId: fc.constantFrom("udupi", "dosa", "biryani"),
      dropoff: place,
      isPickedUp: fc.boolean(),
      ready: fc.integer({ min: 0, max: 20 }),
    });
    const where = { udupi: 0, dosa: 200, biryani: -300 };
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 3 }), any, (before, added) => {
        const carried = before.map(({ ready, ...one }, index) =>
          ride(`o${index}`, {
            ...one,
            pickup: where[one.restaurantId],
            readyAt: inMinutes(ready),
            pickupOrder: index,
            dropOrder: index,
          }),
        );
        const extra = order("new", {
          restaurantId: added.restaurantId,
          pickup: where[added.restaurantId],
          dropoff: added.dropoff,
          readyAt: inMinutes(added.ready),
        });
        const places = joinRoute(0, now, carried, extra, rules);
        if (places === null) return;
        expect(new Set(places.map(({ dropOrder }) => dropOrder)).size).toBe(places.length);
        const others = places
          .filter(({ orderId }) => orderId !== "new")
          .toSorted((a, b) => a.dropOrder - b.dropOrder)
          .map(({ orderId }) => orderId);
        expect(others).toEqual(carried.map(({ orderId }) => orderId));
        const placeOf = new Map(places.map((one) => [one.orderId, one]));
        const after = routeTimes(
          0,
          now,
          [...carried, extra].map((one) => ({ ...one, ...placeOf.get(one.orderId)! })),
          rules,
        ).doors;
        for (const [orderId, door] of routeTimes(0, now, carried, rules).doors)
          expect(after.get(orderId)! - door).toBeLessThanOrEqual(900);
      }),
    );
  });
});
