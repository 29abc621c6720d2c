import type { CityOrder } from "@tiffin/domain/dispatch/city";
import { planCity } from "@tiffin/domain/dispatch/plan";
import type { DispatchPolicy } from "@tiffin/domain/dispatch/policy";
import { distanceMeters } from "@tiffin/domain/geo/distance";
import type { Instance, InstanceCourier, InstanceOrder, Place } from "./instance.ts";

export interface ReplayOptions {
  readonly policy: DispatchPolicy;
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
  offers: number;
  accepted: number;
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
    couriers.map((courier) => [
      courier.id,
      { courier, at: courier.start, freeAt: courier.onAt, offers: 0, accepted: 0 },
    ]),
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
    const due = askedNow(instance, [...waiting.values()], [...states.values()], now, options);
    const took = performance.now() - started;
    planMillis.total += took;
    planMillis.longest = Math.max(planMillis.longest, took);
    for (const { courierId, orderIds } of due) {
      offers += 1;
      states.get(courierId)!.offers += 1;
      if (options.uncertainty !== undefined && options.random() < options.uncertainty.declineRate) {
        declined += 1;
        for (const id of orderIds) waiting.get(id)!.declinedBy.add(courierId);
        continue;
      }
      const state = states.get(courierId)!;
      state.accepted += 1;
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

/** Whom the policy wants to ask now: through the product's own planning interface. */
function askedNow(
  instance: Instance,
  waiting: readonly Waiting[],
  states: readonly CourierState[],
  now: number,
  { policy, uncertainty }: ReplayOptions,
): { readonly courierId: string; readonly orderIds: readonly string[] }[] {
  const { offers } = planCity<Place>(
    {
      now: at(now),
      orders: waiting.map((one) => openOrder(one, now, uncertainty?.readyNoiseSeconds ?? 0)),
      riders: states
        .filter(({ courier, freeAt }) => courier.onAt <= now && courier.offAt >= Math.max(now, freeAt))
        .map(({ courier, at: place, freeAt, offers: offersMade, accepted: offersAccepted }) => ({
          riderId: courier.id,
          at: place,
          freeAt: at(freeAt),
          freePlace: place,
          // Whatever a courier does is done before anything else: on these days nothing is added on the way.
          carries: [],
          shiftEndsAt: at(courier.offAt),
          vehicle: null,
          offersMade,
          offersAccepted,
          idleSince: at(Math.min(now, freeAt)),
        })),
      travel: instance.travelSeconds,
      meters: (from, to) => distanceMeters(from.location, to.location),
    },
    { ...policy, service: instance.service },
  );
  return offers.map(({ riderId, orderIds }) => ({ courierId: riderId, orderIds }));
}

function openOrder({ order, toldReadyAt, declinedBy }: Waiting, now: number, noiseSeconds: number): CityOrder<Place> {
  // A kitchen that is late by its own word has it ready any moment now, or has it ready and did not say.
  const readyAt = toldReadyAt >= now ? toldReadyAt : Math.max(toldReadyAt, Math.min(order.readyAt, now));
  return {
    orderId: order.id,
    restaurantId: order.restaurantId,
    pickup: order.pickup,
    dropoff: order.dropoff,
    placedAt: at(order.placedAt),
    waitingSince: at(order.placedAt),
    readyAt: at(readyAt),
    readySpreadSeconds: toldReadyAt >= now ? noiseSeconds : 0,
    promisedAt: null,
    askedBefore: {},
    declinedBy: [...declinedBy],
  };
}

function toldReadyAt({ placedAt, readyAt }: InstanceOrder, { uncertainty, random }: ReplayOptions): number {
  if (uncertainty === undefined || uncertainty.readyNoiseSeconds === 0) return readyAt;
  // Box–Muller.
  const gauss = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Math.max(placedAt, Math.round((readyAt + gauss * uncertainty.readyNoiseSeconds) / 60) * 60);
}

const at = (seconds: number) => new Date(seconds * 1_000);
