import { describe, expect, test } from "vitest";
import { destination } from "@tiffin/domain/geo/distance";
import { cellOf, cellsAround, nestedCellsAround, PLACE_GRID, WORD_GRID, type Grid } from "./cells.ts";

describe("cells around a place", () => {
  test.each<[string, Grid, { lat: number; lng: number }, number]>([
    ["Bengaluru", WORD_GRID, { lat: 12.97, lng: 77.59 }, 5_000],
    ["Bengaluru, small cells", PLACE_GRID, { lat: 12.97, lng: 77.59 }, 25_000],
    ["Tromsø", PLACE_GRID, { lat: 69.65, lng: 18.96 }, 12_000],
    ["the date line", WORD_GRID, { lat: -17.8, lng: 179.99 }, 25_000],
    ["the North Pole", WORD_GRID, { lat: 89.99, lng: 10 }, 9_000],
    ["the South Pole", PLACE_GRID, { lat: -90, lng: 0 }, 3_000],
  ])("hold every place of the circle: %s", (_name, grid, centre, radius) => {
    const cells = new Set(cellsAround(grid, centre, radius));
    for (let bearing = 0; bearing < 360; bearing += 3) {
      for (const share of [0, 0.3, 0.7, 0.95, 1]) {
        expect(cells).toContain(cellOf(grid, destination(centre, bearing, radius * share)));
      }
    }
  });

  test("are few: five kilometers of a city are some nine words' cells", () => {
    const cells = cellsAround(WORD_GRID, { lat: 12.97, lng: 77.59 }, 5_000);
    expect(cells.length).toBeLessThanOrEqual(9);
    expect(new Set(cells).size).toBe(cells.length);
    expect(cellsAround(PLACE_GRID, { lat: 12.97, lng: 77.59 }, 25_000).length).toBeLessThan(1_300);
  });

  test.each([
    [{ lat: 28.61, lng: 77.2 }, 5_000],
    [{ lat: -33.9, lng: 151.2 }, 25_000],
    [{ lat: 64.1, lng: -21.9 }, 8_000],
    [{ lat: 0, lng: 180 }, 5_000],
  ])("hold each other: every place is in a coarse cell and in one of its parts, around %j", (centre, radius) => {
    const parts = new Map(
      nestedCellsAround(WORD_GRID, PLACE_GRID, centre, radius).map(({ cell, parts: nested }) => [cell, nested]),
    );
    for (let bearing = 0; bearing < 360; bearing += 2) {
      for (let share = 0; share <= 1; share += 0.05) {
        const place = destination(centre, bearing, radius * share);
        expect(parts.get(cellOf(WORD_GRID, place))).toContain(cellOf(PLACE_GRID, place));
      }
    }
  });
});
