import { beforeAll, describe, expect, test } from "vitest";
import { distanceMeters } from "@tiffin/domain/geo/distance";
import type { SearchDocument } from "@tiffin/domain/search/document";
import { COST_STEPS, RATING_STEPS } from "@tiffin/domain/search/facets";
import type { EngineQuery, SearchEngine } from "../port.ts";
import { CENTRE, MONDAY_NOON, restaurant, sampleTown } from "./sample-town.ts";

type Town = ReturnType<typeof sampleTown>;

/** What every search engine must do, told over one small town. `setUp` gives an empty engine and a city to index into. */
export function describeSearchEngine(
  name: string,
  setUp: () => Promise<{ engine: SearchEngine; cityId: string }>,
): void {
  describe(`search by ${name}`, () => {
    let engine: SearchEngine;
    let cityId: string;
    let town: Town;
    let all: SearchDocument[];

    beforeAll(async () => {
      ({ engine, cityId } = await setUp());
      town = sampleTown(cityId);
      all = Object.values(town);
      await engine.upsert(all);
    });

    const query = (changes: Partial<EngineQuery> = {}): EngineQuery => ({
      near: CENTRE,
      radiusMeters: 5_000,
      filters: {},
      sort: "relevance",
      offset: 0,
      limit: 50,
      now: MONDAY_NOON,
      ...changes,
    });
    const names = async (changes: Partial<EngineQuery>) => {
      const { candidates } = await engine.search(query(changes));
      return candidates.map(({ id }) => all.find((document) => document.id === id)?.name ?? "?");
    };
    const found = async (text: string) => (await names({ text })).sort();

    describe("text", () => {
      test.each(["biryani", "biriyani", "briyani", "biryaani", "Biryani!", "BIRYANI"])(
        "finds biryani by %s",
        async (text) => {
          expect(await found(text)).toEqual(["Karim's Grill", "Paradise Biryani"]);
        },
      );

      test.each([
        ["kabab", "Karim's Grill"],
        ["kabob", "Karim's Grill"],
        ["idly", "Udupi Krishna Bhavan"],
        ["shwarma", "Beirut Express"],
        ["shawrama", "Beirut Express"],
        ["tiramsu", "Café Déjà Brew"],
        ["margarita", "Café Déjà Brew"],
        ["pizza margherita", "Café Déjà Brew"],
        ["cheesburgers", `Bob's "Diner" & Grill (24x7)`],
        ["schezuan noodle", `Bob's "Diner" & Grill (24x7)`],
      ])("forgives %s", async (text, name) => {
        expect(await found(text)).toContain(name);
      });

      test.each([
        ["par", "Paradise Biryani"],
        ["paradise bir", "Paradise Biryani"],
        ["chicken shaw", "Beirut Express"],
        ["masala do", "Udupi Krishna Bhavan"],
        ["capuc", "Café Déjà Brew"],
        ["deja br", "Café Déjà Brew"],
      ])("finds what is being typed: %s", async (text, name) => {
        expect(await found(text)).toContain(name);
      });

      test("reads diacritics and Devanagari", async () => {
        expect(await found("cafe deja")).toEqual(["Café Déjà Brew"]);
        expect(await found("कृष्ण")).toEqual(["Udupi Krishna Bhavan"]);
      });

      test("wants all the words", async () => {
        expect(await found("chicken biryani")).toEqual(["Karim's Grill", "Paradise Biryani"]);
        expect(await found("paneer biryani")).toEqual([]);
        expect(await found("south indian")).toEqual(["Annapoorna", "Sagar Ratna", "Udupi Krishna Bhavan"]);
      });

      test("does not forgive short words", async () => {
        expect(await found("eqg")).toEqual([]);
        expect(await found("zzzzzz")).toEqual([]);
      });

      test("puts the name before the dishes", async () => {
        expect(await names({ text: "biryani" })).toEqual(["Paradise Biryani", "Karim's Grill"]);
        const { candidates } = await engine.search(query({ text: "biryani" }));
        expect(candidates.every(({ textScore }) => textScore > 0 && textScore <= 1)).toBe(true);
      });

      test("puts words that stand together before those that are scattered", async () => {
        const together = restaurant(cityId, "Anand Stores", 4_000, { dishNames: ["Onion Rava Uttapam", "Ginger Tea"] });
        const scattered = restaurant(cityId, "Anmol Stores", 200, {
          dishNames: ["Onion Pakora", "Rava Idli", "Set Uttapam"],
        });
        await engine.upsert([scattered, together]);
        const { candidates } = await engine.search(query({ text: "onion uttapam" }));
        expect(candidates.map(({ id }) => id)).toEqual([together.id, scattered.id]);
        expect(candidates[0]!.textScore).toBeGreaterThan(candidates[1]!.textScore);
        await engine.remove([together.id, scattered.id]);
      });

      test.each([`' OR 1=1 --`, `") OR cuisines = "x`, "biryani:*A & !grill", "\\", "%", "🍛", "a".repeat(200)])(
        "takes %s as text, not as syntax",
        async (text) => {
          await expect(engine.search(query({ text }))).resolves.toMatchObject({ total: expect.any(Number) });
        },
      );
    });

    describe("place and filters", () => {
      test("stay within the radius, with true distances", async () => {
        const { candidates, total } = await engine.search(query({ radiusMeters: 2_100, sort: "distance" }));
        const near = all.filter((document) => distanceMeters(CENTRE, document.location) <= 2_100);
        expect(total).toBe(near.length);
        for (const { id, distanceMeters: told } of candidates) {
          const place = near.find((document) => document.id === id)!.location;
          expect(Math.abs(told - distanceMeters(CENTRE, place))).toBeLessThan(5);
        }
        expect(await names({ radiusMeters: 9_000, text: "hyderabad" })).toEqual(["Hyderabad House"]);
      });

      test("reach farther when that is wanted and all fits, and count within the radius only", async () => {
        const reaching = { radiusMeters: 2_100, reachMeters: 3_000 };
        const far = await engine.search(query({ ...reaching, limit: 50 }));
        const meters = (document: SearchDocument) => distanceMeters(CENTRE, document.location);
        expect(far.reachesBeyond).toBe(true);
        expect(far.candidates.map(({ id }) => id).sort()).toEqual(
          all
            .filter((document) => meters(document) <= 5_100)
            .map(({ id }) => id)
            .sort(),
        );
        expect(far.total).toBe(all.filter((document) => meters(document) <= 2_100).length);

        const tooMany = await engine.search(query({ ...reaching, limit: 2 }));
        expect(tooMany.reachesBeyond).toBe(false);
        expect(tooMany.candidates.every(({ distanceMeters: told }) => told <= 2_100)).toBe(true);
        expect(tooMany.total).toBe(far.total);
        expect((await engine.search(query({ radiusMeters: 2_100 }))).reachesBeyond).toBe(false);
      });

      test("cuisine: any of those named, whatever the case", async () => {
        expect((await names({ filters: { cuisines: ["lebanese", "BIRYANI"] } })).sort()).toEqual([
          "Beirut Express",
          "Paradise Biryani",
        ]);
        expect(await names({ filters: { cuisines: [`x" OR cuisines EXISTS`] } })).toEqual([]);
      });

      test("pure vegetarian, rated at least, cost at most", async () => {
        expect((await names({ filters: { pureVeg: true } })).sort()).toEqual([
          "Annapoorna",
          "Sagar Ratna",
          "Udupi Krishna Bhavan",
        ]);
        expect((await names({ filters: { minRating: 4.4 } })).sort()).toEqual([
          "Paradise Biryani",
          "Udupi Krishna Bhavan",
        ]);
        expect((await names({ filters: { maxCostForTwo: 30_000 } })).sort()).toEqual([
          "Beirut Express",
          "Udupi Krishna Bhavan",
        ]);
      });

      test("open now: by hours, closures and the kitchen's own pause", async () => {
        const closedAtNoon = ["Annapoorna", "Night Owl Rolls", "Sagar Ratna"];
        const open = await names({ filters: { openNow: true } });
        expect(open.filter((name) => closedAtNoon.includes(name))).toEqual([]);
        expect(open).toHaveLength(7);
      });

      test("open now: past midnight, on the evening's own day", async () => {
        const atOne = (date: string) =>
          names({ filters: { openNow: true }, now: new Date(`${date}T19:30:00Z`), text: "night owl" });
        // 01:00 on Tuesday in Kolkata: Monday evening's range still counts.
        expect(await atOne("2026-11-23")).toEqual(["Night Owl Rolls"]);
        const closedOnMonday = { ...town.nightOwl, closures: ["2026-11-23"] };
        await engine.upsert([closedOnMonday]);
        expect(await atOne("2026-11-23")).toEqual([]);
        expect(await atOne("2026-11-24")).toEqual(["Night Owl Rolls"]);
        await engine.upsert([town.nightOwl]);
      });

      test("a pause that is over no longer counts", async () => {
        const until = (time: Date) => ({ ...town.cafe, pausedUntil: time.toISOString() });
        await engine.upsert([until(new Date(MONDAY_NOON.getTime() + 60_000))]);
        expect(await names({ filters: { openNow: true }, text: "deja" })).toEqual([]);
        await engine.upsert([until(new Date(MONDAY_NOON.getTime() - 60_000))]);
        expect(await names({ filters: { openNow: true }, text: "deja" })).toEqual(["Café Déjà Brew"]);
        await engine.upsert([town.cafe]);
      });
    });

    describe("order and pages", () => {
      test("by distance, rating and cost", async () => {
        expect((await names({ sort: "distance" })).slice(0, 3)).toEqual([
          "Udupi Krishna Bhavan",
          "Paradise Biryani",
          "Sagar Ratna",
        ]);
        const byRating = await names({ sort: "rating" });
        expect(byRating.slice(0, 2)).toEqual(["Udupi Krishna Bhavan", "Paradise Biryani"]);
        expect(byRating.at(-1)).toBe("Grandmother's Kitchen");
        const byCost = await names({ sort: "cost" });
        expect(byCost.slice(0, 2)).toEqual(["Udupi Krishna Bhavan", "Beirut Express"]);
        expect(byCost.at(-1)).toBe("Grandmother's Kitchen");
      });

      test.each(["relevance", "distance", "rating", "cost"] as const)(
        "pages by %s meet every restaurant once",
        async (sort) => {
          const seen: string[] = [];
          for (let offset = 0; offset < 12; offset += 3) seen.push(...(await names({ sort, offset, limit: 3 })));
          expect(seen).toEqual(await names({ sort }));
          expect(new Set(seen).size).toBe(10);
        },
      );
    });

    test.each<[string, Partial<EngineQuery>]>([
      ["everything", {}],
      ["a text", { text: "dosa" }],
      ["a filter", { filters: { minRating: 4 } }],
      ["open now", { filters: { openNow: true } }],
    ])("facets count what matches: %s", async (_name, changes) => {
      const { candidates, facets, total } = await engine.search(query(changes));
      const matches = all.filter((document) => candidates.some(({ id }) => id === document.id));
      const count = (test: (document: SearchDocument) => boolean) => matches.filter(test).length;
      expect(total).toBe(matches.length);
      for (const cuisine of new Set(matches.flatMap((document) => document.cuisines))) {
        expect(facets.cuisines[cuisine]).toBe(count((document) => document.cuisines.includes(cuisine)));
      }
      for (const step of RATING_STEPS) {
        expect(facets.rating[String(step)]).toBe(count(({ rating }) => rating !== null && rating >= step));
      }
      for (const step of COST_STEPS) {
        expect(facets.costForTwo[String(step)]).toBe(
          count(({ costForTwo }) => costForTwo !== null && costForTwo <= step),
        );
      }
      const veg = count((document) => document.isPureVeg);
      expect(facets.veg).toEqual({ true: veg, false: total - veg });
      const open = candidates.filter(({ isOpen }) => isOpen).length;
      expect(facets.openNow).toEqual({ true: open, false: total - open });
    });

    describe("suggestions", () => {
      const suggest = (text: string) => engine.suggest({ near: CENTRE, radiusMeters: 5_000, text, limit: 5 });

      test("are restaurants, dishes and cuisines, counted", async () => {
        const { restaurants, dishes, cuisines } = await suggest("bir");
        expect(restaurants.map(({ name }) => name)).toEqual(["Paradise Biryani"]);
        expect(dishes.map(({ name }) => name).sort()).toEqual([
          "Chicken Biryani",
          "Chicken Dum Biryani",
          "Mutton Biryani",
        ]);
        expect(cuisines).toEqual([{ name: "Biryani", restaurantCount: 1 }]);
      });

      test("forgive, too", async () => {
        expect((await suggest("kabob")).cuisines.map(({ name }) => name)).toEqual(["Kebab"]);
        expect((await suggest("shwar")).dishes.map(({ name }) => name)).toEqual(["Chicken Shawarma"]);
      });
    });

    describe("the index", () => {
      test("forgets what is removed and sees what is changed", async () => {
        const passing = restaurant(cityId, "Passing Truck", 300, { dishNames: ["Vada Pav"] });
        await engine.upsert([passing]);
        expect((await engine.search(query({ text: "passing" }))).total).toBe(1);
        expect(await engine.documents([passing.id])).toMatchObject([{ name: "Passing Truck" }]);
        await engine.upsert([{ ...passing, name: "Parked Truck" }]);
        expect((await engine.search(query({ text: "passing" }))).total).toBe(0);
        expect((await engine.search(query({ text: "parked" }))).total).toBe(1);
        await engine.remove([passing.id]);
        expect((await engine.search(query({ text: "parked" }))).total).toBe(0);
        expect(await engine.documents([passing.id])).toEqual([]);
      });
    });
  });
}
