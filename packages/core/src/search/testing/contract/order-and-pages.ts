import { describe, expect, test } from "vitest";
import type { SearchedTown } from "./searched-town.ts";

/** In which order. */
export function describeOrderAndPages(town: SearchedTown): void {
  describe("order and pages", () => {
    test("by distance, rating and cost", async () => {
      expect((await town.names({ sort: "distance" })).slice(0, 3)).toEqual([
        "Udupi Krishna Bhavan",
        "Paradise Biryani",
        "Sagar Ratna",
      ]);
      const byRating = await town.names({ sort: "rating" });
      expect(byRating.slice(0, 2)).toEqual(["Udupi Krishna Bhavan", "Paradise Biryani"]);
      expect(byRating.at(-1)).toBe("Grandmother's Kitchen");
      const byCost = await town.names({ sort: "cost" });
      expect(byCost.slice(0, 2)).toEqual(["Udupi Krishna Bhavan", "Beirut Express"]);
      expect(byCost.at(-1)).toBe("Grandmother's Kitchen");
    });

    test.each(["relevance", "distance", "rating", "cost"] as const)(
      "pages by %s meet every restaurant once",
      async (sort) => {
        const seen: string[] = [];
        for (let offset = 0; offset < 12; offset += 3) seen.push(...(await town.names({ sort, offset, limit: 3 })));
        expect(seen).toEqual(await town.names({ sort }));
        expect(new Set(seen).size).toBe(10);
      },
    );
  });
}
