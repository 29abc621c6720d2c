import type { CarriedOrder } from "./city.ts";
import { routeTimes, type RideUnderWay, type RoutePace } from "./route-end.ts";
import { stopsInOrder } from "./stops.ts";

/** An order's place on its rider's route. */
export interface RoutePlace {
  readonly orderId: string;
  readonly pickupOrder: number;
  readonly dropOrder: number;
}

export interface JoinRules<Place> extends RoutePace<Place> {
  /** No order comes later than it would have by more than this, and no kitchen's food waits longer for another's. */
  readonly maxDelaySeconds: number;
  /** The restaurant at whose counter the rider stands: nobody is sent away from it to fetch something else first. */
  readonly standsAt: string | null;
}

/**
 * Puts one more order on a route, where the customers on it have their food soonest in sum; what is on the route keeps its
 * own order. Returns the places of all, the new one's included, or null when there is no place for it without making others
 * wait too long. Whether there is room on the vehicle is for the caller to say.
 */
export function joinRoute<Place>(
  at: Place,
  now: Date,
  carried: readonly RideUnderWay<Place>[],
  added: CarriedOrder<Place>,
  rules: JoinRules<Place>,
): RoutePlace[] | null {
  const { maxDelaySeconds } = rules;
  if (readySpreadSeconds([...carried, added], now) > maxDelaySeconds) return null;
  const before = routeTimes(at, now, carried, rules).doors;
  let best: { readonly places: RoutePlace[]; readonly sum: number } | null = null;
  for (const route of waysToJoin(carried, added, rules.standsAt)) {
    const { doors } = routeTimes(at, now, route, rules);
    if (carried.some(({ orderId }) => doors.get(orderId)! - before.get(orderId)! > maxDelaySeconds)) continue;
    const sum = [...doors.values()].reduce((total, door) => total + door, 0);
    if (best !== null && sum >= best.sum) continue;
    const places = route.map(({ orderId, pickupOrder, dropOrder }) => ({ orderId, pickupOrder, dropOrder }));
    best = { places, sum };
  }
  return best?.places ?? null;
}

/** How long the food that is ready first waits for the food that is ready last, of all that is still to be fetched. */
export function readySpreadSeconds(
  rides: readonly { readonly readyAt: Date; readonly isPickedUp: boolean }[],
  now: Date,
): number {
  const times = rides
    .filter(({ isPickedUp }) => !isPickedUp)
    .map(({ readyAt }) => Math.max(now.getTime(), readyAt.getTime()));
  return times.length === 0 ? 0 : (Math.max(...times) - Math.min(...times)) / 1_000;
}

/** Every route with the new order in it: its restaurant among the others, its door among theirs; the hindmost first. */
function* waysToJoin<Place>(
  carried: readonly RideUnderWay<Place>[],
  added: CarriedOrder<Place>,
  standsAt: string | null,
): Generator<RideUnderWay<Place>[]> {
  const stops = stopsInOrder(carried.map((ride) => ({ ...ride, rideId: ride.orderId })));
  const of = new Map(carried.map((ride) => [ride.orderId, ride]));
  const counters = stops
    .filter(({ kind }) => kind === "pickup")
    .map(({ rideIds }) => of.get(rideIds[0] ?? "")!.restaurantId);
  const doors = stops.filter(({ kind }) => kind === "dropoff").flatMap(({ rideIds }) => rideIds);
  for (const restaurants of countersWith(counters, added.restaurantId, standsAt)) {
    for (let door = doors.length; door >= 0; door -= 1) {
      const order = doors.toSpliced(door, 0, added.orderId);
      yield [...carried, added].map((ride) => ({
        ...ride,
        pickupOrder: Math.max(0, restaurants.indexOf(ride.restaurantId)),
        dropOrder: order.indexOf(ride.orderId),
      }));
    }
  }
}

function countersWith(counters: readonly string[], restaurantId: string, standsAt: string | null): string[][] {
  if (counters.includes(restaurantId)) return [[...counters]];
  const first = standsAt === null ? 0 : counters.indexOf(standsAt) + 1;
  const places: string[][] = [];
  for (let place = counters.length; place >= first; place -= 1) places.push(counters.toSpliced(place, 0, restaurantId));
  return places;
}
