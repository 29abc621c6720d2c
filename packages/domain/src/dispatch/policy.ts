import type { Vehicle } from "./city.ts";

/** How far around the restaurant riders are looked for, growing with the wait. In order of `afterSeconds`. */
export type Waves = readonly { readonly afterSeconds: number; readonly radiusMeters: number }[];

/** Seconds spent at a door, beside the ride: parking and walking in, and back out again. */
export interface ServiceSeconds {
  readonly beforePickup: number;
  readonly afterPickup: number;
  readonly beforeDropoff: number;
  readonly afterDropoff: number;
}

/** The nearest free rider, at once, one order each: the rule to beat. */
export interface GreedyPolicy {
  readonly kind: "greedy";
  readonly waves: Waves;
  readonly service: ServiceSeconds;
}

export interface PlannerPolicy {
  readonly kind: "planner";
  readonly waves: Waves;
  readonly service: ServiceSeconds;
  /**
   * How long an order may be held back at most, although a rider could be asked: so that nobody is sent to wait, and a
   * better plan may come up. 0 asks at once. Seconds.
   */
  readonly holdBackSeconds: number;
  /** Costs of an assignment, in seconds of one customer's waiting from click to door. */
  readonly weights: {
    /** A second of a rider's time, from leaving to being free again. */
    readonly ride: number;
    /** A second beyond what the customer was promised, on top of the waiting itself. */
    readonly late: number;
    /** A second that a rider has been without a ride: who waits longest is asked, other things being nearly equal. */
    readonly idle: number;
    /** What it costs to ask somebody in vain. */
    readonly declined: number;
  };
  /** A rider is to be at the door so many standard deviations before the food is expected. */
  readonly earlyDeviations: number;
  readonly bundles: {
    readonly maxOrders: number;
    /** No customer's food arrives later by more than this than if it were fetched when ready and brought straight. */
    readonly maxDelaySeconds: number;
    /** Restaurants this near by are one errand; 0 bundles orders of one restaurant only. */
    readonly neighbourSeconds: number;
    /** What a saved second of riding is worth, for each order that waits for each free rider: bundles when riders are scarce. */
    readonly scarcityWeight: number;
  };
}

export type DispatchPolicy = GreedyPolicy | PlannerPolicy;

const waves: Waves = [
  { afterSeconds: 0, radiusMeters: 3_000 },
  { afterSeconds: 10, radiusMeters: 5_000 },
  { afterSeconds: 25, radiusMeters: 8_000 },
];

const service: ServiceSeconds = { beforePickup: 60, afterPickup: 30, beforeDropoff: 60, afterDropoff: 30 };

export const greedyPolicy: GreedyPolicy = { kind: "greedy", waves, service };

/** Tiffin's own weights, found on public instances of the meal delivery routing problem. */
export const plannerPolicy: PlannerPolicy = {
  kind: "planner",
  waves,
  service,
  holdBackSeconds: 0,
  // Sparing the nearest (a ride's weight of −0.05) won 0.05 min from click to door, and cost a quarter more riding.
  weights: { ride: 0, late: 0.5, idle: 0.02, declined: 20 },
  earlyDeviations: 1,
  bundles: { maxOrders: 3, maxDelaySeconds: 900, neighbourSeconds: 90, scarcityWeight: 0.8 },
};

/** The radius of the wave that an order has reached. Meters. */
export function radiusAfter(waitingSeconds: number, { waves }: { readonly waves: Waves }): number {
  return waves.reduce(
    (radius, wave) => (waitingSeconds >= wave.afterSeconds ? Math.max(radius, wave.radiusMeters) : radius),
    waves[0]?.radiusMeters ?? 0,
  );
}

interface VehicleTraits {
  /** How many orders go on it. */
  readonly capacity: number;
  /** How long it takes for what a motorbike does in one. */
  readonly slowness: number;
}

const TRAITS: Readonly<Record<Vehicle, VehicleTraits>> = {
  bicycle: { capacity: 2, slowness: 1.4 },
  ebike: { capacity: 2, slowness: 1.15 },
  scooter: { capacity: 3, slowness: 1 },
  motorbike: { capacity: 3, slowness: 1 },
  car: { capacity: 5, slowness: 1.1 },
};

/** A vehicle that is not known is whatever the travel times were made for, and holds what the policy allows. */
export function traitsOf(vehicle: Vehicle | null): VehicleTraits {
  return vehicle === null ? { capacity: Infinity, slowness: 1 } : TRAITS[vehicle];
}

/** How many orders a rider carries at once: what the policy allows and what goes on their vehicle. */
export function roomOn(vehicle: Vehicle | null, { bundles }: Pick<PlannerPolicy, "bundles">): number {
  return Math.min(bundles.maxOrders, traitsOf(vehicle).capacity);
}
