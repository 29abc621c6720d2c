import type { CityOrder, CityPlan, CityState, LeftOrder, PlannedOffer } from "./city.ts";
import { radiusAfter, traitsOf, type GreedyPolicy } from "./policy.ts";
import { handSetScorer } from "./scorer.ts";

/**
 * The nearest free rider for each order, the one that waits longest first; at once, one order each. Pure and
 * deterministic.
 */
export function planGreedily<Place>(state: CityState<Place>, policy: GreedyPolicy): CityPlan {
  const { now, travel, meters } = state;
  const { service } = policy;
  const free = new Map(
    state.riders
      .filter(({ freeAt, carries }) => freeAt <= now && carries.length === 0)
      .map((rider) => [rider.riderId, rider]),
  );
  const offers: PlannedOffer[] = [];
  const left: LeftOrder[] = [];
  for (const order of state.orders.toSorted(longestWaitFirst)) {
    const waitingSeconds = seconds(now, order.waitingSince);
    const radiusMeters = radiusAfter(waitingSeconds, policy);
    const candidates = [...free.values()]
      .filter((rider) => !order.declinedBy.includes(rider.riderId))
      .map((rider) => ({ rider, pickupMeters: meters(rider.at, order.pickup) }))
      .filter(({ pickupMeters }) => pickupMeters <= radiusMeters)
      .map((candidate) => ({
        ...candidate,
        asked: order.askedBefore[candidate.rider.riderId] ?? 0,
        rideSeconds: travel(candidate.rider.at, order.pickup) * traitsOf(candidate.rider.vehicle).slowness,
      }))
      .map((candidate) => ({
        ...candidate,
        pickupAt: pickupAt(order, now, candidate.rideSeconds + service.beforePickup),
      }))
      .filter(({ rider, pickupAt }) => rider.shiftEndsAt === null || pickupAt <= rider.shiftEndsAt)
      // Those who let it pass come after those who were not asked yet; then the nearest by time; the id settles ties.
      .sort(
        (a, b) => a.asked - b.asked || a.rideSeconds - b.rideSeconds || (a.rider.riderId < b.rider.riderId ? -1 : 1),
      );
    const [best, ...others] = candidates;
    if (best === undefined) {
      const why = free.size === 0 ? "riders_busy" : "no_rider_in_reach";
      left.push({ orderId: order.orderId, why, until: null, riderId: null });
      continue;
    }
    const { rider, rideSeconds, pickupAt: fetchedAt } = best;
    free.delete(rider.riderId);
    const doorAfter = service.afterPickup + travel(order.pickup, order.dropoff) + service.beforeDropoff;
    const acceptance = (one: typeof best) => {
      const pair = {
        rideSeconds: one.rideSeconds,
        doorSeconds: 0,
        carrySeconds: travel(order.pickup, order.dropoff),
        orders: 1,
        askedBefore: one.asked,
        idleSeconds: null,
        readyInSeconds: -seconds(now, order.readyAt),
      };
      const { vehicle, offersMade, offersAccepted } = one.rider;
      return rounded(handSetScorer.acceptance({ ...pair, vehicle, offersMade, offersAccepted }), 1_000);
    };
    offers.push({
      riderId: rider.riderId,
      orderIds: [order.orderId],
      stops: [
        { kind: "pickup", orderIds: [order.orderId] },
        { kind: "dropoff", orderIds: [order.orderId] },
      ],
      carries: [],
      offerNotBefore: now,
      pickupAt: fetchedAt,
      dropoffAt: [new Date(fetchedAt.getTime() + doorAfter * 1_000)],
      why: {
        policy: policy.kind,
        waitingSeconds: Math.round(waitingSeconds),
        radiusMeters,
        candidates: candidates.length,
        pickupMeters: Math.round(best.pickupMeters),
        rideSeconds: rounded(rideSeconds, 10),
        readyInSeconds: Math.round(-seconds(now, order.readyAt)),
        orders: 1,
        askedBefore: best.asked,
        offersMade: rider.offersMade,
        offersAccepted: rider.offersAccepted,
        acceptance: acceptance(best),
        idleSeconds: rider.idleSince === null ? null : Math.round(seconds(now, rider.idleSince)),
      },
      alternatives: others.slice(0, 4).map((one) => ({
        riderId: one.rider.riderId,
        cost: rounded(one.rideSeconds, 10),
        rideSeconds: rounded(one.rideSeconds, 10),
        acceptance: acceptance(one),
      })),
    });
  }
  return { offers, left };
}

function pickupAt<Place>(order: CityOrder<Place>, now: Date, doorSeconds: number): Date {
  return new Date(Math.max(now.getTime() + doorSeconds * 1_000, order.readyAt.getTime()));
}

const seconds = (now: Date, since: Date) => (now.getTime() - since.getTime()) / 1_000;
const rounded = (value: number, steps: number) => Math.round(value * steps) / steps;

function longestWaitFirst<Place>(a: CityOrder<Place>, b: CityOrder<Place>): number {
  return a.waitingSince.getTime() - b.waitingSince.getTime() || (a.orderId < b.orderId ? -1 : 1);
}
