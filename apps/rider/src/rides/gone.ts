import type { CurrentRides } from "@tiffin/domain/wire/riders";

/** What stood on the screen and is no longer there, though the rider neither finished nor answered it. */
export interface Gone {
  readonly orderNumbers: readonly string[];
  readonly offer: boolean;
}

type Seen = Pick<CurrentRides, "offer"> & { readonly rides: readonly { id: string; orderNumber: string }[] };

export const offerKeyOf = (offer: { rideId: string; offerSeq: number }): string => `${offer.rideId}:${offer.offerSeq}`;

/** `settled` holds the ids of rides handed over and the keys of offers that were answered or ran out here. */
export function goneSince(before: Seen, after: Seen, settled: ReadonlySet<string>): Gone {
  const still = new Set(after.rides.map((ride) => ride.id));
  const { offer } = before;
  return {
    orderNumbers: before.rides
      .filter((ride) => !still.has(ride.id) && !settled.has(ride.id))
      .map((ride) => ride.orderNumber),
    offer:
      offer !== undefined && after.offer === undefined && !still.has(offer.rideId) && !settled.has(offerKeyOf(offer)),
  };
}
