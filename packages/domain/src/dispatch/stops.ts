/** What has to be known of a ride to put it among a rider's others. */
export interface RideInSequence {
  readonly rideId: string;
  readonly restaurantId: string;
  readonly isPickedUp: boolean;
  /** The rider stands at its customer's door, as they or the fence said; no where it is left out. */
  readonly isAtDoor?: boolean;
  /** Where the plan puts its pick-up and its hand-over among those of the rides that were taken with it. */
  readonly pickupOrder: number;
  readonly dropOrder: number;
}

export interface PlannedStop {
  readonly kind: "pickup" | "dropoff";
  /** All orders of one restaurant are fetched at one stop; each is handed over at its own. */
  readonly rideIds: readonly string[];
}

/**
 * What is left for a rider to do, in order: first all that is still to be fetched, restaurant by restaurant, then door by
 * door. Nothing is brought before everything is on board: that is what the plan promised each customer. Only where the
 * rider stands at a door already, whatever the plan said, nobody is sent away from it with the food in hand.
 */
export function stopsInOrder(rides: readonly RideInSequence[]): PlannedStop[] {
  const toFetch = rides
    .filter(({ isPickedUp }) => !isPickedUp)
    .toSorted((a, b) => a.pickupOrder - b.pickupOrder || byDrop(a, b));
  const pickups = new Map<string, string[]>();
  for (const { restaurantId, rideId } of toFetch) {
    const known = pickups.get(restaurantId);
    if (known === undefined) pickups.set(restaurantId, [rideId]);
    else known.push(rideId);
  }
  const doors = rides.toSorted(byDrop);
  return [
    ...doors.filter(({ isAtDoor }) => isAtDoor === true).map(dropoff),
    ...[...pickups.values()].map((rideIds) => ({ kind: "pickup" as const, rideIds })),
    ...doors.filter(({ isAtDoor }) => isAtDoor !== true).map(dropoff),
  ];
}

/** The rides by their next stop: whoever takes them in this order keeps to the plan. */
export function ridesInStopOrder<Ride extends RideInSequence>(rides: readonly Ride[]): Ride[] {
  const place = new Map<string, number>();
  for (const { rideIds } of stopsInOrder(rides))
    for (const rideId of rideIds) if (!place.has(rideId)) place.set(rideId, place.size);
  return rides.toSorted((a, b) => place.get(a.rideId)! - place.get(b.rideId)!);
}

const dropoff = ({ rideId }: RideInSequence) => ({ kind: "dropoff" as const, rideIds: [rideId] });

function byDrop(a: RideInSequence, b: RideInSequence): number {
  return a.dropOrder - b.dropOrder || (a.rideId < b.rideId ? -1 : 1);
}
