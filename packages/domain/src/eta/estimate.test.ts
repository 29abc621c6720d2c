import { expect, test } from "vitest";
import { estimateDelivery, estimateFromAfar, estimateNewOrder } from "./estimate.ts";

test("cooking, riding and handing over add up, and the upper end leaves room", () => {
  expect(estimateDelivery(20 * 60, 6 * 60)).toEqual({ low: 30, high: 40 });
});

test("farther takes longer, and is less certain", () => {
  const near = estimateFromAfar(20, 500);
  const far = estimateFromAfar(20, 5_000);
  expect(far.low).toBeGreaterThan(near.low);
  expect(far.high - far.low).toBeGreaterThan(near.high - near.low);
});

test("nothing is delivered before it is ordered", () => {
  expect(estimateDelivery(-600, -60).low).toBeGreaterThan(0);
});

test("a busy kitchen takes longer, and its upper end says that nobody knows how much", () => {
  const ride = 6 * 60;
  const quiet = estimateNewOrder({ prepMinutes: 20, openTickets: 0 }, ride);
  const busy = estimateNewOrder({ prepMinutes: 20, openTickets: 11 }, ride);
  expect(quiet).toEqual(estimateDelivery(20 * 60, ride));
  expect(quiet).toEqual({ low: 30, high: 40 });
  // Six tickets go before it, one is done every 200 s: 20 minutes on top.
  expect(busy).toEqual({ low: 50, high: 73 });
});

test("from afar a busy kitchen is busy as well", () => {
  expect(estimateFromAfar(20, 1_000, 11).low).toBe(estimateFromAfar(20, 1_000).low + 20);
});
