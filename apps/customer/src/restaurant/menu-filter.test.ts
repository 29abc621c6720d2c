import type { Menu } from "@tiffin/domain/wire/restaurants";
import { describe, expect, it } from "vitest";
import { filterMenu } from "./menu-filter.ts";

const dish = (name: string, isVeg: boolean, description = "") => ({ id: name, name, isVeg, description });
const sections = [
  { id: "1", name: "Starters", items: [dish("Paneer tikka", true), dish("Chicken 65", false)] },
  { id: "2", name: "Desserts", items: [dish("Crème caramel", true, "with jaggery")] },
] as unknown as Menu["sections"];
const names = (found: Menu["sections"]) => found.flatMap((section) => section.items.map((item) => item.name));

describe("searching within the menu", () => {
  it("finds every word, in any order, in names, descriptions and the section", () => {
    expect(names(filterMenu(sections, "tikka paneer", false))).toEqual(["Paneer tikka"]);
    expect(names(filterMenu(sections, "jaggery dessert", false))).toEqual(["Crème caramel"]);
  });

  it("takes accents as typed without them", () => {
    expect(names(filterMenu(sections, "creme", false))).toEqual(["Crème caramel"]);
  });

  it("shows the vegetarian dishes alone, and drops sections that are left empty", () => {
    expect(names(filterMenu(sections, "", true))).toEqual(["Paneer tikka", "Crème caramel"]);
    expect(filterMenu(sections, "chicken", true)).toEqual([]);
  });

  it("shows all when nothing is asked", () => {
    expect(filterMenu(sections, "  ", false)).toBe(sections);
  });
});
