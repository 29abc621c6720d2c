import type { Offer } from "@tiffin/domain/wire/riders";

/** Kitchens that people play, by the printed demo accounts: bots neither cook there nor crowd around them. */
export interface PeoplesKitchens {
  ids: ReadonlySet<string>;
}

/**
 * Somebody who tries out the rider's app stands at a demo kitchen and waits for its order. A bot who is asked first
 * passes, twice for each order; after that it takes it, so that nobody waits for a rider who isn't there.
 */
export function leaveFirstOffersToPeople({ ids }: PeoplesKitchens): (offer: Offer) => boolean {
  const passed = new Map<string, number>();
  return (offer) => {
    if (!ids.has(offer.restaurant.id)) return true;
    const times = passed.get(offer.rideId) ?? 0;
    if (times >= 2) return true;
    if (passed.size > 1_000) passed.clear();
    passed.set(offer.rideId, times + 1);
    return false;
  };
}
