import type { DatabaseOrTransaction } from "@tiffin/db/client";
import { appendOutbox } from "@tiffin/db/queries/outbox";
import { restaurantIdsOfStaff, type RestaurantRecord } from "@tiffin/db/queries/restaurants";
import { DomainError, notFound } from "@tiffin/domain/errors";
import type { CatalogServices } from "./services.ts";

/**
 * Which restaurant a member of staff means: the named one, or the only one they work for.
 * @throws DomainError NOT_FOUND for another's, VALIDATION_FAILED when it must be named
 */
export async function ownKitchen({ db }: CatalogServices, staffId: string, named: string | undefined): Promise<string> {
  const ids = await restaurantIdsOfStaff(db, staffId);
  if (named !== undefined) {
    if (!ids.includes(named)) throw notFound("restaurant");
    return named;
  }
  const [only, ...others] = ids;
  if (only === undefined) throw notFound("restaurant");
  if (others.length > 0) {
    throw new DomainError("VALIDATION_FAILED", "You work for more than one restaurant: say which.", {
      fields: [{ path: "restaurantId", message: "needed by staff of more than one restaurant" }],
    });
  }
  return only;
}

/** The workflows hear of it; the search index follows the tables by itself. */
export async function tellOfChange(tx: DatabaseOrTransaction, { restaurant, city }: RestaurantRecord): Promise<void> {
  const data = { restaurantId: restaurant.id, cityId: city.id };
  await appendOutbox(tx, restaurant.id, { topic: "catalog/changed", data });
}
