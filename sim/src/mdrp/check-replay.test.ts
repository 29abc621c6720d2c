import { expect, it } from "vitest";
import { brokenRules } from "./check-replay.ts";
import type { Instance, InstanceOrder, Place } from "./instance.ts";
import type { Carried, Move, Replay } from "./replay.ts";

/** Every way takes five minutes, and every stop a time of its own. */
const place = (id: string): Place => ({ id, location: { lat: 0, lng: 0 } });
const order = (id: string): InstanceOrder => ({
  id,
  restaurantId: "r",
  pickup: place("r"),
  dropoff: place(id),
  placedAt: 600,
  readyAt: 960,
});
const town: Instance = {
  name: "town",
  orders: [order("a"), order("b")],
  couriers: [{ id: "c", start: place("c"), onAt: 600, offAt: 960 }],
  travelSeconds: () => 300,
  service: { beforePickup: 60, afterPickup: 120, beforeDropoff: 180, afterDropoff: 240 },
  pay: null,
};
const leg = (departsAt: number, from: string, to: string): Move => ({ courierId: "c", departsAt, from, to });
const [toCounter, toA, toB] = [leg(600, "c", "r"), leg(1_080, "r", "a"), leg(1_800, "a", "b")];
const broughtA = { order: order("a"), dropoffAt: 1_560 };
const broughtB = { order: order("b"), dropoffAt: 2_280 };
const bundle: Carried = { courierId: "c", assignedAt: 600, pickupAt: 960, orders: [broughtA, broughtB] };

const broken = (record: Partial<Replay> = {}, instance: Partial<Instance> = {}) =>
  brokenRules(
    { ...town, ...instance },
    {
      carried: [bundle],
      moves: [toCounter, toA, toB],
      offers: 1,
      declined: 0,
      planMillis: { total: 0, longest: 0 },
      ...record,
    },
  );
const bundled = (change: Partial<Carried>) => ({ carried: [{ ...bundle, ...change }] });
const onShift = (onAt: number, offAt: number) => ({ couriers: [{ ...town.couriers[0]!, onAt, offAt }] });

it("a day on which all is done at the first moment that the rules allow breaks none", () => {
  expect(broken()).toEqual([]);
});

it.each<[string, Partial<Replay>, Partial<Instance>?]>([
  [
    "a is assigned before it is placed",
    bundled({ orders: [{ ...broughtA, order: { ...order("a"), placedAt: 601 } }, broughtB] }),
  ],
  [
    "b is picked up before it is ready",
    bundled({ orders: [broughtA, { ...broughtB, order: { ...order("b"), readyAt: 961 } }] }),
  ],
  ["c picks up at 960, after the shift", {}, onShift(600, 959)],
  ["c leaves c at 600, too soon", {}, onShift(601, 960)],
  ["c leaves c at 599, too soon", { moves: [leg(599, "c", "r"), toA, toB] }],
  ["c picks up at 960, before standing at the counter", { moves: [leg(601, "c", "r"), toA, toB] }],
  ["c leaves r at 1079, too soon", { moves: [toCounter, leg(1_079, "r", "a"), toB] }],
  [
    "a is handed over before its courier stands at the door",
    bundled({ orders: [{ ...broughtA, dropoffAt: 1_559 }, broughtB] }),
  ],
  ["c leaves a at 1799, too soon", { moves: [toCounter, toA, leg(1_799, "a", "b")] }],
  [
    "b is handed over before its courier stands at the door",
    bundled({ orders: [broughtA, { ...broughtB, dropoffAt: 2_279 }] }),
  ],
  [
    "c bundles two restaurants",
    bundled({ orders: [broughtA, { ...broughtB, order: { ...order("b"), restaurantId: "s" } }] }),
  ],
  ["c does not ride from a to b", { moves: [toCounter, toA, leg(1_800, "r", "b")] }],
  ["c does not ride from a to b", { moves: [toCounter, toA] }],
  ["c rides to c without an order", { moves: [toCounter, toA, toB, leg(2_520, "b", "c")] }],
])("a second too soon, or a way too few: %s", (rule, record, instance) => {
  expect(broken(record, instance)).toEqual([rule]);
});

it("an order that is carried twice, and a courier who is off before the last bundle is done", () => {
  const again = { ...bundle, assignedAt: 2_519, pickupAt: 2_880, orders: [{ order: order("a"), dropoffAt: 3_480 }] };
  const moves = [toCounter, toA, toB, leg(2_519, "b", "r"), leg(3_000, "r", "a")];
  expect(broken({ carried: [bundle, again], moves }, onShift(600, 2_880))).toEqual([
    "a is carried twice",
    "c leaves b at 2519, too soon",
  ]);
});
