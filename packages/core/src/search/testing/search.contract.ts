import { beforeAll, describe } from "vitest";
import type { SearchEngine } from "../port.ts";
import { describeCounts } from "./contract/counts.ts";
import { describeOrderAndPages } from "./contract/order-and-pages.ts";
import { describePlaceAndFilters } from "./contract/place-and-filters.ts";
import { SearchedTown } from "./contract/searched-town.ts";
import { describeSuggestions } from "./contract/suggestions.ts";
import { describeText } from "./contract/text.ts";
import { describeWriting } from "./contract/writing.ts";

/** What every search engine must do, told over one small town. `setUp` gives an empty engine and a city to index into. */
export function describeSearchEngine(
  name: string,
  setUp: () => Promise<{ engine: SearchEngine; cityId: string }>,
): void {
  describe(`search by ${name}`, () => {
    const town = new SearchedTown();
    beforeAll(() => town.fill(setUp));

    describeText(town);
    describePlaceAndFilters(town);
    describeOrderAndPages(town);
    describeSuggestions(town);
    describeWriting(town);
    describeCounts(town);
  });
}
