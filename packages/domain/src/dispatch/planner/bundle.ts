import type { CityOrder } from "../city.ts";
import type { PlannerPolicy } from "../policy.ts";
import { savedSeconds, type Desk, type Round, type SolvedJob } from "./desk.ts";
import { bestMerge, longestDelay, type Job } from "./jobs.ts";

/** Each pass merges what does not touch; more are hardly ever needed. */
const MAX_PASSES = 12;
/** A merge that saves less than a second is not worth the bother. */
const LEAST_GAIN_SECONDS = 1;

/** Shares out the orders, bundled where that is better for the customers in sum. */
export function shareOut<Place>(
  desk: Desk<Place>,
  orders: readonly CityOrder<Place>[],
  policy: PlannerPolicy,
): Round<Place> {
  let round = desk.solve(orders.map((order) => desk.single(order)));
  const merger = new Merger(desk, policy);
  for (let pass = 0; pass < MAX_PASSES; pass += 1) {
    const merged = mergeJobs(desk, round, merger, policy);
    if (merged === null) break;
    round = merged;
  }
  return round;
}

interface Merge<Place> {
  readonly a: number;
  readonly b: number;
  readonly job: Job<Place>;
  readonly gain: number;
  /** Of the gain: what the riders' saved time is worth. */
  readonly saved: number;
}

/** Two jobs in one, and what that saves of riders' time; null where a customer's food would come too late whoever brings it. */
type Together<Place> = { readonly job: Job<Place>; readonly saved: number } | null;

/** Puts jobs together, each two of them once: most of them are there again in the next pass. */
class Merger<Place> {
  readonly #desk: Desk<Place>;
  readonly #bundles: PlannerPolicy["bundles"];
  readonly #known = new Map<Job<Place>, Map<Job<Place>, Together<Place>>>();

  constructor(desk: Desk<Place>, { bundles }: PlannerPolicy) {
    this.#desk = desk;
    this.#bundles = bundles;
  }

  together(a: Job<Place>, b: Job<Place>): Together<Place> {
    let known = this.#known.get(a);
    if (known === undefined) this.#known.set(a, (known = new Map()));
    let together = known.get(b);
    if (together === undefined) known.set(b, (together = this.#merge(a, b)));
    return together;
  }

  #merge(a: Job<Place>, b: Job<Place>): Together<Place> {
    const { maxOrders, maxDelaySeconds } = this.#bundles;
    if (a.orders.length + b.orders.length > maxOrders) return null;
    // Waiting for the other's kitchen alone would be too much.
    if (Math.abs(a.inHandAt - b.inHandAt) > maxDelaySeconds) return null;
    const { times, savedWorth } = this.#desk;
    const job = bestMerge(a, b, times);
    // Too late at the pace of the travel times is too late on every vehicle; what is slower is for the desk to judge.
    if (longestDelay(job, times, 1) > maxDelaySeconds) return null;
    return { job, saved: savedWorth * savedSeconds(a, b, job, times) };
  }
}

/** One pass of bundling: the merges that gain most and don't touch, if sharing out anew bears them out. Null: none. */
function mergeJobs<Place>(
  desk: Desk<Place>,
  round: Round<Place>,
  merger: Merger<Place>,
  policy: PlannerPolicy,
): Round<Place> | null {
  const merges = possibleMerges(desk, round, merger, policy).toSorted(
    (x, y) => y.gain - x.gain || x.a - y.a || x.b - y.b,
  );
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
    if (next.total - some.reduce((total, { saved }) => total + saved, 0) < round.total) return next;
  }
  return null;
}

function possibleMerges<Place>(
  desk: Desk<Place>,
  round: Round<Place>,
  merger: Merger<Place>,
  policy: PlannerPolicy,
): Merge<Place>[] {
  const merges: Merge<Place>[] = [];
  for (const [a, b] of pairs(desk, round, policy)) {
    const [one, other] = [round.jobs[a]!, round.jobs[b]!];
    const merged = merger.together(one.job, other.job);
    if (merged === null) continue;
    const { job, saved } = merged;
    // In the hands of one of the two who would do them apart; whoever may do it better still comes out anew below.
    const together = Math.min(
      ...[one.rider, other.rider].map((rider) => (rider < 0 ? Infinity : (desk.errand(job, rider)?.cost ?? Infinity))),
    );
    const gain = costOf(desk, one) + costOf(desk, other) - together + saved;
    if (gain > LEAST_GAIN_SECONDS) merges.push({ a, b, job, gain, saved });
  }
  return merges;
}

/** Jobs that might go together: of one restaurant, or of two that lie side by side. */
function* pairs<Place>(desk: Desk<Place>, round: Round<Place>, policy: PlannerPolicy): Generator<[number, number]> {
  const { neighbourSeconds } = policy.bundles;
  const byDoors = new Map<string, number[]>();
  for (const [index, { job }] of round.jobs.entries()) {
    const doors = job.pickups.map(({ restaurantId }) => restaurantId).join();
    const group = byDoors.get(doors);
    if (group === undefined) byDoors.set(doors, [index]);
    else group.push(index);
  }
  const groups = [...byDoors.values()];
  for (const [at, group] of groups.entries()) {
    for (const [place, a] of group.entries()) for (const b of group.slice(place + 1)) yield [a, b];
    if (neighbourSeconds <= 0) continue;
    const here = round.jobs[group[0]!]!.job.pickups;
    for (const other of groups.slice(at + 1)) {
      const there = round.jobs[other[0]!]!.job.pickups;
      // Two doors are an errand, three are a tour.
      if (new Set([...here, ...there].map(({ restaurantId }) => restaurantId)).size > 2) continue;
      if (desk.times.travel(here[0].place, there[0].place) > neighbourSeconds) continue;
      for (const a of group) for (const b of other) yield [a, b];
    }
  }
}

function costOf<Place>(desk: Desk<Place>, { job, rider, costs }: SolvedJob<Place>): number {
  return rider < 0 ? desk.skipCost(job) : costs[rider]!;
}
