import { describe, expect, test } from "vitest";
import type { OrderRow } from "@tiffin/db/queries/order-lifecycle";
import { kitchenSecondsLeft, orderEta } from "./order-eta.ts";

const now = new Date("2026-11-23T07:30:00Z");
const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
/** Accepted ten minutes ago, twenty minutes of cooking, 2.4 km to go. */
const cooking = {
  status: "ASSIGNED",
  acceptedAt: minutesAgo(10),
  readyAt: null,
  pickedUpAt: null,
  prepMinutes: 20,
  distanceMeters: 2_400,
} as OrderRow;

describe("when an order is expected", () => {
  test("the kitchen's time counts from its acceptance, in full before it, and not at all once the food is ready", () => {
    expect(kitchenSecondsLeft(cooking, now)).toBe(600);
    expect(kitchenSecondsLeft({ ...cooking, acceptedAt: null }, now)).toBe(1_200);
    expect(kitchenSecondsLeft({ ...cooking, readyAt: minutesAgo(1) }, now)).toBe(0);
    expect(kitchenSecondsLeft({ ...cooking, acceptedAt: minutesAgo(45) }, now)).toBe(0);
  });

  test("cooking, the ride and the handover add up", () => {
    // 10 min of cooking, 7.2 min of riding, 4 min at the doors.
    expect(orderEta(cooking, now)?.low).toBe(21);
  });

  test("before the kitchen answers it is what was promised, counted from now", () => {
    const waiting = {
      ...cooking,
      status: "CONFIRMED",
      acceptedAt: null,
      placedAt: minutesAgo(3),
      promisedLowAt: minutesAgo(3 - 32),
      promisedHighAt: minutesAgo(3 - 44),
    } as OrderRow;
    expect(orderEta(waiting, now)).toEqual({ low: 32, high: 44 });
  });

  test("on the last leg what has been ridden already no longer counts", () => {
    const onTheWay = { ...cooking, status: "PICKED_UP", readyAt: minutesAgo(5), pickedUpAt: minutesAgo(4) } as OrderRow;
    expect(orderEta(onTheWay, now)?.low).toBe(7);
  });

  test("nothing is expected of what is over", () => {
    expect(orderEta({ ...cooking, status: "CANCELLED" }, now)).toBeNull();
    expect(orderEta({ ...cooking, status: "DELIVERED" }, now)).toBeNull();
  });
});
