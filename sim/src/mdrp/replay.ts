import { plan, type DispatchPolicy } from "@tiffin/domain/dispatch/plan";
import type { OpenOrder, PlannedRide, PlannerPolicy } from "@tiffin/domain/dispatch/planner/model";
import { planRides } from "@tiffin/domain/dispatch/planner/plan-rides";
import type { Instance, InstanceCourier, InstanceOrder, Place } from "./instance.ts";

export interface ReplayOptions {
  readonly policy: PlannerPolicy | DispatchPolicy;
  /** What goes wrong on the way: estimates that are off, couriers who say no. */
  readonly uncertainty?: {
    /** Standard deviation of a ready time as it is first told; the truth comes out when it passes. Seconds. */
    readonly readyNoiseSeconds: number;
    readonly declineRate: number;
  };
  /** 0 ≤ x < 1, seeded: the same replay each time. */
  readonly random: () => number;
}

/** A bundle that was carried. Moments in seconds since the day began. */
export interface Carried {
  readonly courierId: string;
  readonly assignedAt: number;
  readonly pickupAt: number;
  readonly orders: readonly { readonly order: InstanceOrder; readonly dropoffAt: number }[];
}

export interface Move {
  readonly courierId: string;
  readonly departsAt: number;
  readonly from: string;
  readonly to: string;
}

export interface Replay {
  readonly carried: readonly Carried[];
  readonly moves: readonly Move[];
  readonly offers: number;
  readonly declined: number;
  readonly planMillis: { readonly total: number; readonly longest: number };
}

interface CourierState {
  readonly courier: InstanceCourier;
  at: Place;
  freeAt: number;
}

interface Waiting {
  readonly order: InstanceOrder;
  /** What the kitchen says; the truth is `order.readyAt`. */
  readonly toldReadyAt: number;
  readonly declinedBy: Set<string>;
}

/** Between two plans. */
const STEP_SECONDS = 60;

/**
 * A day, minute by minute: what is placed becomes known, the planner plans, rides that are due are offered. Nothing is
 * known before it is placed, and a ready time that is off shows itself only at the restaurant's door.
 */
export function replay(instance: Instance, options: ReplayOptions): Replay {
  const { couriers, service, travelSeconds } = instance;
  const states = new Map<string, CourierState>(
    couriers.map((courier) => [courier.id, { courier, at: courier.start, freeAt: courier.onAt }]),
  );
  const coming = instance.orders.toSorted((a, b) => a.placedAt - b.placedAt || (a.id < b.id ? -1 : 1));
  const waiting = new Map<string, Waiting>();
  const carried: Carried[] = [];
  const moves: Move[] = [];
  const planMillis = { total: 0, longest: 0 };
  let offers = 0;
  let declined = 0;
  const lastShiftEnd = Math.max(...couriers.map(({ offAt }) => offAt));

  for (let now = coming[0]?.placedAt ?? 0; now <= lastShiftEnd; now += STEP_SECONDS) {
    while (coming[0] !== undefined && coming[0].placedAt <= now) {
      const order = coming.shift()!;
      waiting.set(order.id, { order, toldReadyAt: toldReadyAt(order, options), declinedBy: new Set() });
    }
    if (waiting.size === 0) continue;
    const started = performance.now();
    const due = duePairs(instance, [...waiting.values()], [...states.values()], now, options.policy);
    const took = performance.now() - started;
    planMillis.total += took;
    planMillis.longest = Math.max(planMillis.longest, took);
    for (const { courierId, orderIds } of due) {
      offers += 1;
      if (options.uncertainty !== undefined && options.random() < options.uncertainty.declineRate) {
        declined += 1;
        for (const id of orderIds) waiting.get(id)!.declinedBy.add(courierId);
        continue;
      }
      const state = states.get(courierId)!;
      carry(
        state,
        orderIds.map((id) => waiting.get(id)!.order),
        now,
      );
      for (const id of orderIds) waiting.delete(id);
    }
  }
  return { carried, moves, offers, declined, planMillis };

  function carry(state: CourierState, orders: readonly InstanceOrder[], now: number): void {
    const courierId = state.courier.id;
    const move = (to: Place, departsAt: number): number => {
      moves.push({ courierId, departsAt, from: state.at.id, to: to.id });
      const arrivesAt = departsAt + travelSeconds(state.at, to);
      state.at = to;
      return arrivesAt;
    };
    const door = move(orders[0]!.pickup, now);
    const pickupAt = Math.max(door + service.beforePickup, ...orders.map(({ readyAt }) => readyAt));
    let time = pickupAt + service.afterPickup;
    const brought = orders.map((order) => {
      const dropoffAt = move(order.dropoff, time) + service.beforeDropoff;
      time = dropoffAt + service.afterDropoff;
      return { order, dropoffAt };
    });
    state.freeAt = time;
    carried.push({ courierId, assignedAt: now, pickupAt, orders: brought });
  }
}

/** What the policy wants to happen now. */
function duePairs(
  instance: Instance,
  waiting: readonly Waiting[],
  states: readonly CourierState[],
  now: number,
  policy: PlannerPolicy | DispatchPolicy,
): { readonly courierId: string; readonly orderIds: readonly string[] }[] {
  const onShift = states.filter(({ courier, freeAt }) => courier.onAt <= now && courier.offAt >= Math.max(now, freeAt));
  if (policy.kind === "greedy") return nearest(instance, waiting, onShift, now, policy);
  const { rides } = planRides<Place>({
    now: at(now),
    orders: waiting.map((one) => openOrder(one, now)),
    riders: onShift.map(({ courier, at: place, freeAt }) => ({
      riderId: courier.id,
      at: place,
      freeAt: at(Math.max(now, freeAt)),
      shiftEndsAt: at(courier.offAt),
    })),
    travel: instance.travelSeconds,
    policy: { ...policy, service: instance.service },
  });
  const free = new Set(onShift.filter(({ freeAt }) => freeAt <= now).map(({ courier }) => courier.id));
  return rides
    .filter((ride: PlannedRide) => ride.offerNotBefore.getTime() <= now * 1_000 && free.has(ride.riderId))
    .map(({ riderId, orderIds }) => ({ courierId: riderId, orderIds }));
}

/** The production's other policy: the nearest free rider, at once, one order each. */
function nearest(
  instance: Instance,
  waiting: readonly Waiting[],
  onShift: readonly CourierState[],
  now: number,
  policy: DispatchPolicy,
) {
  const free = onShift.filter(({ freeAt }) => freeAt <= now);
  const byId = new Map(waiting.map((one) => [one.order.id, one]));
  const offers = plan({
    now: at(now),
    orders: waiting.map(({ order, toldReadyAt, declinedBy }) => ({
      orderId: order.id,
      restaurant: order.pickup.location,
      dropoff: order.dropoff.location,
      waitingSince: at(order.placedAt),
      readyAt: at(toldReadyAt),
      askedBefore: {},
      declinedBy: [...declinedBy],
    })),
    riders: free.map(({ courier, at: place }) => ({
      riderId: courier.id,
      location: place.location,
      offersMade: 0,
      offersAccepted: 0,
      idleSince: null,
    })),
    travelTime: (from, to) => Math.hypot(from.lat - to.lat, from.lng - to.lng),
    policy,
  });
  const states = new Map(free.map((state) => [state.courier.id, state]));
  return offers
    .filter(({ orderId, riderId }) => {
      const { order, toldReadyAt } = byId.get(orderId)!;
      const state = states.get(riderId)!;
      const door = now + instance.travelSeconds(state.at, order.pickup) + instance.service.beforePickup;
      return Math.max(door, toldReadyAt) <= state.courier.offAt;
    })
    .map(({ orderId, riderId }) => ({ courierId: riderId, orderIds: [orderId] }));
}

function openOrder({ order, toldReadyAt, declinedBy }: Waiting, now: number): OpenOrder<Place> {
  // A kitchen that is late by its own word has it ready any moment now, or has it ready and did not say.
  const readyAt = toldReadyAt >= now ? toldReadyAt : Math.max(toldReadyAt, Math.min(order.readyAt, now));
  return {
    orderId: order.id,
    restaurantId: order.restaurantId,
    pickup: order.pickup,
    dropoff: order.dropoff,
    placedAt: at(order.placedAt),
    readyAt: at(readyAt),
    notFor: declinedBy,
  };
}

function toldReadyAt({ placedAt, readyAt }: InstanceOrder, { uncertainty, random }: ReplayOptions): number {
  if (uncertainty === undefined || uncertainty.readyNoiseSeconds === 0) return readyAt;
  // Box–Muller.
  const gauss = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Math.max(placedAt, Math.round((readyAt + gauss * uncertainty.readyNoiseSeconds) / 60) * 60);
}

const at = (seconds: number) => new Date(seconds * 1_000);
