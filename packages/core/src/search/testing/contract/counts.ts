import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newId } from "@tiffin/db/ids";
import { destination, distanceMeters } from "@tiffin/domain/geo/distance";
import { isAccepting } from "@tiffin/domain/opening-hours/accepting";
import { isOpenAt } from "@tiffin/domain/opening-hours/opening-hours";
import type { SearchDocument } from "@tiffin/domain/search/document";
import { COST_STEPS, countFacets, RATING_STEPS } from "@tiffin/domain/search/facets";
import type { EngineQuery } from "../../port.ts";
import { CENTRE, restaurant } from "../sample-town.ts";
import type { SearchedTown } from "./searched-town.ts";

/** Far from each other in spelling and sound, so that no engine takes one for another. */
const WORDS = ["quinoa", "wasabi", "mofongo", "pierogi", "ceviche", "bulgogi", "rendang", "moussaka"];
/** Names of cuisines are data, whatever they look like. */
const CUISINES = ["North Indian", "Café", `Chef's "Own"`, "50% Off \\ Grill", "A & B | !C", "बंगाली"];
/** Far from the sample town. */
const ELSEWHERE = destination(CENTRE, 90, 200_000);

const range = fc
  .record({
    weekday: fc.integer({ min: 1, max: 7 }),
    opens: fc.integer({ min: 0, max: 23 }),
    hours: fc.integer({ min: 2, max: 20 }),
  })
  .map(({ weekday, opens, hours }) => ({ weekday, opensMinute: opens * 60, closesMinute: (opens + hours) * 60 }));

const kitchen = fc.record({
  // Never nearer than 100 m to a radius that is asked for: engines round differently.
  ring: fc.integer({ min: 0, max: 49 }),
  bearing: fc.integer({ min: 0, max: 359 }),
  dishNames: fc.uniqueArray(fc.constantFrom(...WORDS), { maxLength: 3 }),
  cuisines: fc.uniqueArray(fc.constantFrom(...CUISINES), { maxLength: 3 }),
  rating: fc.option(fc.integer({ min: 10, max: 50 }).map((tenths) => tenths / 10)),
  ratingCount: fc.integer({ min: 0, max: 500 }),
  costForTwo: fc.option(
    fc.oneof(
      fc.constantFrom(...COST_STEPS),
      fc.integer({ min: 100, max: 2_500 }).map((n) => n * 100),
    ),
  ),
  isPureVeg: fc.boolean(),
  hours: fc.uniqueArray(range, { maxLength: 7, selector: ({ weekday }) => weekday }),
  closures: fc.constantFrom([], [], ["2026-11-24"]),
  acceptingOrders: fc.constantFrom(true, true, true, false),
  pausedUntil: fc.constantFrom(null, null, "2026-11-24T08:00:00.000Z"),
  timeZone: fc.constantFrom("Asia/Kolkata", "Asia/Kolkata", "Asia/Kathmandu"),
});

const filters = {
  cuisines: fc.uniqueArray(
    fc.constantFrom(...CUISINES, "NORTH INDIAN", `") OR cuisines = "x`, "'; drop table restaurants; --", "%"),
    { minLength: 1, maxLength: 3 },
  ),
  pureVeg: fc.constant(true),
  minRating: fc.constantFrom(...RATING_STEPS, 4.1, 2.7, 5),
  maxCostForTwo: fc.constantFrom(...COST_STEPS, 55_500),
  openNow: fc.constant(true),
};

const question = fc.record({
  text: fc.option(fc.constantFrom(...WORDS), { nil: undefined, freq: 2 }),
  radiusMeters: fc.integer({ min: 1, max: 10 }).map((km) => km * 1_000),
  now: fc.integer({ min: 0, max: 71 }).map((hour) => new Date(Date.parse("2026-11-23T00:20:00Z") + hour * 3_600_000)),
  sort: fc.constantFrom("relevance", "relevance", "distance", "rating", "cost"),
  // Mostly none or one: all of them together leave little to count.
  filters: fc.oneof(
    fc.constant({}),
    fc.constantFrom(...Object.entries(filters)).chain(([name, values]) => values.map((value) => ({ [name]: value }))),
    fc.record(filters, { requiredKeys: [] }),
  ),
});

function isOpen(document: SearchDocument, now: Date): boolean {
  return isOpenAt(document, now) && isAccepting(document, now);
}

/** What the port promises, said once more without an index. */
function matches(document: SearchDocument, { text, radiusMeters, filters, now }: Omit<EngineQuery, "near">): boolean {
  const { cuisines, pureVeg, minRating, maxCostForTwo, openNow } = filters;
  const keys = document.cuisines.map((cuisine) => cuisine.toLowerCase());
  return (
    distanceMeters(ELSEWHERE, document.location) <= radiusMeters &&
    (text === undefined || document.dishes.some((dish) => dish.name === text)) &&
    (cuisines === undefined || cuisines.some((cuisine) => keys.includes(cuisine.toLowerCase()))) &&
    (pureVeg !== true || document.isPureVeg) &&
    (minRating === undefined || (document.rating ?? 0) >= minRating) &&
    (maxCostForTwo === undefined || (document.costForTwo ?? Infinity) <= maxCostForTwo) &&
    (openNow !== true || isOpen(document, now))
  );
}

/** Lowest first. */
function keyOf(document: SearchDocument, sort: EngineQuery["sort"]): number {
  if (sort === "rating") return -(document.rating ?? -1);
  if (sort === "cost") return document.costForTwo ?? Infinity;
  return Math.round(distanceMeters(ELSEWHERE, document.location) / 50);
}

/** Hundreds of made-up kitchens, asked about at random, against counting them one by one. */
export function describeCounts(town: SearchedTown): void {
  describe("against counting one by one", () => {
    let kitchens: SearchDocument[];

    beforeAll(async () => {
      kitchens = fc.sample(kitchen, { numRuns: 300, seed: 20_261_123 }).map(({ ring, bearing, ...changes }, index) => ({
        ...restaurant(town.cityId, `House ${index}`, 0, changes),
        id: newId(),
        location: destination(ELSEWHERE, bearing, 100 + ring * 200),
      }));
      await town.engine.upsert(kitchens);
    });
    afterAll(() => town.engine.remove(kitchens.map(({ id }) => id)));

    test("matches, facets, order and pages are right, whatever is asked", async () => {
      await fc.assert(
        fc.asyncProperty(question, async ({ text, ...rest }) => {
          const asked = { ...rest, near: ELSEWHERE, offset: 0, limit: 400, ...(text === undefined ? {} : { text }) };
          const expected = kitchens.filter((document) => matches(document, asked));
          const byId = new Map(expected.map((document) => [document.id, document]));

          const { candidates, facets, total } = await town.engine.search(asked);
          expect(candidates.map(({ id }) => id).sort()).toEqual([...byId.keys()].sort());
          expect(total).toBe(expected.length);
          const countable = expected.map((document) => ({ ...document, isOpen: isOpen(document, asked.now) }));
          expect(facets).toEqual(countFacets(countable));
          for (const { id, isOpen: told } of candidates) expect(told).toBe(isOpen(byId.get(id)!, asked.now));

          if (asked.sort !== "relevance") {
            const keys = candidates.map(({ id }) => keyOf(byId.get(id)!, asked.sort));
            expect(keys).toEqual([...keys].sort((a, b) => a - b));
          }
          const pages = [0, 1, 2].map((page) => ({ offset: page * 4, limit: 4 }));
          const paged = await Promise.all(pages.map((page) => town.engine.search({ ...asked, ...page })));
          expect(paged.flatMap((page) => page.candidates.map(({ id }) => id))).toEqual(
            candidates.slice(0, 12).map(({ id }) => id),
          );
          expect(paged.map((page) => page.total)).toEqual([total, total, total]);
        }),
        { numRuns: 120 },
      );
    });
  });
}
