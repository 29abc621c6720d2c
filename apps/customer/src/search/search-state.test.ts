import { restaurantSearchSchema } from "@tiffin/domain/wire/restaurants";
import { describe, expect, it } from "vitest";
import { type SearchState, countFilters, isPlain, isUntouched, searchHref, toApi, toggled } from "./search-state.ts";

const here = { lat: 12.971_598_7, lng: 77.594_566_1 };
const state = (over: Partial<SearchState> = {}): SearchState => ({
  q: "",
  cuisine: [],
  veg: false,
  open: false,
  rating: null,
  cost: null,
  km: null,
  sort: "relevance",
  view: "list",
  at: null,
  ...over,
});

describe("the search in the address bar", () => {
  it("asks the API for nothing that was not chosen", () => {
    expect(toApi(state(), here, 100)).toEqual({
      lat: 12.9716,
      lng: 77.59457,
      radiusKm: 5,
      sort: "relevance",
      limit: 24,
    });
  });

  it("gives costs in minor units", () => {
    expect(toApi(state({ cost: 600 }), here, 100).maxCostForTwo).toBe(60_000);
    expect(toApi(state({ cost: 600 }), here, 1).maxCostForTwo).toBe(600);
  });

  it("stays within what the API takes, whatever somebody types there", () => {
    const wild = state({
      q: `a\tb\n${"x".repeat(900)}`,
      km: 4_000,
      rating: 99,
      cost: -5,
      cuisine: ["", "y".repeat(400), "Thai"],
    });
    const asked = toApi(wild, here, 100);
    expect(restaurantSearchSchema.safeParse(asked).success).toBe(true);
    expect(asked.cuisine).toEqual(["Thai"]);
  });

  it("knows when nothing narrows the list", () => {
    expect(isPlain(state({ sort: "eta", q: "  " }))).toBe(true);
    expect(isPlain(state({ veg: true }))).toBe(false);
    expect(countFilters(state({ cuisine: ["Thai", "Goan"], open: true, rating: 4 }))).toBe(4);
  });

  it("leaves the address bar bare until something is chosen", () => {
    expect(isUntouched(state())).toBe(true);
    expect(isUntouched(state({ view: "map" }))).toBe(false);
    expect(isUntouched(state({ km: 10 }))).toBe(false);
  });

  it("writes links, with the place to a street corner and no nearer", () => {
    expect(searchHref("/", { q: "dosa", cuisine: ["South Indian"], at: here })).toBe(
      "/?q=dosa&cuisine=South+Indian&at=12.972,77.595",
    );
  });

  it("switches a cuisine on and off", () => {
    expect(toggled(["Thai"], "Goan")).toEqual(["Thai", "Goan"]);
    expect(toggled(["Thai"], "Thai")).toEqual([]);
  });
});
