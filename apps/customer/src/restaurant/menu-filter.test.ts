import type { Menu } from "@tiffin/domain/wire/restaurants";
import { describe, expect, it } from "vitest";
import { dishesFor, filterMenu } from "./menu-filter.ts";

const dish = (name: string, isVeg: boolean, description = "", available = true) => ({
  id: name,
  name,
  isVeg,
  description,
  available,
});
const sections = [
  { id: "1", name: "Starters", items: [dish("Paneer tikka", true), dish("Chicken 65", false)] },
  { id: "2", name: "Desserts", items: [dish("Crème caramel", true, "with jaggery")] },
  { id: "3", name: "Rice", items: [dish("Egg biryani", false, "", false), dish("Veg biryani", true)] },
] as unknown as Menu["sections"];
const names = (found: Menu["sections"]) => found.flatMap((section) => section.items.map((item) => item.name));

describe("searching within the menu", () => {
  it("finds every word, in any order, in names, descriptions and the section", () => {
    expect(names(filterMenu(sections, "tikka paneer", false))).toEqual(["Paneer tikka"]);
    expect(names(filterMenu(sections, "jaggery dessert", false))).toEqual(["Crème caramel"]);
  });

  it("takes accents as typed without them, and words that are only begun", () => {
    expect(names(filterMenu(sections, "crem car", false))).toEqual(["Crème caramel"]);
  });

  it("knows the spellings of a dish, and forgives a slip where nothing is written so", () => {
    expect(names(filterMenu(sections, "biriyani", false))).toEqual(["Egg biryani", "Veg biryani"]);
    expect(names(filterMenu(sections, "panner", false))).toEqual(["Paneer tikka"]);
  });

  it("shows the vegetarian dishes alone, and drops sections that are left empty", () => {
    expect(names(filterMenu(sections, "", true))).toEqual(["Paneer tikka", "Crème caramel", "Veg biryani"]);
    expect(filterMenu(sections, "65", true)).toEqual([]);
  });

  it("shows all when nothing is asked", () => {
    expect(filterMenu(sections, "  ", false)).toBe(sections);
  });
});

describe("the dishes that somebody came for", () => {
  it("are those of that name, what is sold out last", () => {
    expect(dishesFor(sections, "briyani").map((item) => item.name)).toEqual(["Veg biryani", "Egg biryani"]);
  });

  it("are none when the kitchen itself was searched for", () => {
    expect(dishesFor(sections, "Golden Palace")).toEqual([]);
    expect(dishesFor(sections, "")).toEqual([]);
  });
});
