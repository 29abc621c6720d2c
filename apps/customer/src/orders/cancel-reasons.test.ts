import { CANCEL_REASONS } from "@tiffin/domain/order/status";
import { expect, it } from "vitest";
import en from "../../messages/en/orders.json" with { type: "json" };
import hi from "../../messages/hi/orders.json" with { type: "json" };

it.each([
  ["en", en],
  ["hi", hi],
])("a customer reads why an order was cancelled, in %s", (_language, { order }) => {
  expect(Object.keys(order.cancelReasons).toSorted()).toEqual([...CANCEL_REASONS, "unknown"].toSorted());
});
