import type { Offer, Ride } from "@tiffin/domain/wire/riders";

type SeenRide = Pick<Ride, "id" | "orderNumber" | "acceptedSeq">;
interface Seen {
  readonly offer?: Offer | undefined;
  readonly rides: readonly SeenRide[];
}

/** What stood on the screen and is no longer there, though the rider neither finished nor answered it on this phone. */
export interface Gone {
  readonly rides: readonly SeenRide[];
  /** `elsewhere`: the rider has accepted it on another of their phones. `lost`: it is nobody's offer any more, or another's. */
  readonly offer: "elsewhere" | "lost" | null;
}

/** Names one question to one rider. */
export const offerKeyOf = (offer: { rideId: string; offerSeq: number }): string => `${offer.rideId}:${offer.offerSeq}`;

/** Whether the rider has what was offered because they said yes to it, rather than because operations gave it to them. */
export const wasAccepted = (
  { rides }: { readonly rides: readonly SeenRide[] },
  offer: { rideId: string; offerSeq: number },
): boolean => rides.some(({ id, acceptedSeq }) => id === offer.rideId && acceptedSeq === offer.offerSeq);

/** `settled` holds the ids of rides handed over and the keys of offers that were answered or ran out here. */
export function goneSince(before: Seen, after: Seen, settled: ReadonlySet<string>): Gone {
  const still = new Set(after.rides.map((ride) => ride.id));
  return {
    rides: before.rides.filter((ride) => !still.has(ride.id) && !settled.has(ride.id)),
    offer: goneOffer(before, after, still, settled),
  };
}

function goneOffer(
  { offer }: Seen,
  after: Seen,
  still: ReadonlySet<string>,
  settled: ReadonlySet<string>,
): Gone["offer"] {
  if (offer === undefined || settled.has(offerKeyOf(offer))) return null;
  if (wasAccepted(after, offer)) return "elsewhere";
  return after.offer === undefined && !still.has(offer.rideId) ? "lost" : null;
}
