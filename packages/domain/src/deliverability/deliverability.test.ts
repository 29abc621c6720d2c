import { expect, test } from "vitest";
import { canDeliver, whyUndeliverable, type DeliveryFacts } from "./deliverability.ts";

const fine: DeliveryFacts = {
  orderable: true,
  isOpen: true,
  acceptingOrders: true,
  streetMeters: 4_999,
  deliveryRadiusMeters: 5_000,
};

test("an open kitchen delivers up to its radius, that meter included", () => {
  expect(canDeliver(fine)).toBe(true);
  expect(canDeliver({ ...fine, streetMeters: 5_000 })).toBe(true);
  expect(whyUndeliverable({ ...fine, streetMeters: 5_001 })).toBe("OUT_OF_DELIVERY_AREA");
});

test.each([
  [{ orderable: false, isOpen: false }, "RESTAURANT_NOT_ORDERABLE"],
  [{ isOpen: false, acceptingOrders: false, streetMeters: 9_000 }, "RESTAURANT_CLOSED"],
  [{ acceptingOrders: false, streetMeters: 9_000 }, "RESTAURANT_PAUSED"],
] as const)("of %o the first reason is %s", (facts, reason) => {
  expect(whyUndeliverable({ ...fine, ...facts })).toBe(reason);
});
