import { listCities } from "@tiffin/db/queries/cities";
import { countOpsOrders } from "@tiffin/db/queries/ops";
import { deskPlaces } from "@tiffin/db/queries/ops-desk";
import { isInScope, opsScopeOf } from "@tiffin/db/queries/ops-scope";
import { countReviews } from "@tiffin/db/queries/payments";
import { groupBy } from "@tiffin/domain/collections/group-by";
import type { CityNow } from "@tiffin/domain/wire/ops";
import { liveRiders } from "./live-riders.ts";
import { cityOfOps } from "./scope.ts";
import type { OpsServices } from "./services.ts";

/** The cities that an operator works for, by name. */
export async function citiesOfOps({ db }: Pick<OpsServices, "db">, opsId: string) {
  const [cities, scope] = await Promise.all([listCities(db), opsScopeOf(db, opsId)]);
  return cities
    .filter(({ id }) => isInScope(scope, id))
    .map(({ id, slug, name, lat, lng, currency, timeZone, hasStreets, attribution }) => ({
      id,
      slug,
      name,
      location: { lat, lng },
      currency,
      timeZone,
      hasStreets,
      attribution,
    }));
}

/** The most that a map can show and a person can look at. */
const MOST_PLACES = 2_000;

/** A city as it stands. @throws DomainError NOT_FOUND */
export async function cityNow(
  { db, redis }: Pick<OpsServices, "db" | "redis">,
  opsId: string,
  citySlug: string,
  now: Date,
): Promise<CityNow> {
  const city = await cityOfOps(db, opsId, citySlug);
  const [counts, reviews, riders, open] = await Promise.all([
    countOpsOrders(db, city.id, now),
    countReviews(db, city.id),
    liveRiders({ db, redis }, city.id, now),
    deskPlaces(db, city.id, now, MOST_PLACES),
  ]);
  const cooking = open.filter(({ status }) => status !== "PICKED_UP");
  const onTheWay = open.filter(({ status }) => status === "PICKED_UP");
  return {
    counts: { ...counts, reviews },
    riders: riders.items,
    kitchens: [...groupBy(cooking, ({ restaurantId }) => restaurantId)].flatMap(([id, orders]) => {
      const [oldest] = orders;
      if (oldest === undefined) return [];
      return [
        {
          id,
          name: oldest.restaurantName,
          location: { lat: oldest.restaurantLat, lng: oldest.restaurantLng },
          orderIds: orders.map(({ orderId }) => orderId),
          oldestAt: oldest.placedAt.toISOString(),
          isStuck: orders.some(({ stuck }) => stuck !== null),
        },
      ];
    }),
    dropoffs: onTheWay.map(({ orderId, number, lat, lng, riderId }) => ({
      orderId,
      number,
      location: { lat, lng },
      riderId,
    })),
  };
}
