import type { Alternative, CityOrder, CityRider, CityState, NotYet } from "../city.ts";
import { radiusAfter, roomOn, traitsOf, type PlannerPolicy } from "../policy.ts";
import type { PairFeatures, Scorer } from "../scorer.ts";
import { assignJobs } from "./assign.ts";
import {
  bestMerge,
  directSeconds,
  inHand,
  inSeconds,
  jobOf,
  longestDelay,
  sum,
  type Job,
  type JobOrder,
  type JobTimes,
} from "./jobs.ts";

/** What is left is fetched so much later at the soonest: somebody has to have brought another order first. */
const LEFT_SECONDS = 600;
/** Leaving an order for later costs more than any way of bringing it: a day. */
const SKIPPED_SECONDS = 86_400;
/** Beyond it, a rider who waits still longer has no more of a claim. */
const IDLE_AT_MOST_SECONDS = 3_600;

export interface SolvedJob<Place> {
  readonly job: Job<Place>;
  /** Index of its rider, or -1. */
  readonly rider: number;
  /** By rider. */
  readonly costs: Float64Array;
}

export interface Round<Place> {
  readonly jobs: readonly SolvedJob<Place>[];
  readonly total: number;
}

/** How one rider would do a job. Moments in seconds since the epoch. */
export interface Errand<Place> {
  /** All that is then on the rider's way: the job, or the job among what they go to fetch anyway. */
  readonly way: Job<Place>;
  readonly isAddOn: boolean;
  readonly leaveAt: number;
  readonly pickupAt: number;
  readonly features: PairFeatures;
  readonly acceptance: number;
  readonly cost: number;
}

interface DeskRider<Place> {
  readonly rider: CityRider<Place>;
  readonly freeAt: number;
  readonly isFree: boolean;
  readonly endsAt: number;
  readonly slowness: number;
  readonly capacity: number;
  readonly idleSeconds: number | null;
  /** What they are on the way to fetch, all from one restaurant: more of the same may be added. */
  readonly errand: Job<Place> | null;
}

interface Ways {
  readonly seconds: Float64Array;
  readonly meters: Float64Array;
}

/** What of a job is the same for every rider. */
interface JobFacts {
  readonly ways: Ways;
  /** The widest circle that one of its orders has reached. Meters. */
  readonly radius: number;
  readonly declinedBy: ReadonlySet<string>;
  /** How often riders were asked about one of its orders and let it pass. */
  readonly askedBefore: ReadonlyMap<string, number>;
  /** How slow a vehicle is on which one of several customers' food would come too late. */
  readonly tooSlow: ReadonlySet<number>;
}

/** The riders and the clock, and what a job costs in whose hands. */
export class Desk<Place> {
  readonly riders: readonly CityRider<Place>[];
  readonly times: JobTimes<Place>;
  /** Orders that are ready soon for each rider who is free soon. */
  readonly scarcity: number;
  /** What a saved second of a rider's time is worth now. */
  readonly savedWorth: number;
  readonly #now: number;
  readonly #desk: readonly DeskRider<Place>[];
  /** What riders have who are slower than the travel times. */
  readonly #slow: ReadonlySet<number>;
  readonly #orders: ReadonlyMap<string, CityOrder<Place>>;
  readonly #meters: CityState<Place>["meters"];
  readonly #policy: PlannerPolicy;
  readonly #scorer: Scorer;
  readonly #who: "all" | "free";
  /** A job's costs outlive the round: only merged jobs are new. */
  readonly #known = new Map<Job<Place>, Float64Array>();
  readonly #ways = new Map<string, Ways>();
  readonly #facts = new WeakMap<Job<Place>, JobFacts>();

  /**
   * `orders` and `riders` sorted by id, so that ties fall the same way every time. `who` can be given something new: all,
   * for when they have done what they do now, or only who is free now. Either may have something added to their way.
   */
  constructor(state: CityState<Place>, policy: PlannerPolicy, scorer: Scorer, who: "all" | "free") {
    const now = inSeconds(state.now);
    this.#now = now;
    this.#policy = policy;
    this.#scorer = scorer;
    this.#who = who;
    this.#meters = state.meters;
    this.times = { travel: state.travel, service: policy.service };
    this.riders = state.riders;
    this.#orders = new Map(state.orders.map((order) => [order.orderId, order]));
    this.#desk = state.riders.map((rider) => ({
      rider,
      freeAt: Math.max(now, inSeconds(rider.freeAt)),
      isFree: rider.freeAt <= state.now && rider.carries.length === 0,
      endsAt: rider.shiftEndsAt === null ? Infinity : inSeconds(rider.shiftEndsAt),
      slowness: traitsOf(rider.vehicle).slowness,
      capacity: roomOn(rider.vehicle, policy),
      idleSeconds: rider.idleSince === null ? null : Math.max(0, now - inSeconds(rider.idleSince)),
      errand: errandOf(rider, this.times),
    }));
    this.#slow = new Set(this.#desk.map(({ slowness }) => slowness).filter((slowness) => slowness > 1));
    this.scarcity = scarcity(state);
    this.savedWorth = policy.bundles.scarcityWeight * Math.min(2, this.scarcity);
  }

  isFree(rider: number): boolean {
    return this.#desk[rider]!.isFree;
  }

  slowness(rider: number): number {
    return this.#desk[rider]!.slowness;
  }

  get scorerVersion(): string {
    return this.#scorer.version;
  }

  /** Why a job that nobody can do at all is left. */
  whyNobody(job: Job<Place>): NotYet {
    const facts = this.#factsOf(job);
    const near = this.#desk.filter((who, index) => this.#mayDo(job, facts, who, index));
    if (near.length === 0) return "no_rider_in_reach";
    return near.some(({ isFree }) => isFree) ? "no_rider_in_time" : "riders_busy";
  }

  /** The job of one order by itself. */
  single(order: CityOrder<Place>): Job<Place> {
    return jobOf([order], this.times);
  }

  /** By rider; Infinity where it can't be. */
  costs(job: Job<Place>): Float64Array {
    let costs = this.#known.get(job);
    if (costs === undefined) {
      costs = new Float64Array(this.#desk.length);
      const facts = this.#factsOf(job);
      for (let rider = 0; rider < costs.length; rider += 1)
        costs[rider] = this.#errand(job, facts, rider)?.cost ?? Infinity;
      this.#known.set(job, costs);
    }
    return costs;
  }

  /** The best sharing out of these jobs. */
  solve(jobs: readonly Job<Place>[]): Round<Place> {
    const byJob = jobs.map((job) => this.costs(job));
    const skip = Float64Array.from(jobs, (job) => this.skipCost(job));
    const assigned = assignJobs(byJob, skip, this.riders.length);
    let total = 0;
    const solved = jobs.map((job, index) => {
      const rider = assigned[index]!;
      total += rider < 0 ? skip[index]! : byJob[index]![rider]!;
      return { job, rider, costs: byJob[index]! };
    });
    return { jobs: solved, total };
  }

  /**
   * What leaving a job for later costs. With what its customers have waited so far, so that their wait is no reason to
   * leave it: it counts in every other cost, too. And once more with what they have waited for a rider: a reason to take
   * it first. So is being late for what was promised, a ride later: else riders who are few would rather bring what can
   * still be in time.
   */
  skipCost(job: Job<Place>): number {
    const waited = sum(job.orders.map(({ orderId }) => this.#waited(orderId)));
    const late = this.#policy.weights.late * sum(job.orders.map((order) => this.#lateIfLeft(order)));
    return (SKIPPED_SECONDS + this.#now) * job.orders.length - job.placedSum + waited + late;
  }

  #lateIfLeft(order: JobOrder<Place>): number {
    if (order.promisedAt === undefined || order.promisedAt === null) return 0;
    const fetchedAt = Math.max(this.#now + LEFT_SECONDS, inSeconds(order.readyAt));
    return Math.max(0, fetchedAt + directSeconds(order, this.times, 1) - inSeconds(order.promisedAt));
  }

  /** How this rider would do it; null when they can't, may not, or live too far off. */
  errand(job: Job<Place>, index: number): Errand<Place> | null {
    return this.#errand(job, this.#factsOf(job), index);
  }

  #errand(job: Job<Place>, facts: JobFacts, index: number): Errand<Place> | null {
    const who = this.#desk[index]!;
    if (!this.#mayDo(job, facts, who, index)) return null;
    const fresh = this.#fresh(job, facts, who, index);
    const addOn = who.errand === null ? null : this.#addOn(job, facts, who, who.errand);
    if (fresh === null || addOn === null) return fresh ?? addOn;
    return addOn.cost < fresh.cost ? addOn : fresh;
  }

  /** The best of those who did not get it. */
  alternatives({ job, rider, costs }: SolvedJob<Place>, limit: number): Alternative[] {
    const best: number[] = [];
    for (let index = 0; index < costs.length; index += 1) {
      if (index === rider || costs[index] === Infinity) continue;
      // The few best so far, in order; ties by the riders' own order.
      let at = best.length;
      while (at > 0 && costs[best[at - 1]!]! > costs[index]!) at -= 1;
      if (at >= limit) continue;
      best.splice(at, 0, index);
      if (best.length > limit) best.pop();
    }
    return best.map((index) => {
      const { cost, features, acceptance } = this.errand(job, index)!;
      const riderId = this.riders[index]!.riderId;
      return { riderId, cost, rideSeconds: features.rideSeconds, acceptance };
    });
  }

  #mayDo(job: Job<Place>, facts: JobFacts, { rider, capacity, slowness }: DeskRider<Place>, index: number): boolean {
    const { ways, radius, declinedBy, tooSlow } = facts;
    return (
      job.orders.length <= capacity &&
      ways.meters[index]! <= radius &&
      !(tooSlow.size > 0 && tooSlow.has(slowness)) &&
      !(declinedBy.size > 0 && declinedBy.has(rider.riderId))
    );
  }

  #factsOf(job: Job<Place>): JobFacts {
    let facts = this.#facts.get(job);
    if (facts === undefined) {
      const orders = job.orders.map(({ orderId }) => this.#orders.get(orderId)!);
      const askedBefore = new Map<string, number>();
      for (const order of orders)
        for (const [riderId, times] of Object.entries(order.askedBefore))
          askedBefore.set(riderId, Math.max(times, askedBefore.get(riderId) ?? 0));
      facts = {
        ways: this.#waysTo(job),
        radius: Math.max(...orders.map(({ orderId }) => radiusAfter(this.#waited(orderId), this.#policy))),
        declinedBy: new Set(orders.flatMap(({ declinedBy }) => declinedBy)),
        askedBefore,
        tooSlow: this.#tooSlow(job),
      };
      this.#facts.set(job, facts);
    }
    return facts;
  }

  #tooSlow(job: Job<Place>): ReadonlySet<number> {
    if (job.orders.length === 1) return new Set();
    const { maxDelaySeconds } = this.#policy.bundles;
    return new Set([...this.#slow].filter((slowness) => longestDelay(job, this.times, slowness) > maxDelaySeconds));
  }

  /** The job after all that the rider does now. */
  #fresh(job: Job<Place>, facts: JobFacts, who: DeskRider<Place>, index: number): Errand<Place> | null {
    if (this.#who === "free" && !who.isFree) return null;
    const rideSeconds = facts.ways.seconds[index]! * who.slowness;
    const features = this.#features(job, facts, who, rideSeconds);
    const toCounter = this.#scorer.pickupSeconds(features);
    const { readyAt, spread } = job.pickups[0];
    const leaveAt = Math.max(who.freeAt, readyAt - this.#policy.earlyDeviations * spread - toCounter);
    const pickupAt = inHand(job, leaveAt + toCounter, who.slowness, this.#policy.service);
    if (pickupAt > who.endsAt) return null;
    const waiting = this.#waiting(job, pickupAt, who.slowness);
    const busy = pickupAt + job.busyRide * who.slowness + job.busyService - leaveAt;
    const { ride, idle, declined } = this.#policy.weights;
    const acceptance = this.#scorer.acceptance(features);
    const cost =
      waiting +
      ride * busy -
      idle * Math.min(IDLE_AT_MOST_SECONDS, who.idleSeconds ?? 0) +
      declined * (1 - acceptance) * job.orders.length;
    return { way: job, isAddOn: false, leaveAt, pickupAt, features, acceptance, cost };
  }

  /** The job among what the rider is on the way to fetch from the same restaurant. */
  #addOn(job: Job<Place>, facts: JobFacts, who: DeskRider<Place>, errand: Job<Place>): Errand<Place> | null {
    const restaurantId = job.pickups[0].restaurantId;
    if (job.pickups.length > 1 || errand.pickups[0].restaurantId !== restaurantId) return null;
    if (errand.orders.length + job.orders.length > who.capacity) return null;
    const way = bestMerge(errand, job, this.times);
    if (longestDelay(way, this.times, who.slowness) > this.#policy.bundles.maxDelaySeconds) return null;
    const rideSeconds = this.times.travel(who.rider.at, job.pickups[0].place) * who.slowness;
    const features = this.#features(job, facts, who, rideSeconds);
    const there = this.#now + this.#scorer.pickupSeconds(features);
    const { service, weights } = this.#policy;
    const pickupAt = inHand(way, there, who.slowness, service);
    if (pickupAt > who.endsAt) return null;
    const before = this.#waiting(errand, inHand(errand, there, who.slowness, service), who.slowness);
    const saved = savedSeconds(errand, job, way, this.times);
    const acceptance = this.#scorer.acceptance(features);
    const cost =
      this.#waiting(way, pickupAt, who.slowness) -
      before -
      this.savedWorth * saved +
      weights.declined * (1 - acceptance) * job.orders.length;
    return { way, isAddOn: true, leaveAt: this.#now, pickupAt, features, acceptance, cost };
  }

  /** Customers' waiting from click to door, and more for what comes later than promised. Seconds. */
  #waiting(job: Job<Place>, pickupAt: number, slowness: number): number {
    const { late } = this.#policy.weights;
    let waiting = job.orders.length * pickupAt - job.placedSum;
    for (let index = 0; index < job.orders.length; index += 1) {
      const { promisedAt } = job.orders[index]!;
      const after = job.dropRide[index]! * slowness + job.dropService[index]!;
      waiting += after;
      if (promisedAt !== undefined && promisedAt !== null)
        waiting += late * Math.max(0, pickupAt + after - inSeconds(promisedAt));
    }
    return waiting;
  }

  #features(
    job: Job<Place>,
    { askedBefore }: JobFacts,
    { rider, idleSeconds, slowness }: DeskRider<Place>,
    rideSeconds: number,
  ): PairFeatures {
    return {
      rideSeconds,
      doorSeconds: this.#policy.service.beforePickup,
      carrySeconds: job.busyRide * slowness + job.busyService,
      orders: job.orders.length,
      vehicle: rider.vehicle,
      offersMade: rider.offersMade,
      offersAccepted: rider.offersAccepted,
      askedBefore: askedBefore.size === 0 ? 0 : (askedBefore.get(rider.riderId) ?? 0),
      idleSeconds,
      readyInSeconds: job.pickups[0].readyAt - this.#now,
    };
  }

  #waited(orderId: string): number {
    return Math.max(0, this.#now - inSeconds(this.#orders.get(orderId)!.waitingSince));
  }

  #waysTo(job: Job<Place>): Ways {
    const { restaurantId, place } = job.pickups[0];
    let ways = this.#ways.get(restaurantId);
    if (ways === undefined) {
      const meters = Float64Array.from(this.riders, ({ freePlace }) => this.#meters(freePlace, place));
      // Beyond the last wave nobody is asked: no need to know the way.
      const widest = radiusAfter(Infinity, this.#policy);
      const seconds = Float64Array.from(this.riders, ({ freePlace }, rider) =>
        meters[rider]! > widest ? Infinity : this.times.travel(freePlace, place),
      );
      ways = { meters, seconds };
      this.#ways.set(restaurantId, ways);
    }
    return ways;
  }
}

/** Rider's time that a bundle saves: one way to the restaurant (about its door's time), and one way back. */
export function savedSeconds<Place>(
  a: Job<Place>,
  b: Job<Place>,
  together: Job<Place>,
  { service }: JobTimes<Place>,
): number {
  const busy = (job: Job<Place>) => job.busyRide + job.busyService;
  return busy(a) + busy(b) - busy(together) + 2 * (service.beforePickup + service.afterPickup);
}

/** What a rider is about to fetch, if nothing is on board yet and it is all at one restaurant. */
function errandOf<Place>({ carries }: CityRider<Place>, times: JobTimes<Place>): Job<Place> | null {
  if (carries.length === 0 || carries.some(({ isPickedUp }) => isPickedUp)) return null;
  const job = jobOf(carries, times);
  return job.pickups.length === 1 ? job : null;
}

/** Riders who are free by then count as free when it is judged how scarce they are. */
const SOON_SECONDS = 600;

function scarcity<Place>({ now, orders, riders }: CityState<Place>): number {
  const soon = now.getTime() + SOON_SECONDS * 1_000;
  const ready = orders.filter(({ readyAt }) => readyAt.getTime() <= soon).length;
  const free = riders.filter(({ freeAt }) => freeAt.getTime() <= soon).length;
  return ready / Math.max(1, free);
}
