import { expect, test } from "vitest";
import { MONDAY_NOON, restaurant } from "../testing/sample-town.ts";
import { filtersFor, openNowFilter } from "./filters.ts";
import { indexedDocument } from "./indexed-document.ts";

test("what a caller names is a value, whatever is in it", () => {
  const cuisines = ['x" OR isPureVeg = true OR name = "', "back\\slash"];
  expect(filtersFor({ lat: 1, lng: 2 }, 500, { cuisines })).toEqual([
    "_geoRadius(1, 2, 500)",
    String.raw`cuisineKeys IN ["x\" or ispureveg = true or name = \"", "back\\slash"]`,
  ]);
});

test("opening hours are asked on the clock of each time zone, and yesterday's after midnight", () => {
  const filter = openNowFilter(["Asia/Kolkata"], MONDAY_NOON);
  expect(filter).toContain('timeZone = "Asia/Kolkata"');
  expect(filter).toContain('closures != "2026-11-23" AND ((opens_1_0 <= 780 AND closes_1_0 > 780)');
  expect(filter).toContain('closures != "2026-11-22" AND ((opens_7_0 <= 2220 AND closes_7_0 > 2220)');
});

test("what isn't known is left out of the index, and counted in no band", () => {
  const known = indexedDocument(restaurant("city", "Known", 0, { rating: 4.2, costForTwo: 45_000 }));
  expect(known).toMatchObject({ ratingBand: "4", costBand: "60000", opens_1_0: 600, closes_1_0: 1_320 });
  const unknown = indexedDocument(restaurant("city", "Unknown", 0, { rating: null, costForTwo: null }));
  expect(unknown).toMatchObject({ ratingBand: "none", costBand: "none" });
  expect("rating" in unknown || "costForTwo" in unknown).toBe(false);
});
