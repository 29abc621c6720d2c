import { plan } from "@tiffin/domain/dispatch/plan";
import { freeRiders } from "./free-riders.ts";
import { makeOffer } from "./make-offer.ts";
import type { DispatchSettings, MatchServices } from "./services.ts";
import { expireOffers, type OfferRow } from "./settle-offer.ts";
import { waitingOrders } from "./waiting-orders.ts";

/**
 * One matching round of a city: plans all its waiting orders and free riders together, and makes the offers. Rounds of a
 * city run one at a time (the workflows' concurrency key); should two ever overlap, the offers' unique indexes decide.
 */
export async function matchCity(
  services: MatchServices,
  cityId: string,
  settings: DispatchSettings,
  now: Date,
): Promise<OfferRow[]> {
  await expireOffers(services, now);
  const orders = await waitingOrders(services.db, cityId, settings, now);
  if (orders.length === 0) return [];
  const riders = await freeRiders(services, cityId, orders, settings.policy, now);
  const routes = await services.streets.of(services.db, cityId, now);
  const planned = plan({
    now,
    orders,
    riders,
    travelTime: (from, to) => routes.travelSeconds(from, to),
    policy: settings.policy,
  });
  const made: OfferRow[] = [];
  for (const offer of planned) {
    const row = await makeOffer(services, offer, now);
    if (row !== null) made.push(row);
  }
  return made;
}
