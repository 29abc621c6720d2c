import { expect, test } from "vitest";
import { seededRandom } from "@tiffin/db/seed/random";
import { restaurantSearchSchema } from "@tiffin/domain/wire/restaurants";
import { misspell, Questions } from "./queries.ts";
import { worldCities } from "./world/cities.ts";

const questions = () => new Questions(worldCities(20_000), seededRandom(1));

test("no two questions are the same, and each has text, place and two filters", () => {
  const some = questions();
  const asked = Array.from({ length: 500 }, () => some.search().path);
  expect(new Set(asked).size).toBe(500);
  for (const path of asked) {
    const search = new URL(path, "http://gateway").searchParams;
    expect([...search.keys()].filter((key) => !["lat", "lng", "radiusKm", "q"].includes(key))).toHaveLength(2);
    expect(restaurantSearchSchema.shape.radiusKm.parse(Number(search.get("radiusKm")))).toBeLessThan(5.1);
  }
});

test("the same people ask the same in every run", () => {
  const [one, other] = [questions(), questions()];
  for (let n = 0; n < 50; n++) expect(one.search()).toEqual(other.search());
});

test("slips are as many as search forgives, and never in the first letter", () => {
  const random = seededRandom(4);
  expect(misspell("dal", random)).toBe("dal");
  for (let n = 0; n < 50; n++) {
    expect(misspell("biryani", random)[0]).toBe("b");
    expect(Math.abs(misspell("cappuccino", random).length - 10)).toBeLessThanOrEqual(2);
  }
});
