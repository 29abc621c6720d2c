import { describe, expect, test } from "vitest";
import { CENTRE, restaurant } from "../sample-town.ts";
import type { SearchedTown } from "./searched-town.ts";

/** What somebody who has begun to type may mean. */
export function describeSuggestions(town: SearchedTown): void {
  describe("suggestions", () => {
    const suggest = (text: string) => town.engine.suggest({ near: CENTRE, radiusMeters: 5_000, text, limit: 5 });

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

    test("count a dish once for each restaurant that has it, the most frequent first", async () => {
      const stalls = [1, 2, 3].map((index) =>
        restaurant(town.cityId, `Stall ${index}`, 100 * index, {
          dishNames: index < 3 ? ["Poha", "Poha", "Pongal"] : ["Pongal"],
        }),
      );
      await town.with(stalls, async () => {
        expect((await suggest("po")).dishes).toEqual([
          { name: "Pongal", restaurantCount: 3 },
          { name: "Poha", restaurantCount: 2 },
        ]);
      });
    });

    test("name the nearest first, and only what is near", async () => {
      const stalls = [4_500, 300, 6_000].map((meters) => restaurant(town.cityId, `Gupta ${meters}`, meters));
      await town.with(stalls, async () => {
        const { restaurants } = await suggest("gupta");
        expect(restaurants).toEqual([
          { id: stalls[1]!.id, name: "Gupta 300", distanceMeters: expect.closeTo(300, -1) },
          { id: stalls[0]!.id, name: "Gupta 4500", distanceMeters: expect.closeTo(4_500, -1) },
        ]);
      });
    });

    test.each(["", "   ", "%", "' | '", "a & !b", "\\", ":*"])("take %j as text, not as syntax", async (text) => {
      await expect(suggest(text)).resolves.toMatchObject({ restaurants: expect.any(Array) });
    });
  });
}
