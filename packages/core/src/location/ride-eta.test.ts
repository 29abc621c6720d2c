import { destination } from "@tiffin/domain/geo/distance";
import { expect, it } from "vitest";
import { carriedEta } from "./ride-eta.ts";
import type { SheetRide } from "./rider-sheet.ts";
import { routesOver } from "./streets/city-routes.ts";

const home = { lat: 12.97, lng: 77.59 };
const now = Date.UTC(2026, 2, 1, 12);
const ride = (orderId: string, change: Partial<SheetRide> = {}): SheetRide => ({
  rideId: `ride of ${orderId}`,
  orderId,
  status: "ASSIGNED",
  restaurant: home,
  dropoff: destination(home, 90, 2_000),
  readyAt: now,
  isReady: true,
  restaurantId: "kitchen",
  pickupOrder: 0,
  dropOrder: 0,
  ...change,
});
const routes = routesOver(undefined);
const low = (rides: SheetRide[], orderId: string, from = home) =>
  carriedEta(routes, { rides }, orderId, from, now)?.low;

it("shrinks as the rider comes nearer", () => {
  const carried = [ride("a", { status: "PICKED_UP" })];
  const along = [0, 500, 1_000, 1_500].map((meters) => low(carried, "a", destination(home, 90, meters)) ?? Number.NaN);
  expect(along).toEqual(along.toSorted((a, b) => b - a));
  expect(along.at(-1)).toBeLessThan(along[0]!);
});

it("waits for food that is not ready, as long as the kitchen says", () => {
  const soon = low([ride("a")], "a")!;
  expect(low([ride("a", { isReady: false, readyAt: now + 20 * 60_000 })], "a")).toBe(soon + 20);
});

it("counts the doors before it, in the plan's order", () => {
  const first = ride("first", { status: "PICKED_UP", dropOrder: 0, dropoff: destination(home, 270, 1_500) });
  const second = ride("second", { status: "PICKED_UP", dropOrder: 1 });
  const alone = low([second], "second")!;
  expect(low([second, first], "second")).toBeGreaterThan(alone + 8);
  expect(low([second, first], "first")).toBe(low([first], "first"));
});

it("is nothing for an order that the rider does not carry", () => {
  expect(carriedEta(routes, { rides: [ride("a")] }, "b", home, now)).toBeNull();
});
