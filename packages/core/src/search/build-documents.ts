import type { DatabaseOrTransaction } from "@tiffin/db/client";
import { findBestDishes } from "@tiffin/db/queries/menus";
import { findRestaurants } from "@tiffin/db/queries/restaurants";
import type { SearchDocument } from "@tiffin/domain/search/document";

/** A menu of that many dishes is found whole; of a longer one, those that are ordered most. */
const DISHES_PER_DOCUMENT = 80;

/** What search knows of those restaurants, from the catalogue alone. A deleted restaurant has no document. */
export async function buildSearchDocuments(
  db: DatabaseOrTransaction,
  restaurantIds: readonly string[],
): Promise<SearchDocument[]> {
  const [records, dishes] = await Promise.all([
    findRestaurants(db, restaurantIds),
    findBestDishes(db, restaurantIds, DISHES_PER_DOCUMENT),
  ]);
  return records.map(({ restaurant, city, hours, closures, hasMenu }) => ({
    id: restaurant.id,
    cityId: restaurant.cityId,
    name: restaurant.name,
    localName: restaurant.localName,
    cuisines: restaurant.cuisines,
    location: { lat: restaurant.lat, lng: restaurant.lng },
    rating: restaurant.rating,
    ratingCount: restaurant.ratingCount,
    costForTwo: restaurant.costForTwo,
    currency: city.currency,
    timeZone: city.timeZone,
    isPureVeg: restaurant.isPureVeg,
    prepMinutes: restaurant.prepMinutes,
    deliveryRadiusMeters: restaurant.deliveryRadiusMeters,
    acceptingOrders: restaurant.acceptingOrders,
    pausedUntil: restaurant.pausedUntil?.toISOString() ?? null,
    orderable: hasMenu,
    hours: hours.map(({ weekday, opensMinute, closesMinute }) => ({ weekday, opensMinute, closesMinute })),
    closures,
    imageKey: restaurant.imageKey,
    dishes: (dishes.get(restaurant.id) ?? []).map(({ id, name, price, isVeg, popularity }) => ({
      id,
      name,
      price,
      isVeg,
      popularity,
    })),
  }));
}
