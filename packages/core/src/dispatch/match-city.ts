import { plan } from "@tiffin/domain/dispatch/plan";
import { freeRiders, isAnybodyFree } from "./free-riders.ts";
import { makeOffer } from "./make-offer.ts";
import type { DispatchSettings, MatchServices } from "./services.ts";
import { expireOffers, type OfferRow } from "./settle-offer.ts";
import { waitingOrders } from "./waiting-orders.ts";

export interface MatchResult {
  readonly offers: readonly OfferRow[];
  /** Whether there was anybody to ask. If not, a round is of use only once somebody is. */
  readonly anybodyFree: boolean;
  /** Orders that nobody is asked about after it, though there was somebody. */
  readonly left: number;
}

/**
 * One matching round of a city: plans all its waiting orders and free riders together, and makes the offers. Rounds of a
 * city run one at a time ({@link createCityMatcher}); should two ever overlap, the offers' unique indexes decide.
 */
export async function matchCity(
  services: MatchServices,
  cityId: string,
  settings: DispatchSettings,
  now: Date,
): Promise<MatchResult> {
  await expireOffers(services, now);
  // In a rush it is riders that are few and orders that are many: they are the cheaper question.
  if (!(await isAnybodyFree(services.db, cityId))) return { offers: [], anybodyFree: false, left: 0 };
  const orders = await waitingOrders(services.db, cityId, settings, now);
  if (orders.length === 0) return { offers: [], anybodyFree: true, left: 0 };
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
  for (const { orderId, riderId, why } of planned) {
    const rows = await makeOffer(services, { riderId, orders: [{ orderId, features: why }] }, now);
    made.push(...(rows ?? []));
  }
  return { offers: made, anybodyFree: true, left: orders.length - made.length };
}
