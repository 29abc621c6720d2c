import { and, eq, inArray, isNull } from "drizzle-orm";
import { isConfirmed, isPendingOffer } from "@tiffin/db/queries/dispatch-conditions";
import type { Database } from "@tiffin/db/client";
import { offers } from "@tiffin/db/schema/dispatch";
import { orders } from "@tiffin/db/schema/orders";
import type { CityMatcher } from "./city-matcher.ts";

/** Keeps the cities matched: at once when something happened, and now and then whether or not anybody heard of it. */
export interface CityDispatcher {
  /** An order or a rider of this city has become free: a matching round begins as soon as none is under way. */
  wake(cityId: string): void;
  /** The same for the cities of these orders. */
  wakeForOrders(orderIds: readonly string[]): Promise<void>;
  /**
   * Matches every city where an order waits and nobody is being asked about it. Circles widen with time, riders come into
   * reach, events get lost: the rows decide, and one round serves all of a city's orders.
   */
  sweep(): Promise<void>;
}

/** `onError` hears of rounds that failed; the next sweep tries again. */
export function createCityDispatcher<T>(
  db: Database,
  matcher: CityMatcher<T>,
  onError: (error: unknown) => void,
): CityDispatcher {
  const waking = new Map<string, Promise<unknown>>();

  function wake(cityId: string): Promise<unknown> {
    const round = matcher.round(cityId);
    // Everybody who asks meanwhile shares one round: one of them reports it.
    if (waking.get(cityId) !== round) {
      waking.set(cityId, round);
      round.catch(onError).finally(() => {
        if (waking.get(cityId) === round) waking.delete(cityId);
      });
    }
    return round.catch(() => undefined);
  }

  return {
    wake: (cityId) => void wake(cityId),
    async wakeForOrders(orderIds) {
      if (orderIds.length === 0) return;
      const cities = await db
        .selectDistinct({ cityId: orders.cityId })
        .from(orders)
        .where(inArray(orders.id, [...orderIds]));
      for (const { cityId } of cities) void wake(cityId);
    },
    async sweep() {
      const cities = await db
        .selectDistinct({ cityId: orders.cityId })
        .from(orders)
        .leftJoin(offers, and(eq(offers.orderId, orders.id), isPendingOffer))
        .where(and(isConfirmed, isNull(offers.id)));
      await Promise.all(cities.map(({ cityId }) => wake(cityId)));
    },
  };
}
