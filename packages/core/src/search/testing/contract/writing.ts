import { describe, expect, test } from "vitest";
import { restaurant } from "../sample-town.ts";
import type { SearchedTown } from "./searched-town.ts";

/** What is written is found, what is removed is gone. */
export function describeWriting(town: SearchedTown): void {
  describe("the index", () => {
    test("forgets what is removed and sees what is changed", async () => {
      const passing = restaurant(town.cityId, "Passing Truck", 300, { dishNames: ["Vada Pav"] });
      await town.engine.upsert([passing]);
      expect((await town.search({ text: "passing" })).total).toBe(1);
      expect(await town.engine.documents([passing.id])).toMatchObject([{ name: "Passing Truck" }]);
      await town.engine.upsert([{ ...passing, name: "Parked Truck" }]);
      expect((await town.search({ text: "passing" })).total).toBe(0);
      expect((await town.search({ text: "parked" })).total).toBe(1);
      await town.engine.remove([passing.id]);
      expect((await town.search({ text: "parked" })).total).toBe(0);
      expect(await town.engine.documents([passing.id])).toEqual([]);
    });
  });
}
