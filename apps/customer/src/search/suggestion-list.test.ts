import { describe, expect, it } from "vitest";
import { withSearch } from "./recent-searches.ts";
import { suggestionGroups } from "./suggestion-list.ts";

describe("the list under the search field", () => {
  it("shows earlier searches before anything is typed, with a way to forget them", () => {
    const [recent] = suggestionGroups("", ["dosa", "Thai"], undefined);
    expect(recent?.lines.map((line) => line.key)).toEqual(["recent-dosa", "recent-Thai", "forget"]);
    expect(suggestionGroups(" ", [], undefined)).toEqual([]);
  });

  it("shows what the letters may become, by kind, and no empty kinds", () => {
    const found = {
      cuisines: [],
      dishes: [{ name: "Masala Dosa", restaurantCount: 12 }],
      restaurants: [{ id: "r1", name: "Dosa Corner", distanceMeters: 300 }],
    };
    expect(suggestionGroups("dos", ["dosa"], found).map((group) => group.kind)).toEqual(["dish", "restaurant"]);
  });
});

describe("earlier searches", () => {
  it("keep the newest first, once each, and not too many", () => {
    expect(withSearch(["idli", "dosa"], " Dosa ")).toEqual(["Dosa", "idli"]);
    expect(withSearch(["a1", "a2", "a3", "a4", "a5", "a6"], "b")).toHaveLength(6);
    expect(withSearch(["a1", "a2", "a3", "a4", "a5", "a6"], "new")).toEqual(["new", "a1", "a2", "a3", "a4", "a5"]);
  });
});
