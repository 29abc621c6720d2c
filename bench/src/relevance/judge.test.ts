import { describe, expect, test } from "vitest";
import { destination } from "@tiffin/domain/geo/distance";
import type { CatalogueEntry } from "./catalogue.ts";
import { fits, gradesFor } from "./judge.ts";
import type { Feel, JudgedQuery } from "./judged-queries.ts";

const here = { lat: 13.86, lng: 76.78 };
const house = (id: string, changes: Partial<CatalogueEntry> = {}): CatalogueEntry => ({
  id,
  name: "Karim's Biryani House",
  localName: "करीम बिरयानी हाउस",
  cuisines: ["Biryani", "Mughlai"],
  dishes: ["Hyderabadi Chicken Dum Biryani", "Veg Steamed Momos (8 pcs)"],
  address: "12, Fort Road, Kote Pete",
  location: here,
  rating: 4.4,
  costForTwo: 600,
  pureVeg: false,
  ...changes,
});

describe("a criterion", () => {
  test.each([
    [{ name: "karims" }, true],
    [{ name: "kari" }, false],
    [{ name: "बिरयानी" }, true],
    [{ nameIs: "karims biryani house" }, true],
    [{ nameIs: "biryani house" }, false],
    [{ cuisine: "mughlai" }, true],
    [{ mainCuisine: "Mughlai" }, false],
    [{ mainCuisine: ["Chinese", "Biryani"] }, true],
    [{ dish: "chicken dum biryani" }, true],
    [{ dish: "chicken biryani" }, false],
    [{ dish: "steamed momo" }, true],
    [{ dish: "mom" }, false],
    [{ area: "kote pete" }, true],
    [{ withinKm: 1 }, false],
    [{ ratedBelow: 4.5, beyondKm: 1 }, true],
    [{ unrated: true }, false],
    [{ maxCostForTwo: 500 }, false],
    [{ all: [{ cuisine: "Biryani" }, { pureVeg: false }] }, true],
    [{ any: [{ cuisine: "Thai" }, { dish: "momos" }] }, true],
  ])("%j: %s", (criterion, holds) => {
    expect(fits(criterion, house("a"), 1.5)).toBe(holds);
  });
});

describe("grades", () => {
  const feel: Feel = {
    floor: 1,
    demote: [
      { by: 1, when: { beyondKm: 2 } },
      { by: 1, when: { ratedBelow: 4 } },
    ],
  };
  const query: JudgedQuery = {
    id: "biryani",
    text: "biryani",
    class: "cuisine",
    misspelt: false,
    heldOut: false,
    filters: {},
    place: { city: "nandipur", ...here },
    need: {
      intent: "biryani",
      felt: true,
      grades: [
        { grade: 3, when: { mainCuisine: "Biryani" } },
        { grade: 2, when: { dish: "biryani" } },
      ],
    },
  };
  const catalogue = [
    house("near"),
    house("far", { location: destination(here, 0, 3_000) }),
    house("far and poor", { location: destination(here, 0, 3_000), rating: 3.1, cuisines: ["Andhra"] }),
    house("out of reach", { location: destination(here, 0, 6_000) }),
    house("another kind", { cuisines: ["Pizza"], dishes: ["Margherita"] }),
  ];

  test("come from the first rule that fits, less what is far or little liked, and never below the floor", () => {
    expect(Object.fromEntries(gradesFor(query, feel, catalogue))).toEqual({ near: 3, far: 2, "far and poor": 1 });
  });

  test("are for what passes the query's filters", () => {
    expect([...gradesFor({ ...query, filters: { minRating: 4 } }, feel, catalogue).keys()]).toEqual(["near", "far"]);
    expect(gradesFor({ ...query, filters: { maxCostForTwo: 50_000 } }, feel, catalogue).size).toBe(0);
  });

  test("where one restaurant is meant, neither distance nor rating counts", () => {
    const named = { ...query, need: { ...query.need, felt: false } };
    expect(gradesFor(named, feel, catalogue).get("far")).toBe(3);
  });
});
