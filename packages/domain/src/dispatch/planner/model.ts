/** Seconds that a rider needs from one place to another. What a place is, the planner does not care. */
export type TravelSeconds<Place> = (from: Place, to: Place) => number;

/** An order that nobody is committed to yet. */
export interface OpenOrder<Place> {
  readonly orderId: string;
  /** Only orders of one restaurant are carried together. */
  readonly restaurantId: string;
  readonly pickup: Place;
  readonly dropoff: Place;
  readonly placedAt: Date;
  /** When the kitchen has it ready, or is expected to. */
  readonly readyAt: Date;
  /** Riders who are not to be asked (again) for now. */
  readonly notFor?: ReadonlySet<string>;
}

/** A rider on shift: free now, or known to be free later somewhere. */
export interface PlannedRider<Place> {
  readonly riderId: string;
  /** Where they are, or will be at `freeAt`. */
  readonly at: Place;
  readonly freeAt: Date;
  /** Nothing is picked up after it; null when the rider has not said. */
  readonly shiftEndsAt: Date | null;
}

/** Seconds spent at a door, beside the ride: parking and walking in, and back out again. */
export interface ServiceSeconds {
  readonly beforePickup: number;
  readonly afterPickup: number;
  readonly beforeDropoff: number;
  readonly afterDropoff: number;
}

export interface PlannerPolicy {
  readonly kind: "planner";
  readonly service: ServiceSeconds;
  /**
   * How much a second of a rider's way there is worth when two of them would be in time: positive spares riding, negative
   * sends the farther one and keeps the nearer for an order that can't wait. Per second.
   */
  readonly rideWeight: number;
  readonly bundles: {
    readonly maxOrders: number;
    /** No customer's food arrives later by more than this than on a ride of its own. */
    readonly maxDetourSeconds: number;
    /** Orders that get ready farther apart are not carried together. */
    readonly maxReadySpreadSeconds: number;
    /** What a saved second of riding is worth, for each order that waits for each free rider: bundles when riders are scarce. */
    readonly scarcityWeight: number;
  };
}

/** What a rider would do: fetch these orders together, and bring them in this order. */
export interface PlannedRide {
  readonly riderId: string;
  readonly orderIds: readonly string[];
  /** Asking earlier would only send the rider to wait; until then a better plan may come up. */
  readonly offerNotBefore: Date;
  readonly pickupAt: Date;
  /** For each of `orderIds`. */
  readonly dropoffAt: readonly Date[];
  /** Facts about the decision, to explain it, replay it and learn from it. Seconds unless named otherwise. */
  readonly why: {
    readonly policy: "planner";
    readonly rideSeconds: number;
    readonly waitSeconds: number;
    readonly lateSeconds: number;
    readonly cost: number;
    /** How many riders could have done it, and what the next best would have cost. */
    readonly candidates: number;
    readonly nextBestCost: number | null;
    readonly ordersPerFreeRider: number;
  };
}

export interface PlanOfRides {
  /** All that is planned; those with `offerNotBefore <= now` and a free rider are due. */
  readonly rides: readonly PlannedRide[];
  /** Orders that no rider could fetch, or that more urgent ones crowded out. */
  readonly left: readonly { readonly orderId: string; readonly why: "no_rider_could" | "others_first" }[];
}
