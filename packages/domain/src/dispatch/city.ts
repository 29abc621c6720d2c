/** Seconds that a motorbike needs from one place to another. What a place is, the planner does not care. */
export type TravelSeconds<Place> = (from: Place, to: Place) => number;

/** An order that needs a rider. */
export interface CityOrder<Place> {
  readonly orderId: string;
  readonly restaurantId: string;
  readonly pickup: Place;
  readonly dropoff: Place;
  readonly placedAt: Date;
  /** Since when dispatch looks for a rider. */
  readonly waitingSince: Date;
  /** When the kitchen has it ready, or is expected to. */
  readonly readyAt: Date;
  /** Standard deviation of that estimate; 0 once it is known. */
  readonly readySpreadSeconds: number;
  /** What the customer was told at the latest. */
  readonly promisedAt: Date | null;
  /** How often each rider was asked before and let it pass. */
  readonly askedBefore: Readonly<Record<string, number>>;
  /** Riders who said no to it, lately. */
  readonly declinedBy: readonly string[];
}

export const VEHICLES = ["bicycle", "ebike", "scooter", "motorbike", "car"] as const;
export type Vehicle = (typeof VEHICLES)[number];

/** An order that a rider has already. */
export interface CarriedOrder<Place> {
  readonly orderId: string;
  readonly restaurantId: string;
  readonly pickup: Place;
  readonly dropoff: Place;
  readonly placedAt: Date;
  readonly readyAt: Date;
  readonly isPickedUp: boolean;
}

/** A rider on shift: free now, or known to be free later somewhere. */
export interface CityRider<Place> {
  readonly riderId: string;
  /** Where they are now. */
  readonly at: Place;
  /** Since, or from, when they have nothing to do, and where; for who is busy, as estimated. */
  readonly freeAt: Date;
  readonly freePlace: Place;
  /** Their route: what they have, in the order of the doors. */
  readonly carries: readonly CarriedOrder<Place>[];
  /** Nothing is picked up after it; null when the rider has not said. */
  readonly shiftEndsAt: Date | null;
  readonly vehicle: Vehicle | null;
  readonly offersMade: number;
  readonly offersAccepted: number;
  /** Since when without a ride; null when this is not known. */
  readonly idleSince: Date | null;
}

/** What the planner sees of a city at one moment. */
export interface CityState<Place> {
  readonly now: Date;
  readonly orders: readonly CityOrder<Place>[];
  readonly riders: readonly CityRider<Place>[];
  readonly travel: TravelSeconds<Place>;
  /** As the crow flies. */
  readonly meters: (from: Place, to: Place) => number;
}

/** Facts about a decision, to explain it, replay it and learn from it. */
export type Features = Readonly<Record<string, number | string | boolean | null>>;

/** One question to one rider, to be asked now. */
export interface PlannedOffer {
  readonly riderId: string;
  /** In the order of the doors. */
  readonly orderIds: readonly string[];
  /** The whole way if they say yes, with what they carry already. */
  readonly stops: readonly { readonly kind: "pickup" | "dropoff"; readonly orderIds: readonly string[] }[];
  /** What the rider carries already. */
  readonly carries: readonly string[];
  /** When they must leave to be at the door when the food is ready. */
  readonly offerNotBefore: Date;
  readonly pickupAt: Date;
  /** For each of `orderIds`. */
  readonly dropoffAt: readonly Date[];
  readonly why: Features;
  /** Who came next, the best first. */
  readonly alternatives: readonly Alternative[];
}

/** A rider who was not asked, and what that would have cost: seconds of customers' waiting, weighed. */
export interface Alternative {
  readonly riderId: string;
  readonly cost: number;
  readonly rideSeconds: number;
  readonly acceptance: number;
}

/**
 * Why an order is not offered now:
 * - `no_rider_in_reach`: nobody on shift within its circle, or all of them said no.
 * - `riders_busy`: everybody within its circle has something to do.
 * - `no_rider_in_time`: nobody could fetch it before their shift ends.
 * - `others_first`: more urgent ones have the riders.
 * - `too_early`: its rider need not leave yet; until then a better plan may come up.
 * - `rider_soon_free`: it waits for a rider who is about to be free, sooner than anybody else could fetch it.
 */
export type NotYet =
  | "no_rider_in_reach"
  | "riders_busy"
  | "no_rider_in_time"
  | "others_first"
  | "too_early"
  | "rider_soon_free";

export interface LeftOrder {
  readonly orderId: string;
  readonly why: NotYet;
  /** When it will be offered by this plan; null where nobody can say. */
  readonly until: Date | null;
  /** Whom this plan has in mind. */
  readonly riderId: string | null;
}

export interface CityPlan {
  readonly offers: readonly PlannedOffer[];
  /** Every order that is in no offer. */
  readonly left: readonly LeftOrder[];
}
