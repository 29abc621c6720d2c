import type { MenuItem } from "@tiffin/domain/wire/restaurants";
import { describe, expect, it } from "vitest";
import { defaultSelection, isFull, pressOption, priceWith, unfinishedGroup } from "./options.ts";

const rupees = (n: number) => ({ amount: n * 100, currency: "INR" });
const group = (id: string, min: number, max: number, prices: number[]) => ({
  id,
  name: id,
  min,
  max,
  options: prices.map((price, index) => ({ id: `${id}${index}`, name: `${id}${index}`, price: rupees(price) })),
});
const size = group("size", 1, 1, [0, 60]);
const extras = group("extra", 0, 2, [20, 30, 40]);
const sides = group("side", 1, 3, [0, 0, 0]);
const pizza = { price: rupees(200), optionGroups: [size, extras, sides] } as unknown as MenuItem;

describe("options of a dish", () => {
  it("begin with the first of what must be exactly one", () => {
    expect(defaultSelection(pizza.optionGroups)).toEqual(["size0"]);
  });

  it("replace within a group of one, and can't empty it when one is needed", () => {
    expect(pressOption(size, ["size0", "extra1"], "size1")).toEqual(["extra1", "size1"]);
    expect(pressOption(size, ["size0"], "size0")).toEqual(["size0"]);
  });

  it("take no more than the group's most", () => {
    const full = pressOption(extras, ["size0", "extra0"], "extra1");
    expect(isFull(extras, full)).toBe(true);
    expect(pressOption(extras, full, "extra2")).toEqual(full);
    expect(pressOption(extras, full, "extra0")).toEqual(["size0", "extra1"]);
  });

  it("say which group still needs a choice", () => {
    expect(unfinishedGroup(pizza.optionGroups, ["size0"])?.id).toBe("side");
    expect(unfinishedGroup(pizza.optionGroups, ["size0", "side2"])).toBeUndefined();
  });

  it("add up with the dish", () => {
    expect(priceWith(pizza, ["size1", "extra0", "side1"])).toEqual(rupees(280));
  });
});
