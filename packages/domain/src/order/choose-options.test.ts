import { expect, test } from "vitest";
import { chooseOptions } from "./choose-options.ts";
import { orderNumber } from "./order-number.ts";

const thali = {
  name: "Thali",
  optionGroups: [
    {
      id: "bread",
      name: "Bread",
      min: 1,
      max: 1,
      options: [
        { id: "roti", name: "Roti", price: 0 },
        { id: "naan", name: "Naan", price: 2_000 },
      ],
    },
    {
      id: "extras",
      name: "Extras",
      min: 0,
      max: 2,
      options: [
        { id: "curd", name: "Curd", price: 3_000 },
        { id: "papad", name: "Papad", price: 1_500 },
        { id: "pickle", name: "Pickle", price: 500 },
      ],
    },
  ],
};

test("options come in the menu's order, with the menu's prices", () => {
  expect(chooseOptions(thali, ["papad", "naan"], "items.0")).toEqual([
    { id: "naan", groupName: "Bread", name: "Naan", price: 2_000 },
    { id: "papad", groupName: "Extras", name: "Papad", price: 1_500 },
  ]);
});

test.each([
  [["papad"], "at least 1 of “Bread”"],
  [["roti", "naan"], "at most 1 of “Bread”"],
  [["roti", "curd", "papad", "pickle"], "at most 2 of “Extras”"],
  [["roti", "roti"], "picked twice"],
  [["roti", "cheese"], "doesn't belong"],
])("%j is refused: %s", (optionIds, why) => {
  expect(() => chooseOptions(thali, optionIds, "items.0")).toThrow(why);
});

test("an order's number has six letters that can't be confused", () => {
  expect(orderNumber(new Uint8Array([0, 31, 32, 255, 10, 18, 7]))).toBe("0Z0ZAJ");
});
