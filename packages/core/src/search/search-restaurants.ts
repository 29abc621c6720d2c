import { isDomainError } from "@tiffin/domain/errors";
import type { RestaurantPage, RestaurantSearch } from "@tiffin/domain/wire/restaurants";
import { withinDeadline } from "./deadline.ts";
import { makePage } from "./make-page.ts";
import { openPagePosition } from "./ranking/page-cursor.ts";
import { PAGE_FRESH_MS, PAGE_GOOD_MS, type SearchMemory } from "./search-memory.ts";
import type { SearchServices } from "./services.ts";
import { fingerprintOf } from "./shared-search.ts";

/** Many times what a search takes. */
const DEADLINE_MS = 4_000;
/** With a page of some minutes ago at hand nobody waits as long. */
const DEADLINE_WITH_OLD_PAGE_MS = 1_000;

/**
 * Restaurants around a place, best first for whoever asks. What the engine finds is shared by all who ask the same near
 * by; distances, deliverability, taste and rank are everyone's own.
 * @throws DomainError VALIDATION_FAILED (a forged or foreign cursor), UNAVAILABLE (the engine is away, and this was not
 * asked lately)
 */
export async function searchRestaurants(
  services: SearchServices,
  search: RestaurantSearch,
  customerId: string | null,
  now: Date,
): Promise<RestaurantPage> {
  const startedAt = performance.now();
  const { searchMemory } = services;
  const position = openPagePosition(services.cursorSecret, search);
  const [versions, taste] = await Promise.all([
    searchMemory.cityVersions.around({ lat: search.lat, lng: search.lng }, search.radiusKm * 1_000),
    searchMemory.tastes.of(customerId, now),
  ]);
  const key = fingerprintOf(search, [...taste]);
  const known = searchMemory.pages.get(key);
  const timed = (page: RestaurantPage): RestaurantPage => ({
    ...page,
    tookMs: Math.round((performance.now() - startedAt) * 10) / 10,
  });
  const make = () =>
    once(searchMemory, `${key} ${versions}`, async () => {
      const made = await makePage(services, { search, position, versions, taste, now });
      if (made.stale !== true) searchMemory.pages.set(key, { page: made, versions, at: Date.now() });
      return made;
    });
  if (known !== undefined && known.versions === versions) {
    const age = Date.now() - known.at;
    if (age >= PAGE_FRESH_MS && age < PAGE_GOOD_MS) make().catch(() => {});
    if (age < PAGE_GOOD_MS) return timed(known.page);
  }
  try {
    return timed(await withinDeadline(known === undefined ? DEADLINE_MS : DEADLINE_WITH_OLD_PAGE_MS, make()));
  } catch (error) {
    if (known === undefined || (isDomainError(error) && error.code !== "UNAVAILABLE")) throw error;
    return timed({ ...known.page, stale: true });
  }
}

/** Those who ask for the same page at the same time wait for one making of it. */
function once(
  { pagesUnderway }: SearchMemory,
  key: string,
  make: () => Promise<RestaurantPage>,
): Promise<RestaurantPage> {
  let underway = pagesUnderway.get(key);
  if (underway === undefined) {
    underway = make().finally(() => pagesUnderway.delete(key));
    pagesUnderway.set(key, underway);
  }
  return underway;
}
