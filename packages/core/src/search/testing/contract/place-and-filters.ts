import { describe, expect, test } from "vitest";
import { distanceMeters } from "@tiffin/domain/geo/distance";
import type { SearchDocument } from "@tiffin/domain/search/document";
import { CENTRE, MONDAY_NOON, restaurant } from "../sample-town.ts";
import type { SearchedTown } from "./searched-town.ts";

/** What is left out. */
export function describePlaceAndFilters(town: SearchedTown): void {
  describe("place and filters", () => {
    test("stay within the radius, with true distances", async () => {
      const { candidates, total } = await town.search({ radiusMeters: 2_100, sort: "distance" });
      const near = town.all.filter((document) => distanceMeters(CENTRE, document.location) <= 2_100);
      expect(total).toBe(near.length);
      for (const { id, distanceMeters: told } of candidates) {
        const place = near.find((document) => document.id === id)!.location;
        expect(Math.abs(told - distanceMeters(CENTRE, place))).toBeLessThan(5);
      }
      expect(await town.names({ radiusMeters: 9_000, text: "hyderabad" })).toEqual(["Hyderabad House"]);
    });

    test("reach farther when that is wanted and all fits, and count within the radius only", async () => {
      const reaching = { radiusMeters: 2_100, reachMeters: 3_000 };
      const far = await town.search({ ...reaching, limit: 50 });
      const meters = (document: SearchDocument) => distanceMeters(CENTRE, document.location);
      expect(far.reachesBeyond).toBe(true);
      expect(far.candidates.map(({ id }) => id).sort()).toEqual(
        town.all
          .filter((document) => meters(document) <= 5_100)
          .map(({ id }) => id)
          .sort(),
      );
      expect(far.total).toBe(town.all.filter((document) => meters(document) <= 2_100).length);

      const tooMany = await town.search({ ...reaching, limit: 2 });
      expect(tooMany.reachesBeyond).toBe(false);
      expect(tooMany.candidates.every(({ distanceMeters: told }) => told <= 2_100)).toBe(true);
      expect(tooMany.total).toBe(far.total);
      expect((await town.search({ radiusMeters: 2_100 })).reachesBeyond).toBe(false);
    });

    test("every candidate says what ranking and counting need", async () => {
      const { town: named } = town;
      const { candidates } = await town.search({ text: "paradise" });
      expect(candidates).toEqual([
        {
          id: named.paradise.id,
          cityId: town.cityId,
          location: named.paradise.location,
          distanceMeters: expect.closeTo(900, -1),
          textScore: expect.any(Number),
          cuisines: ["Biryani", "Mughlai"],
          rating: 4.4,
          ratingCount: 2_000,
          costForTwo: 40_000,
          isPureVeg: false,
          prepMinutes: 20,
          deliveryRadiusMeters: 5_000,
          orderable: true,
          isOpen: true,
        },
      ]);
      const [unrated] = (await town.search({ text: "grandmother" })).candidates;
      expect(unrated).toMatchObject({ rating: null, costForTwo: null });
    });

    test("without words all texts fit alike", async () => {
      const { candidates } = await town.search();
      expect(new Set(candidates.map(({ textScore }) => textScore))).toEqual(new Set([1]));
    });

    test("counts by what a search can be narrowed down to", async () => {
      const { facets, total } = await town.search({ text: "biryani" });
      expect(total).toBe(2);
      expect(facets.cuisines).toEqual({ Biryani: 1, Kebab: 1, Mughlai: 2 });
      expect(facets.veg).toEqual({ true: 0, false: 2 });
      expect(facets.openNow).toEqual({ true: 2, false: 0 });
    });

    test("cuisine: any of those named, whatever the case", async () => {
      expect((await town.names({ filters: { cuisines: ["lebanese", "BIRYANI"] } })).sort()).toEqual([
        "Beirut Express",
        "Paradise Biryani",
      ]);
      expect(await town.names({ filters: { cuisines: [`x" OR cuisines EXISTS`] } })).toEqual([]);
    });

    test("pure vegetarian, rated at least, cost at most", async () => {
      expect((await town.names({ filters: { pureVeg: true } })).sort()).toEqual([
        "Annapoorna",
        "Sagar Ratna",
        "Udupi Krishna Bhavan",
      ]);
      expect((await town.names({ filters: { minRating: 4.4 } })).sort()).toEqual([
        "Paradise Biryani",
        "Udupi Krishna Bhavan",
      ]);
      expect((await town.names({ filters: { maxCostForTwo: 30_000 } })).sort()).toEqual([
        "Beirut Express",
        "Udupi Krishna Bhavan",
      ]);
    });

    test("open now: by hours, closures and the kitchen's own pause", async () => {
      const closedAtNoon = ["Annapoorna", "Night Owl Rolls", "Sagar Ratna"];
      const open = await town.names({ filters: { openNow: true } });
      expect(open.filter((name) => closedAtNoon.includes(name))).toEqual([]);
      expect(open).toHaveLength(7);
    });

    test("open now: past midnight, on the evening's own day", async () => {
      const atOne = (date: string) =>
        town.names({ filters: { openNow: true }, now: new Date(`${date}T19:30:00Z`), text: "night owl" });
      // 01:00 on Tuesday in Kolkata: Monday evening's range still counts.
      expect(await atOne("2026-11-23")).toEqual(["Night Owl Rolls"]);
      const closedOnMonday = { ...town.town.nightOwl, closures: ["2026-11-23"] };
      await town.engine.upsert([closedOnMonday]);
      expect(await atOne("2026-11-23")).toEqual([]);
      expect(await atOne("2026-11-24")).toEqual(["Night Owl Rolls"]);
      await town.engine.upsert([town.town.nightOwl]);
    });

    test("open now: by the clock of its own town", async () => {
      // It is three at night in New York.
      const abroad = restaurant(town.cityId, "Brooklyn Slice", 500, { timeZone: "America/New_York" });
      await town.with([abroad], async () => {
        const open = (now: Date) => town.names({ text: "brooklyn", filters: { openNow: true }, now });
        expect(await open(MONDAY_NOON)).toEqual([]);
        expect(await open(new Date("2026-11-23T18:00:00Z"))).toEqual(["Brooklyn Slice"]);
      });
    });

    test("a pause that is over no longer counts", async () => {
      const until = (time: Date) => ({ ...town.town.cafe, pausedUntil: time.toISOString() });
      await town.engine.upsert([until(new Date(MONDAY_NOON.getTime() + 60_000))]);
      expect(await town.names({ filters: { openNow: true }, text: "deja" })).toEqual([]);
      await town.engine.upsert([until(new Date(MONDAY_NOON.getTime() - 60_000))]);
      expect(await town.names({ filters: { openNow: true }, text: "deja" })).toEqual(["Café Déjà Brew"]);
      await town.engine.upsert([town.town.cafe]);
    });
  });
}
