import { expect, it } from "vitest";
import type { Menu } from "@tiffin/domain/wire/restaurants";
import { filterMenu } from "./filter-menu.ts";

const item = (name: string, available = true) => ({
  id: name,
  name,
  description: "",
  price: { amount: 100, currency: "INR" },
  isVeg: true,
  available,
  unavailableUntil: null,
  imageKey: null,
  optionGroups: [],
});
const sections: Menu["sections"] = [
  { id: "1", name: "Mains", items: [item("Masala Dosa"), item("Rava Dosa", false)] },
  { id: "2", name: "Drinks", items: [item("Café au lait")] },
];
const names = (typed: string, soldOutOnly = false) =>
  filterMenu(sections, { typed, soldOutOnly }).flatMap((section) => section.items.map(({ name }) => name));

it("finds dishes by any of their words, without accents, and by what is sold out", () => {
  expect(names("")).toHaveLength(3);
  expect(names("dosa mas")).toEqual(["Masala Dosa"]);
  expect(names("CAFE")).toEqual(["Café au lait"]);
  expect(names("", true)).toEqual(["Rava Dosa"]);
  expect(filterMenu(sections, { typed: "pizza", soldOutOnly: false })).toEqual([]);
});
