import { describe, expect, test } from "vitest";
import { loadJudgedQueries, parseJudgedQueries } from "./judged-queries.ts";

describe("the judged queries", () => {
  const { queries } = loadJudgedQueries();

  test("are 150, a third of them misspelt, a third held out", () => {
    expect(queries).toHaveLength(150);
    expect(queries.filter((query) => query.misspelt).length).toBeGreaterThanOrEqual(50);
    expect(queries.filter((query) => query.heldOut).length).toBeGreaterThanOrEqual(48);
    expect(queries.filter((query) => query.misspelt && query.heldOut).length).toBeGreaterThanOrEqual(16);
  });

  test("most can be asked in the demo city alone", () => {
    expect(queries.filter((query) => query.place.city === "nandipur").length).toBeGreaterThanOrEqual(100);
  });
});

test("a query without its place or need is refused by name", () => {
  const file = {
    about: "",
    feel: { floor: 1, demote: [] },
    places: {},
    needs: {},
    queries: [{ id: "x", text: "x", place: "nowhere", class: "dish", need: "nothing" }],
  };
  expect(() => parseJudgedQueries(file)).toThrow(/no place nowhere/);
  expect(() => parseJudgedQueries(file)).toThrow(/no need nothing/);
});
