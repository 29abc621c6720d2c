import { expect, test } from "vitest";
import { KITCHEN_SLOTS, kitchenSeconds, kitchenWaitSeconds, MAX_KITCHEN_WAIT_SECONDS } from "./kitchen-load.ts";

const wait = (openTickets: number, prepMinutes = 18) => kitchenWaitSeconds({ prepMinutes, openTickets }) / 60;

test("while a slot is free nobody waits", () => {
  expect([0, 1, KITCHEN_SLOTS - 1].map((open) => wait(open))).toEqual([0, 0, 0]);
});

test("then each ticket ahead costs a slot's share of the cooking", () => {
  // 18 minutes over 6 slots: one comes free every 3 minutes.
  expect([6, 7, 8, 12].map((open) => wait(open))).toEqual([3, 6, 9, 21]);
  expect(kitchenSeconds({ prepMinutes: 18, openTickets: 7 })).toBe(24 * 60);
});

test("dishes that take long hold the others up longer", () => {
  expect(wait(10, 60)).toBe(5 * wait(10, 12));
});

test("a board full of forgotten tickets does not promise food for tomorrow", () => {
  expect(kitchenWaitSeconds({ prepMinutes: 30, openTickets: 5_000 })).toBe(MAX_KITCHEN_WAIT_SECONDS);
});
