import type { CityPlan, CityState, Features, LeftOrder, NotYet, PlannedOffer } from "../city.ts";
import type { PlannerPolicy } from "../policy.ts";
import type { Scorer } from "../scorer.ts";
import { shareOut } from "./bundle.ts";
import { Desk, type Errand, type SolvedJob } from "./desk.ts";
import { inSeconds } from "./jobs.ts";

/** So many of those who came next are kept for the record. */
const ALTERNATIVES = 4;

/**
 * Plans a city's open orders and its riders together: who should fetch what next, alone or bundled, so that the food
 * arrives soonest in sum. Riders who are still under way count with the time and place at which they will be free, so an
 * order may wait for the one who passes by. Nothing is offered before its rider must leave to be at the door when the food
 * is ready, and until then each further plan may change it; but nothing is held back longer than the policy allows.
 *
 * Pure and deterministic: the order of the lists does not matter.
 *
 * The assignment after bundling follows Reyes et al., "The Meal Delivery Routing Problem" (2018); that bundles come from
 * a local search on the assignment's own cost, and riders' scarcity only weighs what a bundle saves, is ours.
 */
export function planRides<Place>(given: CityState<Place>, policy: PlannerPolicy, scorer: Scorer): CityPlan {
  const state: CityState<Place> = {
    ...given,
    orders: given.orders.toSorted((a, b) => (a.orderId < b.orderId ? -1 : 1)),
    riders: given.riders.toSorted((a, b) => (a.riderId < b.riderId ? -1 : 1)),
  };
  const patient = policy.holdBackSeconds > 0 ? planAhead(state, policy, scorer) : { offers: [], left: [] };
  const offered = new Set(patient.offers.flatMap(({ orderIds }) => orderIds));
  const asked = new Set(patient.offers.map(({ riderId }) => riderId));
  const isDue = ({ waitingSince }: { readonly waitingSince: Date }) =>
    inSeconds(state.now) - inSeconds(waitingSince) >= policy.holdBackSeconds;
  const overdue = state.orders.filter((order) => !offered.has(order.orderId) && isDue(order));
  const hasty = planNow(
    { ...state, orders: overdue, riders: state.riders.filter(({ riderId }) => !asked.has(riderId)) },
    policy,
    scorer,
  );
  const forced = new Set(overdue.map(({ orderId }) => orderId));
  return {
    offers: [...patient.offers, ...hasty.offers],
    left: [...patient.left.filter(({ orderId }) => !forced.has(orderId)), ...hasty.left],
  };
}

/** Everybody counts, also those who will be free later; what need not be asked yet is left. */
function planAhead<Place>(state: CityState<Place>, policy: PlannerPolicy, scorer: Scorer): CityPlan {
  const now = inSeconds(state.now);
  const desk = new Desk(state, policy, scorer, "all");
  const waitingSince = new Map(state.orders.map((order) => [order.orderId, inSeconds(order.waitingSince)]));
  return outcome(desk, shareOut(desk, state.orders, policy).jobs, (errand, rider) => {
    if (errand.isAddOn || (desk.isFree(rider) && errand.leaveAt <= now)) return null;
    const dues = errand.way.orders.map(({ orderId }) => (waitingSince.get(orderId) ?? now) + policy.holdBackSeconds);
    const until = Math.min(errand.leaveAt, ...dues);
    return { why: desk.isFree(rider) ? "too_early" : "rider_soon_free", until };
  });
}

/** Only those who can be asked at once, for orders that may be held back no longer. */
function planNow<Place>(state: CityState<Place>, policy: PlannerPolicy, scorer: Scorer): CityPlan {
  if (state.orders.length === 0) return { offers: [], left: [] };
  const desk = new Desk(state, policy, scorer, "free");
  return outcome(desk, shareOut(desk, state.orders, policy).jobs, () => null);
}

/** Sorts a plan into what is to be asked and what is left. `wait` says for what an errand still waits. */
function outcome<Place>(
  desk: Desk<Place>,
  jobs: readonly SolvedJob<Place>[],
  wait: (errand: Errand<Place>, rider: number) => { readonly why: NotYet; readonly until: number } | null,
): CityPlan {
  const offers: PlannedOffer[] = [];
  const left: LeftOrder[] = [];
  for (const solved of jobs) {
    const { job, rider, costs } = solved;
    const errand = rider < 0 ? null : desk.errand(job, rider);
    const waits = errand === null ? null : wait(errand, rider);
    if (errand !== null && waits === null) {
      offers.push(describe(desk, solved, errand));
      continue;
    }
    const until = waits !== null && Number.isFinite(waits.until) ? new Date(waits.until * 1_000) : null;
    const riderId = desk.riders[rider]?.riderId ?? null;
    const why = waits?.why ?? (costs.some((cost) => cost < Infinity) ? "others_first" : desk.whyNobody(job));
    left.push(...job.orders.map(({ orderId }) => ({ orderId, why, until, riderId })));
  }
  return { offers, left };
}

function describe<Place>(desk: Desk<Place>, solved: SolvedJob<Place>, errand: Errand<Place>): PlannedOffer {
  const { job, rider } = solved;
  const { way, isAddOn, leaveAt, pickupAt, features, acceptance, cost } = errand;
  const who = desk.riders[rider]!;
  const own = new Set(job.orders.map(({ orderId }) => orderId));
  const doors = way.orders.map(({ orderId }, index) => ({
    orderId,
    at: pickupAt + way.dropRide[index]! * desk.slowness(rider) + way.dropService[index]!,
  }));
  const alternatives = desk.alternatives(solved, ALTERNATIVES);
  const why: Features = {
    policy: "planner",
    scorer: desk.scorerVersion,
    ...features,
    acceptance,
    cost,
    candidates: solved.costs.reduce((count, one) => count + (one < Infinity ? 1 : 0), 0),
    nextBestCost: alternatives[0]?.cost ?? null,
    ordersPerFreeRider: desk.scarcity,
    isAddOn,
    waitSeconds: Math.max(0, job.pickups[0].readyAt - leaveAt - features.rideSeconds),
    lateSeconds: Math.max(0, pickupAt - job.inHandAt),
  };
  return {
    riderId: who.riderId,
    orderIds: [...own],
    stops: [
      ...way.pickups.map(({ orderIds }) => ({ kind: "pickup" as const, orderIds })),
      ...way.orders.map(({ orderId }) => ({ kind: "dropoff" as const, orderIds: [orderId] })),
    ],
    carries: who.carries.map(({ orderId }) => orderId),
    offerNotBefore: moment(leaveAt),
    pickupAt: moment(pickupAt),
    dropoffAt: doors.filter(({ orderId }) => own.has(orderId)).map(({ at }) => moment(at)),
    why: rounded(why),
    alternatives: alternatives.map((one) => ({
      ...one,
      cost: tenth(one.cost),
      rideSeconds: tenth(one.rideSeconds),
      acceptance: thousandth(one.acceptance),
    })),
  };
}

const moment = (seconds: number) => new Date(Math.round(seconds * 1_000));
const tenth = (value: number) => Math.round(value * 10) / 10;
const thousandth = (value: number) => Math.round(value * 1_000) / 1_000;

function rounded(features: Features): Features {
  return Object.fromEntries(
    Object.entries(features).map(([name, value]) => [
      name,
      typeof value !== "number" ? value : name === "acceptance" ? thousandth(value) : tenth(value),
    ]),
  );
}
