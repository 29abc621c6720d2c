import { assignJobs } from "./assign.ts";
import { bestMerge, directSeconds, jobOf, type Job, type JobTimes } from "./jobs.ts";
import type { OpenOrder, PlannedRide, PlannedRider, PlannerPolicy, PlanOfRides, TravelSeconds } from "./model.ts";

export interface PlanRidesInput<Place> {
  readonly now: Date;
  readonly orders: readonly OpenOrder<Place>[];
  readonly riders: readonly PlannedRider<Place>[];
  readonly travel: TravelSeconds<Place>;
  readonly policy: PlannerPolicy;
}

/** Tiffin's own weights, found on public instances of the meal delivery routing problem. */
export const plannerPolicy: PlannerPolicy = {
  kind: "planner",
  service: { beforePickup: 60, afterPickup: 30, beforeDropoff: 60, afterDropoff: 30 },
  // Sparing the nearest (−0.05) won 0.05 min from click to door there, and cost riders a quarter more riding.
  rideWeight: 0,
  bundles: { maxOrders: 4, maxDetourSeconds: 1_200, maxReadySpreadSeconds: 900, scarcityWeight: 0.8 },
};

/** Leaving an order for later costs more than any way of bringing it: a day. */
const SKIPPED_SECONDS = 86_400;
/** Riders who are free by then count as free when it is judged how scarce they are. */
const SOON_SECONDS = 600;
/** Each pass merges what does not touch; more are hardly ever needed. */
const MAX_PASSES = 12;

/**
 * Plans a city's open orders and its riders together: who should fetch what next, alone or bundled, so that the food
 * arrives soonest in sum. Riders who are still under way count with the time and place at which they will be free, so an
 * order may wait for the one who passes by. Nothing here commits: a ride is due when its rider must leave to be at the
 * door when the food is ready, and until then each further plan may change it.
 *
 * Pure and deterministic: the order of the lists does not matter.
 *
 * The assignment after bundling follows Reyes et al., "The Meal Delivery Routing Problem" (2018); that bundles come from
 * a local search on the assignment's own cost, and riders' scarcity only weighs what a bundle saves, is ours.
 */
export function planRides<Place>(input: PlanRidesInput<Place>): PlanOfRides {
  const { policy } = input;
  const now = input.now.getTime() / 1_000;
  const orders = input.orders.toSorted((a, b) => (a.orderId < b.orderId ? -1 : 1));
  const riders = input.riders.toSorted((a, b) => (a.riderId < b.riderId ? -1 : 1));
  const times: JobTimes<Place> = { travel: input.travel, service: policy.service };
  const desk = new Desk(now, riders, times, policy);
  const ordersPerFreeRider = scarcity(now, orders, riders);

  let round = desk.solve(orders.map((order) => jobOf([order], times)));
  for (let pass = 0; pass < MAX_PASSES; pass += 1) {
    const merged = mergeJobs(desk, round, times, policy, Math.min(2, ordersPerFreeRider));
    if (merged === null) break;
    round = merged;
  }

  const rides: PlannedRide[] = [];
  const left: { orderId: string; why: "no_rider_could" | "others_first" }[] = [];
  for (const { job, rider, costs } of round.jobs) {
    if (rider >= 0) rides.push(describe(desk, job, rider, costs, ordersPerFreeRider));
    else {
      const why = costs.some((cost) => cost < Infinity) ? ("others_first" as const) : ("no_rider_could" as const);
      left.push(...job.orders.map(({ orderId }) => ({ orderId, why })));
    }
  }
  return { rides, left };
}

interface SolvedJob<Place> {
  readonly job: Job<Place>;
  /** Index of its rider, or -1. */
  readonly rider: number;
  /** By rider. */
  readonly costs: Float64Array;
}

interface Round<Place> {
  readonly jobs: readonly SolvedJob<Place>[];
  readonly total: number;
}

/** The riders and the clock, and what a job costs in whose hands. */
class Desk<Place> {
  readonly riders: readonly PlannedRider<Place>[];
  readonly #freeAt: Float64Array;
  readonly #endsAt: Float64Array;
  readonly #times: JobTimes<Place>;
  readonly #policy: PlannerPolicy;
  /** A job's costs outlive the round: only merged jobs are new. */
  readonly #known = new Map<Job<Place>, Float64Array>();
  /** Seconds to each restaurant, by rider. */
  readonly #ways = new Map<string, Float64Array>();

  constructor(now: number, riders: readonly PlannedRider<Place>[], times: JobTimes<Place>, policy: PlannerPolicy) {
    this.riders = riders;
    this.#freeAt = Float64Array.from(riders, ({ freeAt }) => Math.max(now, freeAt.getTime() / 1_000));
    this.#endsAt = Float64Array.from(riders, ({ shiftEndsAt }) =>
      shiftEndsAt === null ? Infinity : shiftEndsAt.getTime() / 1_000,
    );
    this.#times = times;
    this.#policy = policy;
  }

  /** When this rider would leave for it and have it in hand; null when the shift ends before. */
  times(job: Job<Place>, rider: number): { leaveAt: number; pickupAt: number; rideSeconds: number } | null {
    const rideSeconds = this.#waysTo(job)[rider]!;
    const toDoor = rideSeconds + this.#policy.service.beforePickup;
    const pickupAt = Math.max(this.#freeAt[rider]! + toDoor, job.readyAt);
    if (pickupAt > this.#endsAt[rider]!) return null;
    return { leaveAt: pickupAt - toDoor, pickupAt, rideSeconds };
  }

  /** Customers' waiting from click to door in seconds, weighed with the rider's time; Infinity where it can't be. */
  costs(job: Job<Place>): Float64Array {
    let costs = this.#known.get(job);
    if (costs === undefined) {
      const dropSum = job.dropAfter.reduce((sum, seconds) => sum + seconds, 0);
      costs = Float64Array.from(this.riders, ({ riderId }, rider) => {
        const times = this.times(job, rider);
        if (times === null || job.orders.some(({ notFor }) => notFor?.has(riderId) === true)) return Infinity;
        const { pickupAt, leaveAt } = times;
        const waiting = job.orders.length * pickupAt + dropSum - job.placedSum;
        return waiting + this.#policy.rideWeight * (pickupAt + job.busyAfter - leaveAt);
      });
      this.#known.set(job, costs);
    }
    return costs;
  }

  /** The best sharing out of these jobs. */
  solve(jobs: readonly Job<Place>[]): Round<Place> {
    const byJob = jobs.map((job) => this.costs(job));
    const byRider = this.riders.map((_, rider) => Float64Array.from(byJob, (costs) => costs[rider]!));
    const skip = Float64Array.from(jobs, ({ orders }) => SKIPPED_SECONDS * orders.length);
    const assigned = assignJobs(byRider, skip);
    let total = 0;
    const solved = jobs.map((job, index) => {
      const rider = assigned[index]!;
      total += rider < 0 ? skip[index]! : byJob[index]![rider]!;
      return { job, rider, costs: byJob[index]! };
    });
    return { jobs: solved, total };
  }

  #waysTo(job: Job<Place>): Float64Array {
    const { restaurantId, pickup } = job.orders[0]!;
    let ways = this.#ways.get(restaurantId);
    if (ways === undefined) {
      ways = Float64Array.from(this.riders, ({ at }) => this.#times.travel(at, pickup));
      this.#ways.set(restaurantId, ways);
    }
    return ways;
  }
}

/** Orders that are ready soon for each rider who is free soon. */
function scarcity<Place>(
  now: number,
  orders: readonly OpenOrder<Place>[],
  riders: readonly PlannedRider<Place>[],
): number {
  const soon = (now + SOON_SECONDS) * 1_000;
  const ready = orders.filter(({ readyAt }) => readyAt.getTime() <= soon).length;
  const free = riders.filter(({ freeAt }) => freeAt.getTime() <= soon).length;
  return ready / Math.max(1, free);
}

interface Merge<Place> {
  readonly a: number;
  readonly b: number;
  readonly job: Job<Place>;
  readonly gain: number;
}

/** One pass of bundling: the merges that gain most and don't touch, if sharing out anew bears them out. Null: none. */
function mergeJobs<Place>(
  desk: Desk<Place>,
  round: Round<Place>,
  times: JobTimes<Place>,
  policy: PlannerPolicy,
  ordersPerFreeRider: number,
): Round<Place> | null {
  const secondsWorth = policy.bundles.scarcityWeight * ordersPerFreeRider;
  const merges = possibleMerges(desk, round, times, policy, secondsWorth).toSorted((x, y) => y.gain - x.gain);
  const touched = new Set<number>();
  const taken = merges.filter(({ a, b }) => {
    if (touched.has(a) || touched.has(b)) return false;
    touched.add(a).add(b);
    return true;
  });
  // All at once; should that disappoint, the best alone.
  for (const some of [taken, taken.slice(0, 1)]) {
    if (some.length === 0) return null;
    const gone = new Set(some.flatMap(({ a, b }) => [a, b]));
    const jobs = [
      ...round.jobs.filter((_, index) => !gone.has(index)).map(({ job }) => job),
      ...some.map(({ job }) => job),
    ];
    const next = desk.solve(jobs);
    const saved = some.reduce((sum, merge) => sum + savedSeconds(round, merge, policy), 0);
    if (next.total - secondsWorth * saved < round.total) return next;
  }
  return null;
}

function possibleMerges<Place>(
  desk: Desk<Place>,
  round: Round<Place>,
  times: JobTimes<Place>,
  policy: PlannerPolicy,
  secondsWorth: number,
): Merge<Place>[] {
  const { maxOrders, maxDetourSeconds, maxReadySpreadSeconds } = policy.bundles;
  const merges: Merge<Place>[] = [];
  for (const indexes of byRestaurant(round).values()) {
    for (const [at, a] of indexes.entries()) {
      for (const b of indexes.slice(at + 1)) {
        const [one, other] = [round.jobs[a]!, round.jobs[b]!];
        if (one.job.orders.length + other.job.orders.length > maxOrders) continue;
        if (Math.abs(one.job.readyAt - other.job.readyAt) > maxReadySpreadSeconds) continue;
        const job = bestMerge(one.job, other.job, times);
        const isFar = job.orders.some((o, index) => job.dropAfter[index]! - directSeconds(o, times) > maxDetourSeconds);
        if (isFar) continue;
        const costs = desk.costs(job);
        const together = Math.min(...[one.rider, other.rider].map((rider) => (rider < 0 ? Infinity : costs[rider]!)));
        const apart = costOf(one) + costOf(other);
        const merge = { a, b, job, gain: 0 };
        const gain = apart - together + secondsWorth * savedSeconds(round, merge, policy);
        if (gain > 1) merges.push({ ...merge, gain });
      }
    }
  }
  return merges;
}

const costOf = ({ job, rider, costs }: SolvedJob<unknown>) =>
  rider < 0 ? SKIPPED_SECONDS * job.orders.length : costs[rider]!;

/** Rider's time that a bundle saves: one way to the restaurant (about its door's time), and one way back. */
function savedSeconds<Place>(round: Round<Place>, { a, b, job }: Merge<Place>, policy: PlannerPolicy): number {
  const apart = round.jobs[a]!.job.busyAfter + round.jobs[b]!.job.busyAfter;
  return apart - job.busyAfter + 2 * (policy.service.beforePickup + policy.service.afterPickup);
}

function byRestaurant<Place>(round: Round<Place>): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const [index, { job }] of round.jobs.entries()) {
    const { restaurantId } = job.orders[0]!;
    const group = groups.get(restaurantId);
    if (group === undefined) groups.set(restaurantId, [index]);
    else group.push(index);
  }
  return groups;
}

function describe<Place>(
  desk: Desk<Place>,
  job: Job<Place>,
  rider: number,
  costs: Float64Array,
  ordersPerFreeRider: number,
): PlannedRide {
  const { leaveAt, pickupAt, rideSeconds } = desk.times(job, rider)!;
  const others = costs.filter((cost, index) => index !== rider && cost < Infinity);
  const round = (value: number) => Math.round(value * 10) / 10;
  return {
    riderId: desk.riders[rider]!.riderId,
    orderIds: job.orders.map(({ orderId }) => orderId),
    offerNotBefore: new Date(leaveAt * 1_000),
    pickupAt: new Date(pickupAt * 1_000),
    dropoffAt: job.dropAfter.map((seconds) => new Date((pickupAt + seconds) * 1_000)),
    why: {
      policy: "planner",
      rideSeconds: round(rideSeconds),
      waitSeconds: round(Math.max(0, job.readyAt - leaveAt - rideSeconds)),
      lateSeconds: round(Math.max(0, pickupAt - job.readyAt)),
      cost: round(costs[rider]!),
      candidates: others.length + 1,
      nextBestCost: others.length === 0 ? null : round(Math.min(...others)),
      ordersPerFreeRider: round(ordersPerFreeRider),
    },
  };
}
