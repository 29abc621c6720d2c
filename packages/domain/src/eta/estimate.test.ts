import { expect, test } from "vitest";
import { estimateDelivery, estimateFromAfar } from "./estimate.ts";

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
