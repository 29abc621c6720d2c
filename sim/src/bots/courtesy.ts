import type { Offer } from "@tiffin/domain/wire/riders";

/** Kitchens that people play, by the printed demo accounts: bots neither cook there nor crowd around them. */
export interface PeoplesKitchens {
  ids: ReadonlySet<string>;
}

/** How long an order of such a kitchen is left to people: time to go on shift and ride there. */
const COURTESY_MS = 60_000;

/**
 * Somebody who tries out the rider's app stands at a demo kitchen and waits for its order. A bot who is asked first
 * passes for a minute; after that it takes it, so that nobody waits for a rider who isn't there.
 */
export function leaveFirstOffersToPeople(
  { ids }: PeoplesKitchens,
  now: () => number = Date.now,
): (offer: Offer) => boolean {
  const firstSeen = new Map<string, number>();
  return (offer) => {
    if (!ids.has(offer.restaurant.id)) return true;
    const seenAt = firstSeen.get(offer.rideId) ?? now();
    if (firstSeen.size > 1_000) firstSeen.clear();
    firstSeen.set(offer.rideId, seenAt);
    return now() - seenAt >= COURTESY_MS;
  };
}
