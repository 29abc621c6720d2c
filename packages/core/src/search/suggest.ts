import type { z } from "zod";
import type { suggestQuerySchema, Suggestions } from "@tiffin/domain/wire/restaurants";
import { withinDeadline } from "./deadline.ts";
import type { SearchServices } from "./services.ts";

/** As far as anybody has food brought from. */
const SUGGEST_RADIUS_METERS = 10_000;
const PER_KIND = 5;
/** Later they have typed on. */
const DEADLINE_MS = 2_000;

/** What somebody who has begun to type may mean. @throws DomainError UNAVAILABLE */
export async function suggest(
  { searchEngine }: SearchServices,
  query: z.output<typeof suggestQuerySchema>,
): Promise<Suggestions> {
  const asked = searchEngine.suggest({
    near: { lat: query.lat, lng: query.lng },
    radiusMeters: SUGGEST_RADIUS_METERS,
    text: query.q,
    limit: PER_KIND,
  });
  const found = await withinDeadline(DEADLINE_MS, asked);
  return {
    restaurants: found.restaurants.map((restaurant) => ({ ...restaurant })),
    dishes: found.dishes.map((dish) => ({ ...dish })),
    cuisines: found.cuisines.map((cuisine) => ({ ...cuisine })),
  };
}
