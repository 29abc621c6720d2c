import { z } from "zod";
import type { CityState } from "@tiffin/domain/dispatch/city";
import { VEHICLES } from "@tiffin/domain/dispatch/city";
import type { DispatchPolicy } from "@tiffin/domain/dispatch/policy";
import { distanceMeters } from "@tiffin/domain/geo/distance";
import type { Location } from "@tiffin/domain/geo/location";
import type { CityTravel } from "../city-travel.ts";

/** Beyond so many legs (a rush of hundreds of riders and orders) a round's input is not worth its place in the log. */
const MAX_LEGS = 20_000;

const place = z.int().min(0);
const moment = z.coerce.date();

const orderSchema = z.object({
  orderId: z.string(),
  restaurantId: z.string(),
  pickup: place,
  dropoff: place,
  placedAt: moment,
  waitingSince: moment,
  readyAt: moment,
  readySpreadSeconds: z.number(),
  promisedAt: moment.nullable(),
  askedBefore: z.record(z.string(), z.number()),
  declinedBy: z.array(z.string()),
});
const carriedSchema = orderSchema
  .pick({ orderId: true, restaurantId: true, pickup: true, dropoff: true, placedAt: true, readyAt: true })
  .extend({ isPickedUp: z.boolean() });
const riderSchema = z.object({
  riderId: z.string(),
  at: place,
  freeAt: moment,
  freePlace: place,
  carries: z.array(carriedSchema),
  shiftEndsAt: moment.nullable(),
  vehicle: z.enum(VEHICLES).nullable(),
  offersMade: z.number(),
  offersAccepted: z.number(),
  idleSince: moment.nullable(),
});

/**
 * All that a round's planner was given, as the log keeps it: places by number, and the seconds of every leg that was asked
 * for. JSON has no Infinity, and the policy may: it is kept as null.
 */
const recordedSchema = z.object({
  version: z.literal(1),
  scorer: z.string(),
  policy: z.looseObject({ kind: z.enum(["planner", "greedy"]) }),
  now: moment,
  places: z.array(z.tuple([z.number(), z.number()])),
  legs: z.array(z.tuple([place, place, z.number()])),
  orders: z.array(orderSchema),
  riders: z.array(riderSchema),
});

export interface RecordedRound {
  readonly state: CityState<number>;
  readonly policy: DispatchPolicy;
  readonly scorer: string;
}

/** Null when there is too much of it. */
export function recordState(
  state: CityState<Location>,
  travel: CityTravel,
  policy: DispatchPolicy,
  scorer: string,
): Record<string, unknown> | null {
  const { places, legs } = travel.record();
  if (legs.length > MAX_LEGS) return null;
  const numbers = new Map(places.map((one, index) => [one, index]));
  const number = (one: Location) => {
    const known = numbers.get(one) ?? numbers.size;
    if (known === numbers.size) places.push(one);
    numbers.set(one, known);
    return known;
  };
  const doors = <T extends { readonly pickup: Location; readonly dropoff: Location }>(one: T) => ({
    ...one,
    pickup: number(one.pickup),
    dropoff: number(one.dropoff),
  });
  const orders = state.orders.map(doors);
  const riders = state.riders.map((rider) => ({
    ...rider,
    at: number(rider.at),
    freePlace: number(rider.freePlace),
    carries: rider.carries.map(doors),
  }));
  const coordinates = places.map(({ lat, lng }) => [lat, lng]);
  return { version: 1, scorer, policy, now: state.now, places: coordinates, legs, orders, riders };
}

/** Null when it is of another version of the log. */
export function readRecord(record: unknown): RecordedRound | null {
  const parsed = recordedSchema.safeParse(record);
  if (!parsed.success) return null;
  const { now, places, legs, orders, riders, policy, scorer } = parsed.data;
  const seconds = new Map(legs.map(([from, to, time]) => [from * places.length + to, time]));
  const location = (index: number) => ({ lat: places[index]![0], lng: places[index]![1] });
  return {
    scorer,
    policy: policy as unknown as DispatchPolicy,
    state: {
      now,
      orders,
      riders,
      travel(from, to) {
        const known = seconds.get(from * places.length + to);
        if (known === undefined) throw new RangeError(`the record has no way from place ${from} to ${to}`);
        return known;
      },
      meters: (from, to) => distanceMeters(location(from), location(to)),
    },
  };
}
